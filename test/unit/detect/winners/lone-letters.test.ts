import type { Candidate } from '../../../../src/detect/types';
import { loneLetters } from '../../../../src/detect/winners/lone-letters';
import { projectRules } from '../../../support/project-rules';

/** What is found in a text in which what was found before is written as `[R]`; each with its place, as the text in front ends. */
function read(marked: string, more: Partial<Candidate> = {}): string[] {
  const candidates: Candidate[] = [];
  let text = '';
  for (const [, plain = '', value] of marked.matchAll(/([^[]*)(?:\[([^\]]*)\])?/g)) {
    text += plain;
    const start = text.length;
    text += value ?? '';
    if (value === undefined) continue;
    const base = { rule: 'r', pattern: 'p', priority: 1, score: 0.7, evidence: { base: 0.7 }, entity: 'NAME' as const };
    candidates.push({ ...base, start, end: text.length, ...more });
  }
  const found = loneLetters(text, candidates, projectRules());
  expect([...found].sort((a, b) => a.start - b.start)).toEqual(found);
  return found.map(({ start, end }) => `${text.slice(Math.max(0, start - 5), start)}<${text.slice(start, end)}>`);
}

test.each([
  ['saw [K] today. K softened. we present K. last', ['saw <K>', 'day. <K>', 'sent <K.>']],
  ["told [M] so. M's mom came, per M, yes", ['told <M>', ' so. <M>', ' per <M>']],
  ['with [M.] here. M: "so can funerals"', ['with <M.>', 'ere. <M>']],
  ['[F] says no. F & L arrived', ['<F>', ' no. <F>']],
])('a person called by a letter is found again: %s', (marked, expected) => {
  expect(read(marked)).toEqual(expected);
});

test('another letter is a person where it does what only people do, and then elsewhere too', () => {
  expect(read('saw [R] today. F says it is over. the fight between F and her')).toEqual(['saw <R>', 'day. <F>', 'ween <F>']);
});

test('where people are called by their initials, a letter that does what only people do is one', () => {
  expect(read('[RB] late, wet. B again. "B says so" (B\'s phone)')).toEqual(['<RB>', 'wet. <B>', 'in. "<B>', 'so" (<B>']);
  expect(read('[RB] late. Hep B again. "B fell to 3"')).toEqual(['<RB>']);
  expect(read('[Rob] late, wet. "B says so"')).toEqual(['<Rob>']);
});

test.each([
  ['saw [K] today. Vitamin K helped, type K said so', 'kinds'],
  ['saw [R] today. pain in R shoulder 6/10', 'another letter that does nothing'],
  ['saw [B] today. hepatitis B reported, twin B stayed, 38 B was', 'behind a word or number that tells what it is'],
  ['saw [R] today. x/R softened, R. at 118, R-B said', 'within something, a page'],
  ['saw [M] today. I said so. A said so', 'words of English'],
  ['saw [K] today. C needed blood, F handed', 'verbs of things'],
])('other letters stay: %s', (marked) => {
  expect(read(marked)).toHaveLength(1);
});

test('a letter within a record is not followed', () => {
  expect(read('PID|DOE^ANA^[M]^^|| M said so')).toHaveLength(1);
});

test('"Mr. A" stands for anybody in a text that names nobody', () => {
  expect(read('call them Mr. [A] and Ms. [B]. Mr. A says no')).toEqual([]);
  expect(read('call them Mr. [A] and Ms. [Rivera]. Dr. [B] too')).toHaveLength(3);
  expect(read('Mr. [K] says no')).toHaveLength(1);
  expect(read('Mrs. [X.] is here')).toHaveLength(1);
});

test('what a policy keeps is not followed', () => {
  expect(read('saw [R] today. R said so', { stays: true })).toHaveLength(1);
});
