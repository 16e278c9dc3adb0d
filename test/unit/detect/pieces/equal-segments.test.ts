import { detect } from '../../../../src/detect/detect';
import { firstEqual } from '../../../../src/detect/pieces/equal-segments';
import { createReader } from '../../../../src/detect/pieces/read-piece';
import { joinShares, readShare } from '../../../../src/detect/pieces/shared-reading';
import type { Segment } from '../../../../src/detect/types';
import { ruleSetOf, SIMPLE_RULES } from '../../../support/rule-set';

const rules = ruleSetOf(SIMPLE_RULES);
const read = createReader(rules, () => undefined);

const field = (...beside: string[]) => ({ names: ['id'], beside });

test.each<[string, Segment, Segment, boolean]>([
  ['the same text', { text: 'ok' }, { text: 'ok' }, true],
  ['another text', { text: 'ok' }, { text: 'OK' }, false],
  ['another label', { text: 'ok', label: 'name' }, { text: 'ok', label: 'city' }, false],
  ['a label and a text that begins so', { text: 'b: c', label: 'a' }, { text: 'c', label: 'a: b' }, false],
  ['equal fields of two records', { text: '12', field: field('name') }, { text: '12', field: field('name') }, true],
  ['other fields beside it', { text: '12', field: field('name') }, { text: '12', field: field('sum') }, false],
  ['other questions', { text: '12', asked: ['MRN?'] }, { text: '12', asked: ['Age?'] }, false],
  ['an answer and the text that it is', { text: '12', asked: ['MRN?'] }, { text: '12' }, false],
  ['what only uses differ in', { text: 'ok', isName: true }, { text: 'ok' }, true],
  ['one that is not searched', { text: 'ok', knownOnly: true }, { text: 'ok' }, false],
  ['a text too long to compare', { text: 'ok '.repeat(2000) }, { text: 'ok '.repeat(2000) }, false],
])('%s', (_what, one, other, isEqual) => {
  expect(firstEqual([one, other])).toEqual([0, isEqual ? 0 : 1]);
  expect(firstEqual([other, one])).toEqual([0, isEqual ? 0 : 1]);
});

const repeated: readonly Segment[] = [
  { text: 'no result for 5550142' },
  { text: 'Patient Wrenfield called' },
  { text: 'no result for 5550142' },
  { text: 'Wrenfield', knownOnly: true },
  { text: 'Patient Wrenfield called' },
];

test('of segments that are read alike one is read, and each gets what it would by itself', () => {
  const texts: string[] = [];
  const counted = detect(repeated, rules, {
    read: (piece) => {
      texts.push(piece.text);
      return read(piece);
    },
  });
  expect(texts).toEqual(['no result for 5550142', 'Patient Wrenfield called']);
  const places = counted.segments.map((found) =>
    found.map(({ segment, entity, group, origin }) => [segment, entity, group, origin]),
  );
  expect(places).toEqual([
    [[0, 'MRN', 1, 'found']],
    [[1, 'NAME', 1, 'found']],
    [[2, 'MRN', 1, 'found']],
    [[3, 'NAME', 1, 'known']],
    [[4, 'NAME', 1, 'found']],
  ]);
});

test.each([1, 2, 3])('so do %i threads', (of) => {
  const shares = Array.from({ length: of }, (_, first) => readShare(repeated, { first, of }, read, rules));
  expect(shares.flat()).toHaveLength(2);
  expect(detect(repeated, rules, { read: joinShares(shares) })).toEqual(detect(repeated, rules));
});
