/**
 * House rules for the regexes of rules, checked on the parsed pattern when rules are loaded. They keep V8's backtracking
 * matcher linear on any text: a slow pattern is refused at start-up instead of stopping the server on a hostile request.
 */
import { type AST, visitRegExpAST } from '@eslint-community/regexpp';
import { plainRegexSource, TYPOGRAPHIC, WRITE_PLAIN } from '../plain-symbols';
import { findSharedRuns, MAX_WAYS, waysOfRounds } from './regex-ambiguity';
import { isGroup, parsePattern } from './regex-elements';
import {
  type CharacterSet,
  type CharacterSets,
  createCharacterSets,
  isCharacterNode,
  shortestAlternative,
  shortestMatch,
} from './regex-shape';

/** Upper bound of any repeat. */
const MAX_REPEAT = 1000;
/** A repeated group with a repeat inside may match at most this many rounds times repeats: how far one try can read. */
const MAX_NESTED = 10_000;

/** Groups in groups: several times what any rule has. The checks below take the cube of this in time, and of thousands there is no stack. */
const MAX_DEPTH = 30;

/** Says what is wrong with a pattern and what to write instead; empty when it keeps the house rules. */
export function checkRegex(written: string, ignoreCase: boolean): string[] {
  const failure = compileFailure(written, ignoreCase);
  if (failure !== undefined) return [failure];
  if (deepestGroup(written) > MAX_DEPTH) return [`has groups in groups more than ${MAX_DEPTH} deep; write it flatter`];
  const foreign = checkForeign(parsePattern(written));
  if (foreign.length > 0) return foreign;
  // What is run, and must keep the rules, is the plain form.
  const source = plainRegexSource(written);
  const pattern = parsePattern(source);
  const sets = createCharacterSets(source, ignoreCase);
  const reasons = [
    ...checkRepeats(pattern),
    ...checkChoices(pattern, sets),
    ...checkStart(pattern, sets),
    ...checkValue(pattern),
    ...checkEmpty(pattern),
  ];
  // With an unbounded repeat the number of ways has no meaning. Repeats may meet in several choices: one reason is enough.
  return reasons.length > 0 ? reasons : [...new Set([...checkRuns(pattern, sets), ...checkRounds(pattern, sets)])];
}

/** Of a regex that compiles: parentheses are counted, since what walks a parsed pattern calls itself for each level. */
function deepestGroup(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [mark] of source
    .replace(/\\./gsu, '')
    .replace(/\[[^\]]*\]/gu, '')
    .matchAll(/[()]/gu)) {
    depth += mark === '(' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Why a text is no regex, if it is none. */
export function compileFailure(source: string, ignoreCase: boolean): string | undefined {
  try {
    new RegExp(source, ignoreCase ? 'iu' : 'u');
    // Later versions of Node compile more ("(?i:…)") than others do, and than can be checked.
    parsePattern(source);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split(': ').at(-1) ?? '') : '';
    return `does not compile with flag u: ${detail}; in flag u only syntax characters may be escaped`;
  }
}

const LAST_OF_LATIN_1 = 0xff;

/** What the plain form, in which texts are matched, would change the meaning of. */
function checkForeign(pattern: AST.Pattern): string[] {
  const reasons: string[] = [];
  visitRegExpAST(pattern, {
    onCharacterClassRangeEnter({ raw, max }) {
      if (max.value > LAST_OF_LATIN_1)
        reasons.push(`the range ${raw} reaches beyond Latin-1, which texts are matched in; write \\p{L} or single characters`);
    },
    onCharacterEnter({ raw, value }) {
      if (TYPOGRAPHIC.test(String.fromCodePoint(value))) reasons.push(WRITE_PLAIN);
      else if (value > LAST_OF_LATIN_1 && raw.startsWith('\\'))
        reasons.push(`write ${String.fromCodePoint(value)} in place of ${raw}`);
    },
  });
  return reasons;
}

function checkRepeats(pattern: AST.Pattern): string[] {
  const reasons: string[] = [];
  visitRegExpAST(pattern, {
    onQuantifierEnter(repeat) {
      const reason = checkBound(repeat) ?? checkNesting(repeat);
      if (reason !== undefined) reasons.push(reason);
    },
    onBackreferenceEnter({ raw }) {
      reasons.push(`the back-reference ${raw} can take very long; write the text out`);
    },
  });
  return reasons;
}

/** A repeated choice between characters that are partly the same doubles the ways to match with every round, and so do "a" and "aa". */
function checkChoices(pattern: AST.Pattern, sets: CharacterSets): string[] {
  const reasons: string[] = [];
  visitRegExpAST(pattern, {
    onQuantifierEnter({ raw, max, element }) {
      if (max <= 1 || !('alternatives' in element)) return;
      const sequences = element.alternatives.flatMap(({ elements }) =>
        elements.length > 0 && elements.every(isCharacterNode) ? [elements.map((one) => sets.of(one))] : [],
      );
      const begin = sets.first(element);
      const areShared = sequences.some((left, index) =>
        sequences.slice(index + 1).some((right) => share(left, right, begin, max)),
      );
      if (areShared)
        reasons.push(
          `the choices in the repeat ${short(raw)} share characters; write one class, or choices of which none begins another`,
        );
    },
  });
  return reasons;
}

/** From so many rounds on two ways a round are more than `MAX_WAYS`. */
const MANY_ROUNDS = Math.ceil(Math.log2(MAX_WAYS));

/** Whether two choices can match the same text, or one the beginning of what the other matches and a further round (from `begin`) the rest. */
function share(left: readonly CharacterSet[], right: readonly CharacterSet[], begin: CharacterSet, rounds: number): boolean {
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  if (longer.length > 1 && rounds < MANY_ROUNDS) return false;
  if (shorter.some((set, index) => (set & (longer[index] ?? 0n)) === 0n)) return false;
  const next = longer[shorter.length];
  return next === undefined || (next & begin) !== 0n;
}

function checkBound({ raw, element, min, max }: AST.Quantifier): string | undefined {
  if (max <= MAX_REPEAT) return undefined;
  const bound = `${short(element.raw)}{${min},${Math.max(min, 20)}}`;
  return max === Number.POSITIVE_INFINITY
    ? `the repeat ${short(raw)} has no upper bound; write ${bound} or another bound up to ${MAX_REPEAT}`
    : `the repeat ${short(raw)} is longer than ${MAX_REPEAT}; lower its bound`;
}

function checkNesting(repeat: AST.Quantifier): string | undefined {
  if (repeat.max <= 1) return undefined;
  const inner = longestRepeat(repeat.element);
  if (inner * repeat.max <= MAX_NESTED) return undefined;
  return `the repeat ${short(repeat.raw)} holds a repeat of up to ${inner}, together more than ${MAX_NESTED}; lower one of the bounds`;
}

/** The largest number of rounds that variable repeats in the element can make, nested ones multiplied. */
function longestRepeat(element: AST.Element): number {
  if (element.type === 'Quantifier')
    return longestRepeat(element.element) * (element.min === element.max ? 1 : Math.max(1, element.max));
  if (!('alternatives' in element)) return 1;
  return Math.max(1, ...element.alternatives.flatMap(({ elements }) => elements.map(longestRepeat)));
}

function checkStart({ alternatives }: AST.Pattern, sets: CharacterSets): string[] {
  return alternatives
    .flatMap(({ elements }) => leadingRepeats(elements))
    .filter((repeat) => isCharacterNode(repeat.element) && (sets.of(repeat.element) & sets.whitespace) !== 0n)
    .map(({ raw }) => `begins with the repeat ${short(raw)}, which is tried again at every space; begin with a label or \\b`);
}

/** Variable repeats that can be the first thing to take a character. */
function leadingRepeats(elements: readonly AST.Element[]): AST.Quantifier[] {
  const found: AST.Quantifier[] = [];
  for (const element of elements) {
    if (element.type === 'Quantifier' && element.min !== element.max) found.push(element);
    const inner = element.type === 'Quantifier' ? element.element : element;
    if (isGroup(inner)) found.push(...inner.alternatives.flatMap((part) => leadingRepeats(part.elements)));
    if (shortestMatch(element) > 0) break;
  }
  return found;
}

function checkValue(pattern: AST.Pattern): string[] {
  const group = findValue(pattern);
  if (group === undefined)
    return ['has no named group value; put (?<value>...) around what is to be replaced, without its label'];
  if (shortestMatch(group) === 0) return ['the group value can be empty; make at least one character of it mandatory'];
  return isOptional(group)
    ? ['can match without its group value; do not put it in a repeat, an alternative or a negative look-around']
    : [];
}

function findValue(pattern: AST.Pattern): AST.CapturingGroup | undefined {
  let group: AST.CapturingGroup | undefined;
  visitRegExpAST(pattern, {
    onCapturingGroupEnter(node) {
      if (node.name === 'value') group = node;
    },
  });
  return group;
}

function isOptional(group: AST.CapturingGroup): boolean {
  for (let node: AST.Node | null = group.parent; node !== null; node = node.parent) {
    if (node.type === 'Quantifier') return true;
    if ('negate' in node && node.negate) return true;
    if ('alternatives' in node && node.alternatives.length > 1) return true;
  }
  return false;
}

function checkEmpty({ alternatives }: AST.Pattern): string[] {
  return shortestAlternative(alternatives) > 0 ? [] : ['can match the empty string; make at least one character mandatory'];
}

function checkRuns({ alternatives }: AST.Pattern, sets: CharacterSets): string[] {
  return findSharedRuns(alternatives, sets).map(({ left, right, ways }) =>
    left === right
      ? `the repeat ${short(left.raw)} can share characters with itself in over ${MAX_WAYS} ways; put a fixed character between its rounds`
      : `the repeats ${short(left.raw)} and ${short(right.raw)} can share the same characters in ${ways} ways (at most ${MAX_WAYS}); ` +
        'lower their bounds, put a fixed character or a look-ahead between them that only one of them can match, or join them into one',
  );
}

function checkRounds(pattern: AST.Pattern, sets: CharacterSets): string[] {
  const reasons: string[] = [];
  visitRegExpAST(pattern, {
    onQuantifierEnter(repeat) {
      const ways = waysOfRounds(repeat, sets);
      if (ways > MAX_WAYS)
        reasons.push(
          `the rounds of the repeat ${short(repeat.raw)} can match the same text in ${ways} ways (at most ${MAX_WAYS}); lower their bounds, ` +
            'or leave out of each repeat what stands behind it: [^\\s\\d]{0,20}\\d in place of \\S{0,20}\\d',
        );
    },
  });
  return reasons;
}

function short(raw: string): string {
  return raw.length <= 60 ? raw : `${raw.slice(0, 57)}...`;
}
