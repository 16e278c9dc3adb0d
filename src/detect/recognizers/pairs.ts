import type { Entity, RuleSet } from '../../rules/types';
import type { Candidate, MatchText, Span } from '../types';
import { type FieldReader, fieldReaderOf } from './fields/field-reader';
import { BETWEEN, LONGEST_LABEL, labelsBefore } from './fields/labels';
import { readList } from './fields/listed-values';

/**
 * Labels and their values in forms of all kinds: `Member ID ..... 88213`, `**Last name:** may`, `<dt>Account</dt><dd>55124</dd>`,
 * `last_name=may&zip=36601`, `:mrn => "77120"`, `p.setMrn("77120")`. The names of fields that the rules know count as labels.
 */

/** A value, up to what ends it. */
const VALUE = /[^\n;|<>&"\t{}]{1,80}/y;
/** Where several stand in a line, the next label ends the value before. */
const NEXT =
  / {2,}|,? (?=[A-Za-z][A-Za-z_]{0,20}\d? ?[:=])|['"`)*\]]*,(?= ?[:'"`]?[A-Za-z_]{1,20}['"`]? ?(?:[:=]|=>))|['"`](?!\p{L})| (?=(?:--|-[a-z] )\w|HTTP\/|AND )|[)\],]{1,3} ?$|\r| ?\\\\| UNION /u;
const ARGUMENT_ENDS = /["')]/;
/** Blanks in addresses of the net and in forms that are sent. */
const ENCODED_BLANKS_IN = /\+|%20|%2[cC]/;
const ENCODED_BLANKS = /(?:\+|%20|%2[cC])+/g;
/** A number behind a sign, whatever words stand in front of its label. */
const NUMBER = /^\d{5,12}$/;
/** "user_id,action" is the head of a list, no login. */
const SMALL_WORD = /^[a-z]+$/;
/** Arguments, and a function that takes the name of a field and its value. */
const ARGUMENTS = /^["'],/;
const TAKES_PAIR = /\b(?:put|set|add|append|eq|equalTo|where|find_by|param|field|set(?:Attribute|Property|Item))\(["']$/;
/** Dates, ages, telephone numbers, organisations and the like have forms of their own, and labels that mean much else in prose. */
const READ = new Set<Entity>(['NAME', 'MRN', 'ACCOUNT', 'PLAN', 'ID', 'LICENSE', 'DEVICE', 'VEHICLE', 'SSN', 'ADDRESS']);

function valueFrom(text: string, start: number, ends: RegExp): Span | undefined {
  VALUE.lastIndex = start;
  const whole = VALUE.exec(text)?.[0];
  if (whole === undefined) return undefined;
  const next = ends.exec(whole);
  return { start, end: start + (next?.index ?? whole.length) };
}

/** A value whose blanks are encoded, read as if they were blanks. */
function readEncoded(text: string, value: Span, label: string, reader: FieldReader): Candidate[] {
  const plain = text.slice(value.start, value.end).replace(ENCODED_BLANKS, ' ');
  const read = reader.read(plain, { start: 0, end: plain.length }, { names: [label], beside: [] });
  return read.filter(({ start, end }) => start === 0 && end === plain.length).map((one) => ({ ...one, ...value }));
}

interface Sign {
  readonly between: string;
  readonly index: number;
  readonly partsCells: boolean;
}

/** Behind the last words of a label only numbers are read, and words as arguments only of functions that take a name and a value. */
function mayFollow(text: string, { between, index }: Sign, [label, isWhole]: [string, boolean], written: string): boolean {
  const isNumber = NUMBER.test(written.replace(/^[\s"']+|[\s"',)\]]+$/g, ''));
  if (ARGUMENTS.test(between))
    return isNumber || TAKES_PAIR.test(text.slice(Math.max(0, index - LONGEST_LABEL), index - label.length));
  return isWhole || isNumber || between.includes('=') || between.startsWith('(');
}

/** The value behind a sign. */
function readPair(text: string, sign: Sign, reader: FieldReader): Candidate[] {
  const { between, index, partsCells } = sign;
  const labels = labelsBefore(text, index, between, partsCells);
  const label = labels.find((name) => reader.knows(name));
  const value = label && valueFrom(text, index + between.length, between.startsWith('(') ? ARGUMENT_ENDS : NEXT);
  if (label === undefined || value === undefined || value === '') return [];
  const written = text.slice(value.start, value.end);
  if ((partsCells && reader.knows(written)) || !mayFollow(text, sign, [label, label === labels[0]], written)) return [];
  const encoded = ENCODED_BLANKS_IN.test(written) && between.includes('=') ? readEncoded(text, value, label, reader) : [];
  const read = encoded.length > 0 ? encoded : reader.read(text, value, { names: [label], beside: [] });
  return between.includes(',') && SMALL_WORD.test(written) ? read.filter(({ entity }) => entity !== 'ID') : read;
}

/** Finds values behind labels that the rules know. Linear in the text. */
export function recognizePairs({ text }: MatchText, ruleSet: RuleSet, checkpoint: () => void): Candidate[] {
  const reader = fieldReaderOf(ruleSet);
  const found: Candidate[] = [];
  for (const { 0: between, index, groups = {} } of text.matchAll(BETWEEN)) {
    checkpoint();
    const { cell, list, plain } = groups;
    const isList = list !== undefined || plain !== undefined;
    const listed = isList ? readList(text, { between, index, isPlain: list === undefined }, reader) : [];
    const sign = { between, index, partsCells: cell !== undefined };
    found.push(...listed, ...(list === undefined ? readPair(text, sign, reader) : []));
  }
  return found.filter(({ entity }) => READ.has(entity));
}
