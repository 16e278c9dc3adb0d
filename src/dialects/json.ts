import { LosslessNumber } from 'lossless-json';
import { PhiProxyError } from '../errors';
import { atOnce } from '../turns';
import { readingJson, skipString } from './json-reader';
import { writingJson } from './json-writer';

/** A number as it was written, so that integers above 2^53 stay exact. */
export type JsonNumber = LosslessNumber;
export type JsonValue = string | boolean | null | number | JsonNumber | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Deepest nesting that is read. */
export const MAX_DEPTH = 128;

/** Most values of a request: each takes memory and time, be it a single digit. */
export const MAX_VALUES = 250_000;

/** A number as the reader gives it: JavaScript's own where that is exact, else with its digits as written. */
export function isJsonNumber(value: JsonValue | undefined): value is number | JsonNumber {
  return typeof value === 'number' || value instanceof LosslessNumber;
}

/** An object, and neither a list nor a number with its digits. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LosslessNumber);
}

/** So much text is looked through at a stretch, in UTF-16 code units: a millisecond or two. */
const STRETCH = 0x10000;

/**
 * Refuses nesting above the limit before the recursive parser sees the text; of a request also too many values, and a key that stands
 * twice in one object, whatever its values: parsers disagree on which one counts. Text that is no JSON is left to the parser to refuse.
 */
function* checkingStructure(text: string, ofRequest: boolean): Generator<undefined, void> {
  const open: Set<string>[] = [];
  const countValue = ofRequest ? countTo(MAX_VALUES) : (): void => undefined;
  let turn = STRETCH;
  for (let at = 0; at < text.length; at += 1) {
    if (at >= turn) {
      turn = at + STRETCH;
      yield;
    }
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = skipString(text, at);
      if (ofRequest) noteKey(text, at, end, open.at(-1));
      at = end;
    } else if (isOpening(code)) {
      enter(open);
      countValue();
    } else if (isClosing(code)) open.pop();
    else if (code === COMMA) countValue();
  }
}

function enter(open: Set<string>[]): void {
  open.push(new Set());
  if (open.length > MAX_DEPTH) throw new PhiProxyError('json_too_deep');
}

/** Counts values by what is in front of them: a comma, or what opens a list or an object. */
function countTo(most: number): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count > most) throw new PhiProxyError('request_too_large');
  };
}

const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b;
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d;

const COMMA = 0x2c;
const QUOTE = 0x22;
const COLON_NEXT = /[ \t\r\n]*:/y;

function isKey(text: string, end: number): boolean {
  COLON_NEXT.lastIndex = end + 1;
  return COLON_NEXT.test(text);
}

/** Takes note of a string that is a key. */
function noteKey(text: string, start: number, end: number, known: Set<string> | undefined): void {
  if (!isKey(text, end)) return;
  const literal = text.slice(start, end + 1);
  const key = literal.includes('\\') ? decodeLiteral(literal) : literal.slice(1, -1);
  if (known?.has(key) === true) throw new PhiProxyError('duplicate_key');
  known?.add(key);
}

function decodeLiteral(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    throw new PhiProxyError('invalid_json');
  }
}

function* checkingUnicode(value: JsonValue): Generator<undefined, void> {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new PhiProxyError('invalid_unicode');
  } else if (Array.isArray(value)) {
    for (const item of value) yield* checkingUnicode(item);
  } else if (isJsonObject(value)) {
    yield;
    for (const [key, item] of Object.entries(value)) {
      yield* checkingUnicode(key);
      yield* checkingUnicode(item);
    }
  }
}

function checkedNumber(text: string): JsonNumber {
  if (!Number.isFinite(Number(text))) throw new PhiProxyError('invalid_number');
  return new LosslessNumber(text);
}

/**
 * Reads a request's JSON.
 *
 * @throws PhiProxyError `invalid_json`, `duplicate_key`, `json_too_deep`, `request_too_large`, `invalid_number` (not finite),
 * `invalid_unicode`; none of them quotes the text
 */
export function parseJson(text: string): JsonValue {
  return atOnce(parsingJson(text));
}

/** The same, with pauses. */
export function* parsingJson(text: string): Generator<undefined, JsonValue> {
  yield* checkingStructure(text, true);
  let value: JsonValue;
  try {
    value = yield* readingJson(text, checkedNumber);
  } catch (error) {
    throw error instanceof PhiProxyError ? error : new PhiProxyError('invalid_json');
  }
  if (!text.isWellFormed() || /\\u[dD][89a-fA-F]/.test(text)) yield* checkingUnicode(value);
  return value;
}

/**
 * Reads a reply's JSON: as `parseJson`, but of a key that stands twice the last counts, as every client reads it.
 *
 * @throws PhiProxyError `upstream_invalid_response`
 */
export function parseReplyJson(text: string): JsonValue {
  return atOnce(parsingReplyJson(text));
}

/** The same, with pauses. */
export function* parsingReplyJson(text: string): Generator<undefined, JsonValue> {
  try {
    yield* checkingStructure(text, false);
    return yield* readingJson(text, (written) => new LosslessNumber(written));
  } catch {
    throw new PhiProxyError('upstream_invalid_response');
  }
}

/** Writes JSON, numbers and the order of keys as they were read. */
export function stringifyJson(value: JsonValue): string {
  return atOnce(writingJson(value));
}
