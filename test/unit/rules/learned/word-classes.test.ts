import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashText } from '../../../../src/detect/tagger/hash';
import { decodeWordClasses, wordClass, wordGroup } from '../../../../src/rules/learned/word-classes';

const bytes = readFileSync(join(__dirname, '../../../../rules/models/word-classes.bin'));
const classes = decodeWordClasses(bytes);
const classOf = (word: string): number => wordClass(classes, hashText(word));

test('words that are used alike share a class or a group, others do not', () => {
  expect(wordGroup(classOf('tuesday'))).toBe(wordGroup(classOf('thursday')));
  expect(wordGroup(classOf('ohio'))).toBe(wordGroup(classOf('nebraska')));
  expect(wordGroup(classOf('tuesday'))).not.toBe(wordGroup(classOf('nebraska')));
});

test('a word that nobody writes has none', () => {
  expect(classOf('xqzzvwk')).toBe(0);
  expect(wordGroup(0)).toBe(0);
});

test('groups are numbered from 1', () => {
  expect([1, 16, 17].map(wordGroup)).toEqual([1, 1, 2]);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['another file', Buffer.from('# rules of some other kind')],
  ['cut off', bytes.subarray(0, -1)],
])('%s is refused', (_what, broken) => {
  expect(() => decodeWordClasses(broken)).toThrow(/word classes/);
});
