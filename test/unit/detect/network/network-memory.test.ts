import { runInNewContext } from 'node:vm';
import { type IsDoubtful, Network } from '../../../../src/detect/network/network';
import { cutWordPieces, type WordPieces } from '../../../../src/detect/network/word-pieces';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import { isEmpty, memoryOf, roomsOf } from '../../../support/network-memory';
import { tinyNetwork, tinyPieces } from '../../../support/tiny-network';

const model = tinyNetwork();
const network = new Network(model);
const read = (text: string): WordPieces => cutWordPieces(text, tokenise(text), model);
const never: IsDoubtful = () => false;
const some: IsDoubtful = (index) => index % 3 === 1;
const runAll = (of: Network, pieces: WordPieces, isDoubtful = some): Float32Array =>
  of.run(pieces, [...pieces.firsts.keys()], isDoubtful);

const bytesOf = (scores: Float32Array): Buffer => Buffer.from(scores.buffer);

test('two runs give the same numbers, whatever was read between them', () => {
  const pieces = tinyPieces(1100);
  const once = new Network(model);
  const first = bytesOf(runAll(once, pieces));
  expect(bytesOf(runAll(once, pieces)).equals(first)).toBe(true);
  runAll(once, tinyPieces(700, 8));
  runAll(once, read(''));
  runAll(once, tinyPieces(2500, 9), () => true);
  runAll(once, tinyPieces(2500, 10), never);
  expect(bytesOf(runAll(once, pieces)).equals(first)).toBe(true);
  expect(bytesOf(runAll(new Network(model), pieces)).equals(first)).toBe(true);
});

test('scores that were handed out stay as they are', () => {
  const scores = runAll(network, read('john 42'));
  const before = scores.slice();
  runAll(network, tinyPieces(300));
  expect(scores).toEqual(before);
});

describe.each([
  ['never', never],
  ['sometimes', some],
  ['always', () => true],
])('when it looked closer %s', (_when, isDoubtful) => {
  test.each([3, 300, 959, 2500])('after %i pieces the memory holds the model alone', (count) => {
    const other = new Network(model);
    const untouched = Buffer.from(memoryOf(other));
    runAll(other, tinyPieces(count), isDoubtful);
    expect(memoryOf(other).equals(untouched)).toBe(true);
  });

  test.each([0, 150, 1500])('so it does when reading fails at piece %i', (at) => {
    const other = new Network(model);
    const untouched = Buffer.from(memoryOf(other));
    const pieces = tinyPieces(2000);
    pieces.pieces[at] = 50_000_000;
    expect(() => runAll(other, pieces, isDoubtful)).toThrow('memory access out of bounds');
    expect(memoryOf(other).equals(untouched)).toBe(true);
    expect(runAll(other, tinyPieces(100))).toEqual(runAll(network, tinyPieces(100)));
  });
});

test.each([0, 500, 1200])('so it does when who is asked about token %i fails', (token) => {
  const other = new Network(model);
  const untouched = Buffer.from(memoryOf(other));
  let before: Buffer[] = [];
  const fail: IsDoubtful = (index) => {
    if (index < token) return true;
    const { first, closer } = roomsOf(other);
    before = [first, closer].map((room) => Buffer.from(room));
    throw new Error('no idea');
  };
  expect(() => runAll(other, tinyPieces(2000), fail)).toThrow('no idea');
  // It has looked closer at the first block once it is asked about the second.
  expect(before.map(isEmpty)).toEqual([false, token < 1000]);
  expect(memoryOf(other).equals(untouched)).toBe(true);
});

/** Looks closer, then takes forever. */
const hangAt = (token: number): IsDoubtful => {
  return (index) => {
    for (;;) if (index < token) return true;
  };
};

function timeOut(other: Network, pieces: WordPieces, isDoubtful: IsDoubtful): void {
  const run = (): Float32Array => runAll(other, pieces, isDoubtful);
  expect(() => runInNewContext('run()', { run }, { timeout: 200 })).toThrow(/timed out/);
}

test.each([
  ['anywhere', 200_000, some],
  ['after the first look', 2000, hangAt(0)],
  ['after closer looks', 2000, hangAt(1200)],
])('what a time-out %s leaves there changes nothing, and the next text clears it away', (_when, count, isDoubtful) => {
  const other = new Network(model);
  const untouched = Buffer.from(memoryOf(other));
  timeOut(other, tinyPieces(count), isDoubtful);
  expect(memoryOf(other).equals(untouched)).toBe(false);
  const pieces = tinyPieces(1100);
  expect(bytesOf(runAll(other, pieces)).equals(bytesOf(runAll(network, pieces)))).toBe(true);
  expect(memoryOf(other).equals(untouched)).toBe(true);
});

test('who set the time-out can clear it away', () => {
  const other = new Network(model);
  const untouched = Buffer.from(memoryOf(other));
  timeOut(other, tinyPieces(2000), hangAt(1200));
  const { first, closer } = roomsOf(other);
  expect([first, closer].map(isEmpty)).toEqual([false, false]);
  other.clear();
  expect(memoryOf(other).equals(untouched)).toBe(true);
});

test.each([
  ['a piece', { width: 256, convolutions: 3 }],
  ['a row that is looked at closer', { closerWidth: 256, inner: 16 }],
  ['what is within a block', { inner: 512 }],
])('there is room where %s takes the most', (_what, form) => {
  const other = new Network(tinyNetwork(form));
  const untouched = Buffer.from(memoryOf(other));
  runAll(other, tinyPieces(200), () => true);
  expect(memoryOf(other).equals(untouched)).toBe(true);
});

test('what is behind the weights of either look is 0', () => {
  const other = new Network(model);
  runAll(other, tinyPieces(2500), () => true);
  const { first, closer, behind } = roomsOf(other);
  expect(first.length).toBeGreaterThan(1000 * model.width * 4);
  expect(closer.length).toBeGreaterThan(2 * 1000 * model.closerWidth * 4);
  expect([first, closer].map(isEmpty)).toEqual([true, true]);
  expect(isEmpty(behind)).toBe(true);
});

test('whatever lies there before changes nothing', () => {
  const pieces = tinyPieces(1500);
  const other = new Network(model);
  const { closer } = roomsOf(other);
  for (const byte of [0x7f, 0x80, 0xff]) {
    closer.fill(byte);
    expect(bytesOf(runAll(other, pieces)).equals(bytesOf(runAll(network, pieces)))).toBe(true);
  }
});
