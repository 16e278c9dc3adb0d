import fc from 'fast-check';
import { LosslessNumber, parse } from 'lossless-json';
import { readJson } from '../../../src/dialects/json-reader';

const read = (text: string) => readJson(text, (written) => new LosslessNumber(written));
const outcome = (run: () => unknown): unknown => {
  try {
    return run();
  } catch {
    return 'refused';
  }
};

describe('reads as lossless-json does', () => {
  test('what is JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', ' ', '\n\t\r '), (text, around) => {
        expect(read(around + text + around)).toEqual(parse(text));
      }),
    );
  });

  test('what is hardly JSON', () => {
    const signs = fc.constantFrom(
      ...'{}[]:,"\\/ntu0019.eE+- \n\u00a0\u0001\u007fabé',
      'true',
      'false',
      'null',
      '\\u00e9',
      '"a"',
      '{"a":',
      '-0',
    );
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const last = { onDuplicateKey: ({ newValue }: { newValue: unknown }) => newValue };
        expect(outcome(() => read(text))).toEqual(outcome(() => parse(text, null, last)));
      }),
      { numRuns: 20_000 },
    );
  });
});

test('a text of millions of signs is one string, not millions of parts of one', () => {
  const text = 'words and more words, '.repeat(300_000);
  const body = JSON.stringify({ text });
  const before = process.memoryUsage().heapUsed;
  const value = read(body) as { text: string };
  // The parts took 32 bytes for each sign, 200 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(40e6);
  expect(value.text === text).toBe(true);
});
