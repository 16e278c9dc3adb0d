import { runWorkerTask } from '../../../../src/deid/detector/detect-within';
import { detect } from '../../../../src/detect/detect';
import { PIECE } from '../../../../src/detect/pieces/plan-segment';
import { createReader } from '../../../../src/detect/pieces/read-piece';
import { joinShares, mostShares, readShare } from '../../../../src/detect/pieces/shared-reading';
import type { Segment } from '../../../../src/detect/types';
import { DEFAULT_POLICY } from '../../../../src/rules/types';
import { ruleSetOf, SIMPLE_RULES } from '../../../support/rule-set';

const rules = ruleSetOf(SIMPLE_RULES);
const read = createReader(rules, () => undefined);

/** Some pieces long; values at every cut, and again elsewhere. */
function longText(pieces: number, name: string): string {
  let text = '';
  while (text.length < PIECE * pieces) text += `Patient ${name} SSN 123-45-6789 was seen again${' and again'.repeat(100)}.\n`;
  return text;
}

const segments: readonly Segment[] = [
  { text: longText(2, 'Canarysmith') },
  { text: 'Canarysmith 123-45-6789', knownOnly: true },
  { text: 'Patient Sparrowfield called' },
  { text: longText(1, 'Wrenfield') },
];

test.each([1, 2, 3, 7])('a request read in %i shares gives what it gives when read as a whole', (of) => {
  const shares = Array.from({ length: of }, (_, first) => readShare(segments, { first, of }, read, rules));
  const shared = detect(segments, rules, { read: joinShares(shares) });
  const whole = detect(segments, rules);
  expect(shared).toEqual(whole);
  expect(whole.segments.map((found) => found.length > 0)).toEqual([true, true, true, true]);
});

test('a piece that nobody has read is no empty piece', () => {
  const shares = [readShare(segments, { first: 0, of: 2 }, read, rules), []];
  expect(() => detect(segments, rules, { read: joinShares(shares) })).toThrow('a piece was not read');
});

test.each([
  ['short texts', [{ text: 'a'.repeat(PIECE - 1) }], 0],
  ['many short ones', Array.from({ length: 100 }, (_, index) => ({ text: `${index} `.padEnd(PIECE / 25, 'a') })), 3],
  ['what is not read', [{ text: 'a'.repeat(PIECE * 3), knownOnly: true }], 0],
  ['a long one', [{ text: 'a'.repeat(PIECE * 3) }], 3],
  ['a very long one', [{ text: 'a'.repeat(PIECE * 30) }], 8],
])('shares of %s', (_what, of, most) => {
  expect(mostShares(of)).toBe(most);
});

test('of equal texts one counts, as one of them is read; long ones are each', () => {
  const calls = Array.from({ length: 10_000 }, () => ({ text: 'x'.repeat(100) }));
  expect(mostShares(calls)).toBe(0);
  expect(mostShares(calls.map(({ text }, index) => ({ text: `${index} ${text}` })))).toBe(8);
  expect(mostShares(calls.map(({ text }, index) => ({ text, label: `field ${index}` })))).toBe(8);
  const long = { text: 'x'.repeat(70_000) };
  expect(mostShares([long, long])).toBe(2);
});

test('shares travel between threads as bytes', () => {
  const task = { segments, budgetMs: 20_000, policy: DEFAULT_POLICY };
  const replies = [0, 1].map((first) => runWorkerTask({ ...task, share: { first, of: 2 } }, rules));
  const shares = replies.map(({ share, tookMs }) => {
    expect(tookMs).toBeGreaterThan(0);
    return share ?? new Uint8Array();
  });
  expect(runWorkerTask({ ...task, shares }, rules)).toEqual({ result: detect(segments, rules) });
  expect(() => runWorkerTask({ ...task, shares: shares.slice(0, 1) }, rules)).toThrow();
});
