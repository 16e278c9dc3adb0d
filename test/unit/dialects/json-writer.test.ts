import fc from 'fast-check';
import { parse, stringify } from 'lossless-json';
import {
  isJsonObject,
  type JsonValue,
  parseJson,
  parsingJson,
  parsingReplyJson,
  stringifyJson,
} from '../../../src/dialects/json';
import { writingJson } from '../../../src/dialects/json-writer';

test('writes as lossless-json does, with numbers as they were read', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value = parse(text) as JsonValue;
      expect(stringifyJson(value)).toBe(stringify(value));
    }),
  );
  const numbers = '[1.0,12345678901234567890,-0,1e400,{"__proto__":[],"":{}}]';
  expect(stringifyJson(parse(numbers) as JsonValue)).toBe(numbers);
  expect(stringifyJson({ a: undefined, b: [true, null, 2] } as unknown as JsonValue)).toBe('{"b":[true,null,2]}');
});

test('a client may call a key as a library calls its numbers', () => {
  const text = '{"isLosslessNumber":true,"name":"Mary"}';
  const value = parseJson(text);
  expect(isJsonObject(value)).toBe(true);
  expect(stringifyJson(value)).toBe(text);
});

test.each(['a😀', '😀', '"\n', '\ud83d'])('a long text of %j is written in pieces, none within a pair', (sign) => {
  const text = sign.repeat(300_000);
  expect(stringifyJson([text])).toBe(JSON.stringify([text]));
  const parted = `${'a'.repeat(0x40000 - 1)}\ud83d${text}`;
  expect(stringifyJson([parted])).toBe(JSON.stringify([parted]));
});

/** How often work says that others may have their turn, and the most values or characters between. */
function pausesOf(work: Generator<undefined, unknown>): number {
  let pauses = 0;
  while (work.next().done !== true) pauses += 1;
  return pauses;
}

test('pauses are as many as there is much to read or write', () => {
  const value = { a: Array.from({ length: 100_000 }, (_, index) => ({ id: index })) };
  const text = JSON.stringify(value);
  expect(pausesOf(parsingJson(text))).toBeGreaterThan(100_000 / 1024);
  expect(pausesOf(parsingReplyJson(text))).toBeGreaterThan(100_000 / 1024);
  expect(pausesOf(writingJson(value))).toBeGreaterThan(100_000 / 1024);
  expect(pausesOf(parsingJson(`["\\ud83d\\ude00"${',{}'.repeat(10_000)}]`))).toBeGreaterThan(10_000);
});
