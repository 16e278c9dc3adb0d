import type { Entity, RuleSet } from '../../rules/types';
import type { Candidate, MatchText, Span } from '../types';
import { fieldReaderOf } from './field-reader';

/**
 * Labels and their values in forms of all kinds: `Member ID ..... 88213`, `**Last name:** may`, `<dt>Account</dt><dd>55124</dd>`,
 * `last_name=may&zip=36601`, `:mrn => "77120"`. The names of fields that the rules know count as labels.
 */

/** What stands between a label and its value. */
const BETWEEN =
  /["'`*_]{0,3}[ \t]{0,3}(?:=>|:?\n|,(?=[^\s,][^\n,]{0,78}(?:\n|$))|[:=|\t]|\.{3,80}|<\/(?:t[hd]|dt|b|strong|label|span)>[: \t\n]{0,8}(?:<(?:t[hd]|dd|span|b|strong)[^<>\n]{0,60}>)?|>)[ \t]{0,3}["'`*]{0,3}[ \t]?/g;
/** A label: at the beginning of a line or behind a mark. */
const LABEL =
  /(?:^|[\n;,|<>{}()[\]?&"'`*:\t•·-]|(?<!\S)\d{1,2}[.)]|(?<=\S) ) {0,4}(?<label>[A-Za-z#][A-Za-z #./_-]{0,38}[A-Za-z#.])$/;
const LONGEST_LABEL = 42;
/** In front of a label that is the first of its line may stand bullets, bars and marks of emphasis. */
const LINE_BEGINS = /(?:^|\n)[ \t|*"'`•·-]{0,8}$/;
const LONGEST_MARKS = 10;
const PARTS_CELLS = /[|\t\n,]/;
/** A value, up to what ends it. */
const VALUE = /[^\n;|<>&"\t{}]{1,80}/y;
/** Where several stand in a line, the next label ends the value before. */
const NEXT =
  / {2,}|,? (?=[A-Za-z][A-Za-z_]{1,20} ?[:=])|['"`)*\]]*,(?= ?[:'"`]?[A-Za-z_]{2,20}['"`]? ?(?:[:=]|=>))|['"`](?!\p{L})/u;
/** Dates, ages, telephone numbers, organisations and the like have forms of their own, and labels that mean much else in prose. */
const READ = new Set<Entity>(['NAME', 'MRN', 'ACCOUNT', 'PLAN', 'ID', 'LICENSE', 'DEVICE', 'VEHICLE', 'SSN', 'ADDRESS']);

/** Who says something in the record of a talk with a program. */
const SPEAKER = /^user$/i;

/** What may be the label that ends at a place; where cells are parted, only the first of a line is one, as others are heads or values. */
function labelsBefore(text: string, end: number, between: string): string[] {
  const label = LABEL.exec(text.slice(Math.max(0, end - LONGEST_LABEL), end))?.groups?.['label'];
  if (label === undefined || SPEAKER.test(label)) return [];
  // Of "INFO update last_name=may" the last word is the label.
  if (between.includes('=')) return [label, label.slice(label.lastIndexOf(' ') + 1)];
  if (!PARTS_CELLS.test(between)) return [label];
  const before = text.slice(Math.max(0, end - LONGEST_LABEL - LONGEST_MARKS), end - label.length);
  return LINE_BEGINS.test(before) ? [label] : [];
}

function valueFrom(text: string, start: number): Span | undefined {
  VALUE.lastIndex = start;
  const whole = VALUE.exec(text)?.[0];
  if (whole === undefined) return undefined;
  const next = NEXT.exec(whole);
  return { start, end: start + (next?.index ?? whole.length) };
}

/** Finds values behind labels that the rules know. Linear in the text. */
export function recognizePairs({ text }: MatchText, ruleSet: RuleSet, checkpoint: () => void): Candidate[] {
  const reader = fieldReaderOf(ruleSet);
  const found: Candidate[] = [];
  for (const { 0: between, index } of text.matchAll(BETWEEN)) {
    const label = labelsBefore(text, index, between).find((name) => reader.knows(name));
    if (label === undefined) continue;
    checkpoint();
    const value = valueFrom(text, index + between.length);
    if (value === undefined || (PARTS_CELLS.test(between) && reader.knows(text.slice(value.start, value.end)))) continue;
    found.push(...reader.read(text, value, { names: [label], beside: [] }).filter(({ entity }) => READ.has(entity)));
  }
  return found;
}
