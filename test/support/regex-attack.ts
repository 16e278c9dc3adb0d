import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import type { CompiledPattern, CompiledRule } from '../../src/rules/types';
import { processorTime } from './processor-time';

/** What hostile or odd text repeats between and behind labels. */
const FILLERS = [' ', '7', 'x', 'a.', '1 ', '-', 'aB3 .-:'];
const SIZES = [320, 1280, 5120, 20480];
/** Four times the text may cost this much more; linear is 4, quadratic is 16. */
const MAX_GROWTH = 10;
/** How much slower than the yardstick a pattern may be on its worst text, tried at every place, which is more than the engine does. */
const MAX_COST = 60;
const MAX_LABELS = 10;
/** A best time of this many milliseconds is no accident, and too long to be taken many times more. */
const PLAIN = 40;

interface Attack {
  readonly label: string;
  readonly filler: string;
  readonly isRepeated: boolean;
}

/**
 * Texts that get past a pattern's labels, where the slow parts begin: the words that its regex spells, and what stands before
 * the values of the rule's examples. Without labels nearly every attack stops at the first letter.
 */
function attacksOn(pattern: CompiledPattern, examples: CompiledRule['examples']): Attack[] {
  const before = examples.flatMap(({ text, spans }) =>
    spans.flatMap(({ start, end }) => [text.slice(0, start).slice(-40), text.slice(start, end)]),
  );
  const labels = [...new Set(['', ...spread(before, 4), ...spread(spelledWords(pattern.regex.source), MAX_LABELS - 5)])];
  // Without a label there is nothing to repeat but the filler.
  return labels.flatMap((label) =>
    FILLERS.flatMap((filler) => (label === '' ? [false] : [false, true]).map((isRepeated) => ({ label, filler, isRepeated }))),
  );
}

function spelledWords(source: string): string[] {
  const words: string[] = [];
  visitRegExpAST(new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true }), {
    onAlternativeEnter({ elements }) {
      const text = elements
        .map((element) => (element.type === 'Character' ? String.fromCodePoint(element.value) : '\0'))
        .join('');
      words.push(...text.split('\0').filter((word) => word.length > 1));
    },
  });
  return words;
}

/** At most `count` entries, evenly over the list. */
function spread(list: readonly string[], count: number): string[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)] ?? '');
}

function textWith({ label, filler, isRepeated }: Attack, size: number): string {
  const unit = isRepeated ? label + filler.repeat(8) : filler;
  const text = isRepeated ? '' : label;
  return (text + unit.repeat(Math.ceil(size / unit.length))).slice(0, size);
}

/** Milliseconds of the processor to find all matches, the best of `runs`, which leaves out what this process does besides. */
function cost(regex: RegExp, text: string, runs: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const start = processorTime();
    regex.lastIndex = 0;
    for (let match = regex.exec(text); match !== null; match = regex.exec(text)) if (match[0] === '') regex.lastIndex += 1;
    best = Math.min(best, processorTime() - start);
  }
  return best;
}

/** The time an ordinary bounded pattern takes on this machine for 20 KB; all judgements are ratios, none is a time. */
export function measureYardstick(): number {
  return cost(/[a-z]{1,64}@(?<value>[a-z]{1,64})/gu, 'x'.repeat(20480), 7);
}

/** The hostile text of a size. */
type TextOf = (size: number) => string;

function growthAt(regex: RegExp, textOf: TextOf, size: number): number {
  return cost(regex, textOf(size), 8) / cost(regex, textOf(size / 4), 8);
}

/** Whether a measure stays above its limit when it is taken again: what this process does besides can spoil some, not all. */
function isConfirmed(measure: () => number, limit: number): boolean {
  return [1, 2, 3, 4].every(() => measure() > limit);
}

/**
 * How many times as long the text takes as one of a quarter of its size; 0 where that is certainly within the limit. A single time is too
 * long rather than too short, so where even that is small beside the best time of the smaller text, as nearly always, no second one is needed.
 */
function excessiveGrowth(
  regex: RegExp,
  textOf: TextOf,
  size: number,
  { time, yardstick }: { time: number; yardstick: number },
): number {
  if (size === SIZES[0] || time <= yardstick) return 0;
  const before = cost(regex, textOf(size / 4), 4);
  if (time / before <= MAX_GROWTH) return 0;
  const best = cost(regex, textOf(size), 4);
  const growth = best / before;
  if (best <= yardstick || growth <= MAX_GROWTH) return 0;
  return best > PLAIN || isConfirmed(() => growthAt(regex, textOf, size), MAX_GROWTH) ? growth : 0;
}

/** Says how the pattern fails the attack; undefined when it stays linear and within `MAX_COST` yardsticks. */
function weakness(regex: RegExp, attack: Attack, yardstick: number): string | undefined {
  const textOf: TextOf = (size) => textWith(attack, size);
  for (const size of SIZES) {
    const text = textOf(size);
    const time = cost(regex, text, 1);
    const growth = excessiveGrowth(regex, textOf, size, { time, yardstick });
    if (growth > 0) return `grows ${growth.toFixed(1)} times for 4 times the text at ${size} characters`;
    if (time > yardstick * MAX_COST && isConfirmed(() => cost(regex, text, 1), yardstick * MAX_COST))
      return `costs ${(time / yardstick).toFixed(0)} yardsticks at ${size} characters`;
  }
  return undefined;
}

/** Attacks that the pattern does not stand, as many as `most`. `yardstick` is from `measureYardstick`. */
export function weaknesses(pattern: CompiledPattern, examples: CompiledRule['examples'], yardstick: number, most = 3): string[] {
  const found: string[] = [];
  // Tried at every place, which is more than the engine does.
  const regex = new RegExp(pattern.regex, pattern.regex.flags.replace('y', 'g'));
  for (const attack of attacksOn(pattern, examples)) {
    const reason = weakness(regex, attack, yardstick);
    if (reason !== undefined) found.push(`${pattern.name} ${JSON.stringify(attack)}: ${reason}`);
    if (found.length === most) break;
  }
  return found;
}

/** Behind what an open repeat takes, so that it must try again with less. */
const BREAK = '\u0001';

/** Characters of every kind, one of which each open repeat of the source takes. */
const KINDS = [...' a1A"-.,:;/|_=#*<\\\'[{(\n\té'];

/** What the open repeats of a regex take, and what they take in a row. */
function repeatedIn(source: string, flags: string): string[] {
  const fillers = new Set<string>();
  visitRegExpAST(new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true }), {
    onQuantifierEnter({ max, element: { raw } }) {
      // What a back-reference takes is what its group took.
      if (max <= LONG || /\\\d|\\k</.test(raw)) return;
      const one = new RegExp(`^(?:${raw})$`, flags.replace(/[gymd]/g, ''));
      for (const filler of KINDS.filter((kind) => one.test(kind)).slice(0, 2)) fillers.add(filler);
    },
  });
  return fillers.size > 1 ? [...fillers, [...fillers].join('')] : [...fillers];
}

/** Repeats up to this many times are as good as bounded by a constant. */
const LONG = 200;

/** So many characters grow by their square to more than the yardstick takes. */
const LONG_TEXT = 5120;
/** Eight times the text may cost this much more; linear is 8, quadratic is 64. */
const MAX_WIDE_GROWTH = 24;

/** How many times as long a text takes as one of an eighth of its size: far enough apart to tell a square from what else happens meanwhile. */
function wideGrowth(regex: RegExp, textOf: TextOf): number {
  return cost(regex, textOf(LONG_TEXT * 4), 2) / cost(regex, textOf(LONG_TEXT / 2), 6);
}

/**
 * A text on which a regex of the code takes far longer than eight times what it takes on an eighth of it, if one is found: what its open
 * repeats take, alone and behind the words that it spells. A regex without open repeats cannot grow.
 */
export function growingText({ source, flags }: RegExp, yardstick: number): string | undefined {
  const regex = new RegExp(source, /[gy]/.test(flags) ? flags : `${flags}g`);
  const fillers = repeatedIn(source, flags);
  const labels = fillers.length === 0 ? [] : ['', ...spread(spelledWords(source), 4)];
  for (const [label, filler] of labels.flatMap((one) => fillers.map((other) => [one, other] as const))) {
    for (const isRepeated of label === '' ? [false] : [false, true]) {
      const attack = { label, filler, isRepeated };
      const textOf: TextOf = (length) => textWith(attack, length - 1) + BREAK;
      if (cost(regex, textOf(LONG_TEXT), 1) <= yardstick) continue;
      const growth = wideGrowth(regex, textOf);
      if (growth > MAX_WIDE_GROWTH) return `${JSON.stringify(attack)}: grows ${growth.toFixed(1)} times for 8 times the text`;
    }
  }
  return undefined;
}
