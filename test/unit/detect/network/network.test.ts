import { type IsDoubtful, Network } from '../../../../src/detect/network/network';
import { cutWordPieces, type WordPieces } from '../../../../src/detect/network/word-pieces';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import { NETWORK_COLUMNS, type NetworkModel } from '../../../../src/rules/learned/network-model';
import { plainScores } from '../../../support/plain-network';
import { tinyNetwork, tinyPieces } from '../../../support/tiny-network';

const model = tinyNetwork();
const network = new Network(model);
const all = ({ firsts }: WordPieces): number[] => [...firsts.keys()];
const read = (text: string): WordPieces => cutWordPieces(text, tokenise(text), model);

const never: IsDoubtful = () => false;
const always: IsDoubtful = () => true;
const some: IsDoubtful = (index) => index % 3 === 1;
const NO_SCORES = new Float32Array();

function largestDifference(scores: Float32Array, expected: readonly number[]): number {
  expect(scores).toHaveLength(expected.length);
  return expected.reduce((most, value, index) => Math.max(most, Math.abs(value - (scores[index] as number))), 0);
}

/** Products are of numbers of 16 bits; scores are up to 10 or so. */
const CLOSE = 0.005;
/** The closer look takes some more steps, and shares of attention are of numbers of 16 bits, too. */
const CLOSE_AFTER_ALL = 0.05;

/** Scores of tokens, all or those asked for, are those of plain arithmetic: where it looks closer never, always and sometimes. */
function expectPlainScores(of: NetworkModel, pieces: WordPieces, ...askedFor: number[][]): void {
  const { first, closer } = plainScores(of, pieces);
  const tried = new Network(of);
  for (const asked of askedFor.length > 0 ? askedFor : [all(pieces)])
    for (const isDoubtful of [never, always, some]) {
      const expected = asked.flatMap((token, index) => (isDoubtful(index, NO_SCORES) ? closer : first)[token] ?? []);
      const scores = tried.run(pieces, asked, isDoubtful);
      expect(largestDifference(scores, expected)).toBeLessThan(isDoubtful === never ? CLOSE : CLOSE_AFTER_ALL);
    }
}

describe('scores are those of plain arithmetic', () => {
  test.each([
    ['a word', 'john'],
    ['a word and a sign', 'John.'],
    ['two lines and one between', 'Johnson 42\n\nJO .  john'],
    ['more words than the surroundings reach', 'john '.repeat(50)],
  ])('for %s', (_what, text) => {
    expectPlainScores(model, read(text));
  });

  test.each([
    ['the fewest convolutions', { convolutions: 3 }],
    ['another number of convolutions', { convolutions: 5 }],
    ['the most convolutions', { convolutions: 8 }],
    ['more numbers in a vector than there are outputs', { width: 96 }],
    ['rows that the closer look does not widen', { closerWidth: 16 }],
    ['rows that grow more narrow within a block', { closerWidth: 64, inner: 16 }],
    ['blocks that are wider than all else', { inner: 160 }],
    ['a single block', { blocks: 1 }],
    ['many blocks', { blocks: 5 }],
    ['a single head', { heads: 1 }],
    ['heads as small as may be', { heads: 4 }],
    ['three heads', { closerWidth: 48, heads: 3 }],
    ['attention to the pieces next to it alone', { reach: 1 }],
    ['attention as far as may be', { reach: 70 }],
  ])('with %s', (_what, form) => {
    expectPlainScores(tinyNetwork({ ...form, seed: 3 }), tinyPieces(200));
  });

  test('and a closer look finds something else than the first one', () => {
    const pieces = tinyPieces(200);
    const { first, closer } = plainScores(model, pieces);
    for (const [token, row] of first.entries())
      expect(largestDifference(Float32Array.from(row), [...(closer[token] ?? [])])).toBeGreaterThan(50 * CLOSE_AFTER_ALL);
  });
});

const scoresOf = (scores: Float32Array, token: number): Float32Array =>
  scores.subarray(token * NETWORK_COLUMNS, (token + 1) * NETWORK_COLUMNS);

/** Whether scores are, to the last bit, those of the closer look where it is so said, and of the first look elsewhere. */
function areOf(
  scores: Float32Array,
  looks: Record<'first' | 'closer', Float32Array>,
  isCloser: (index: number) => boolean,
): boolean {
  const wanted = looks.first.slice();
  for (let index = 0; index * NETWORK_COLUMNS < wanted.length; index += 1)
    if (isCloser(index)) wanted.set(scoresOf(looks.closer, index), index * NETWORK_COLUMNS);
  return Buffer.from(scores.buffer).equals(Buffer.from(wanted.buffer));
}

describe('of some tokens', () => {
  const pieces = tinyPieces(2500);
  const expected = { first: network.run(pieces, all(pieces), never), closer: network.run(pieces, all(pieces), always) };
  const far = tinyNetwork({ convolutions: 8, reach: 70, seed: 4 });

  test.each<[string, (token: number, count: number) => boolean]>([
    ['the first', (token) => token === 0],
    ['the last', (token, count) => token === count - 1],
    ['every third', (token) => token % 3 === 0],
    ['some far from each other', (token) => token % 700 < 2],
    ['none', () => false],
  ])('the scores are the same: %s', (_which, isAsked) => {
    const asked = all(pieces).filter((token) => isAsked(token, pieces.firsts.length));
    const looks = {
      first: Float32Array.from(asked.flatMap((token) => [...scoresOf(expected.first, token)])),
      closer: Float32Array.from(asked.flatMap((token) => [...scoresOf(expected.closer, token)])),
    };
    expect(areOf(network.run(pieces, asked, never), looks, () => false)).toBe(true);
    expect(areOf(network.run(pieces, asked, always), looks, () => true)).toBe(true);
  });

  test('each alone, wherever its block begins', () => {
    const every = all(pieces).filter((token) => token % 3 === 1);
    for (const isDoubtful of [never, always]) {
      const { first, closer } = expected;
      const wanted = isDoubtful === never ? first : closer;
      const differing = every.filter(
        (token) =>
          !Buffer.from(network.run(pieces, [token], isDoubtful).buffer).equals(
            Buffer.from(scoresOf(wanted, token).slice().buffer),
          ),
      );
      expect(differing).toEqual([]);
    }
  });

  test.each([
    ['with the fewest convolutions', tinyNetwork({ convolutions: 3, seed: 3 })],
    ['with the most, and attention as far as may be', far],
  ])('they are those of plain arithmetic %s', (_what, other) => {
    const asked = [7, 50, 400].map((every) => all(pieces).filter((token) => token % every === 6));
    expectPlainScores(other, pieces, ...asked);
  });

  // Rows are looked at closer 64 at a time.
  test.each([0, 1, 2, 63, 64, 65, 127, 128, 129, 600])(
    '%i of them are looked at closer, the others keep their scores',
    (count) => {
      const last = pieces.firsts.length - 1;
      const doubtful = new Set(Array.from({ length: count }, (_, index) => last - index * 2));
      const scores = network.run(pieces, all(pieces), (index) => doubtful.has(index));
      expect(areOf(scores, expected, (index) => doubtful.has(index))).toBe(true);
    },
  );
});

describe('what is doubtful', () => {
  const pieces = tinyPieces(2500);
  const asked = all(pieces).filter((token) => token % 5 !== 2);
  const first = network.run(pieces, asked, never);

  test.each([
    ['never', never],
    ['always', always],
    ['sometimes', some],
  ])('is asked once of each token, in their order, by the scores of the first look (looked closer %s)', (_when, isDoubtful) => {
    const indices: number[] = [];
    const shown: Float32Array[] = [];
    network.run(pieces, asked, (index, scores) => {
      indices.push(index);
      shown.push(scores.slice());
      return isDoubtful(index, scores);
    });
    expect(indices).toEqual([...asked.keys()]);
    expect(Buffer.concat(shown.map((scores) => Buffer.from(scores.buffer))).equals(Buffer.from(first.buffer))).toBe(true);
  });

  test('may depend on the scores', () => {
    const isDoubtful = (scores: Float32Array): boolean => (scores[3] as number) > 1;
    const looks = { first, closer: network.run(pieces, asked, always) };
    const scores = network.run(pieces, asked, (_index, found) => isDoubtful(found));
    expect(areOf(scores, looks, (index) => isDoubtful(scoresOf(first, index)))).toBe(true);
    expect(areOf(scores, looks, () => false)).toBe(false);
    expect(areOf(scores, looks, () => true)).toBe(false);
  });
});

describe('blocks do not show', () => {
  test.each([959, 960, 961, 999, 1000, 1001, 1920, 2003])('in %i pieces', (count) => {
    expectPlainScores(model, tinyPieces(count, count));
  });

  test.each([
    ['eight convolutions look', { convolutions: 8, seed: 3 }],
    ['attention reaches', { convolutions: 3, reach: 70, heads: 1, blocks: 1, seed: 3 }],
  ])('where %s as far as it goes', (_what, form) => {
    expectPlainScores(tinyNetwork(form), tinyPieces(2100));
  });

  test('in a text, the tokens of which take several pieces', () => {
    const pieces = read('Johnson, 42422 é.\n'.repeat(300));
    expect(pieces.count).toBeGreaterThan(2000);
    expectPlainScores(model, pieces);
  });
});

describe('little to read', () => {
  test('no pieces at all', () => {
    const none = new Int32Array(0);
    expect(network.run({ count: 0, pieces: none, forms: none, firsts: none }, [], always)).toHaveLength(0);
  });

  test.each([
    ['', 0],
    ['42', 1],
    ['é', 1],
    ['john.', 2],
  ])('%j has %i tokens', (text, count) => {
    const pieces = read(text);
    expect(network.run(pieces, all(pieces), always)).toHaveLength(count * NETWORK_COLUMNS);
    expectPlainScores(model, pieces);
  });
});

test.each([
  ['fewer numbers', { numbers: model.numbers.subarray(1) }],
  ['more numbers', { numbers: Float32Array.from([...model.numbers, 0]) }],
  ['fewer bytes', { matrices: model.matrices.subarray(1) }],
  ['more bytes', { matrices: Int8Array.from([...model.matrices, 0]) }],
])('a model that has %s than its shape asks for is refused', (_what, weights) => {
  expect(() => new Network({ ...model, ...weights })).toThrow('the weights of the network are not those of its shape');
});
