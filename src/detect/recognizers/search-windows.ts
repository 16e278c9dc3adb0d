import type { CompiledPattern, TriggerWords } from '../../rules/types';
import type { MatchText, Span } from '../types';

/** Characters behind a trigger word that are looked at, up to the end of the line they reach. */
const REACH = 60;
/** Where more of the text than this would be looked at, it is read as a whole. */
const MOST = 0.6;

/** False when the pattern cannot match, because none of its prefilter strings occurs. Trigger words are the better test. */
export function passesPrefilter(text: MatchText, { prefilter, triggers }: CompiledPattern): boolean {
  return prefilter === undefined || triggers?.atStart === true || prefilter.some((needle) => text.lower.includes(needle));
}

/** Where trigger words stand, in order. */
export function triggerOffsets(text: MatchText, { words }: TriggerWords): readonly number[] {
  const offsets: number[] = [];
  for (const word of words) for (const offset of text.offsetsOf(word)) offsets.push(offset);
  return offsets.sort((left, right) => left - right);
}

/**
 * The parts of the text in which a pattern can match: all of it, or where the pattern has trigger words, the lines around them (from
 * the line before), sorted and disjoint. Empty when the pattern cannot match.
 */
export function findWindows(text: MatchText, { triggers }: CompiledPattern): readonly Span[] {
  const whole = { start: 0, end: text.text.length };
  if (triggers === undefined) return [whole];
  const windows = linesAround(text.text, triggerOffsets(text, triggers));
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
