import type { CompiledPattern, CompiledRule } from '../../rules/types';
import type { MatchText, Span } from '../types';

/** Characters behind a trigger word that are looked at, up to the end of the line they reach. */
const REACH = 60;
/** Where more of the text than this would be looked at, it is read as a whole. */
const MOST = 0.6;

/** False when the pattern cannot match, because none of its prefilter strings occurs. Trigger words are the better test. */
export function passesPrefilter(text: MatchText, { prefilter, triggers }: CompiledPattern): boolean {
  return prefilter === undefined || triggers?.atStart === true || prefilter.some((needle) => text.lower.includes(needle));
}

/** Trigger words of a rule set, and the patterns they belong to. Kept as long as the rules: it depends on nothing else. */
const byWord = new WeakMap<readonly CompiledRule[], ReadonlyMap<string, readonly CompiledPattern[]>>();
/** Where the patterns of a rule set are triggered in a text. Kept as long as the text. */
const inText = new WeakMap<
  MatchText,
  { rules: readonly CompiledRule[]; offsets: ReadonlyMap<CompiledPattern, readonly number[]> }
>();

function patternsByWord(rules: readonly CompiledRule[]): ReadonlyMap<string, readonly CompiledPattern[]> {
  const known = byWord.get(rules);
  if (known !== undefined) return known;
  const index = new Map<string, CompiledPattern[]>();
  for (const pattern of rules.flatMap((rule) => rule.patterns)) {
    for (const word of pattern.triggers?.words ?? []) {
      const patterns = index.get(word);
      if (patterns === undefined) index.set(word, [pattern]);
      else patterns.push(pattern);
    }
  }
  byWord.set(rules, index);
  return index;
}

function collectOffsets(text: MatchText, rules: readonly CompiledRule[]): ReadonlyMap<CompiledPattern, readonly number[]> {
  const index = patternsByWord(rules);
  const offsets = new Map<CompiledPattern, number[]>();
  for (const [word, places] of text.wordIndex) {
    for (const pattern of index.get(word) ?? []) {
      const known = offsets.get(pattern);
      if (known === undefined) offsets.set(pattern, [...places]);
      else for (const place of places) known.push(place);
    }
  }
  for (const places of offsets.values()) places.sort((left, right) => left - right);
  return offsets;
}

/** Where the prefilter strings of a pattern stand, in order. */
function prefilterOffsets(text: MatchText, needles: readonly string[]): number[] {
  const offsets: number[] = [];
  for (const needle of needles) {
    for (let at = text.lower.indexOf(needle); at >= 0; at = text.lower.indexOf(needle, at + needle.length)) offsets.push(at);
  }
  return offsets.sort((left, right) => left - right);
}

const NOWHERE: readonly number[] = [];

/** Where a pattern's trigger words stand, in order. All patterns of the rules are looked up together, by the words of the text. */
export function triggerOffsets(text: MatchText, pattern: CompiledPattern, rules: readonly CompiledRule[]): readonly number[] {
  let known = inText.get(text);
  if (known?.rules !== rules) {
    known = { rules, offsets: collectOffsets(text, rules) };
    inText.set(text, known);
  }
  return known.offsets.get(pattern) ?? NOWHERE;
}

/**
 * The parts of the text in which a pattern can match: all of it, or where the pattern has trigger words, the lines around them (from
 * the line before), sorted and disjoint. Empty when the pattern cannot match.
 */
export function findWindows(text: MatchText, pattern: CompiledPattern, rules: readonly CompiledRule[]): readonly Span[] {
  const whole = { start: 0, end: text.text.length };
  if (pattern.triggers === undefined && pattern.prefilter === undefined) return [whole];
  const offsets =
    pattern.triggers === undefined ? prefilterOffsets(text, pattern.prefilter ?? []) : triggerOffsets(text, pattern, rules);
  const windows = linesAround(text.text, offsets);
  const covered = windows.reduce((sum, { start, end }) => sum + end - start, 0);
  return covered > whole.end * MOST ? [whole] : windows;
}

function linesAround(text: string, offsets: readonly number[]): Span[] {
  const windows: { start: number; end: number }[] = [];
  for (const offset of offsets) {
    const last = windows.at(-1);
    if (last !== undefined && offset + REACH < last.end) continue;
    const lineEnd = text.indexOf('\n', offset + REACH);
    const end = lineEnd < 0 ? text.length : lineEnd + 1;
    const start = offset === 0 ? 0 : text.lastIndexOf('\n', text.lastIndexOf('\n', offset - 1) - 1) + 1;
    if (last !== undefined && start <= last.end) last.end = end;
    else windows.push({ start, end });
  }
  return windows;
}
