import { countTokens, countTokensInTurns, isWithinTokens } from '../../../src/access/count-tokens';
import { turnsDuring } from '../../support/turns-during';

test('the cache of the tokenizer, which would keep texts, is off before it counts', () => {
  jest.isolateModules(() => {
    const tokenizer = require('gpt-tokenizer/encoding/o200k_base') as {
      setMergeCacheSize(size: number): void;
      countTokens(): number;
    };
    const cache = jest.spyOn(tokenizer, 'setMergeCacheSize');
    const count = jest.spyOn(tokenizer, 'countTokens');
    (require('../../../src/access/count-tokens') as typeof import('../../../src/access/count-tokens')).countTokens('Canarysmith');
    expect(cache.mock.calls).toEqual([[0]]);
    expect(cache.mock.invocationCallOrder[0]).toBeLessThan(count.mock.invocationCallOrder[0] ?? 0);
  });
});

test('counts as OpenAI does', () => {
  expect(countTokens('')).toBe(0);
  expect(countTokens('Patient [NAME_1] has complained about recurring headaches for the past two weeks.')).toBe(17);
});

test('names of special tokens are text', () => {
  expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
});

test.each(['a', 'é', '😀', '漢', ' ', '-', '\u0301'])('a run of 2,000 × %j is counted, in pieces', (character) => {
  expect(countTokens(character.repeat(2_000))).toBeGreaterThan(0);
});

test.each(['a', '\n'])('a run of eight million × %j is no reason to fail', (character) => {
  expect(countTokens(character.repeat(8_000_000), 1000)).toBeGreaterThan(1000);
});

test('long runs are counted within 1 %', () => {
  const base64 = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7919) % 256)).toString('base64');
  const { countTokens: exact } = require('gpt-tokenizer/encoding/o200k_base') as { countTokens(text: string): number };
  expect(Math.abs(countTokens(base64) / exact(base64) - 1)).toBeLessThan(0.02);
});

test('stops soon after the limit', () => {
  expect(countTokens('é'.repeat(200_000), 100)).toBeLessThan(400);
});

test('the limit is met exactly', async () => {
  const text = 'word '.repeat(100);
  const count = countTokens(text);
  expect(await isWithinTokens(text, count)).toBe(true);
  expect(await isWithinTokens(text, count - 1)).toBe(false);
});

test.each([
  ['prose', "The patient's pain hasn't changed; 12 mg (twice) a day.\n\nSeen on Monday, 3 p.m. "],
  ['a table', '| 12 | 7.5 | n/a |\n'],
  ['numbers', '1 22 333 4444 '],
  ['capitals and code', 'let fooBar = ISO_8601 (x) => y; '],
  ['blank lines', 'a: 5,\n\n\n/b\n  c;\n'],
])('a long text is counted in stretches, and exactly: %s', async (_what, text) => {
  const { countTokens: exact } = require('gpt-tokenizer/encoding/o200k_base') as { countTokens(text: string): number };
  const long = text.repeat(Math.ceil(50_000 / text.length));
  expect(countTokens(long)).toBe(exact(long));
  expect(await countTokensInTurns(long)).toBe(exact(long));
});

test('others have their turn between the stretches', async () => {
  let now = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => (now += 11));
  const turns = await turnsDuring(() => countTokensInTurns('a word '.repeat(30_000)));
  clock.mockRestore();
  expect(turns).toBeGreaterThan(10);
});
