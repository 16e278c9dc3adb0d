import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PersonCueReader } from '../../../../src/detect/memory/person-cues';
import { parseWordList } from '../../../../src/rules/reading/word-list';
import type { WordList } from '../../../../src/rules/types';

const LISTS = join(__dirname, '../../../../rules/lists');
const wordsOf = (file: string): WordList => parseWordList(file, readFileSync(join(LISTS, file), 'utf8')).words;
const reader = new PersonCueReader(wordsOf('person-cues.txt'), wordsOf('credentials.txt'));

/** The cues around what stands between `[` and `]`. */
function cuesOf(marked: string) {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  return reader.around(marked.replace(/[[\]]/g, ''), { start, end });
}

test.each([
  ['saw Mrs. [Hale] today', { sex: 'female', part: 'civil' }],
  ['saw Mr [Hale] today', { sex: 'male', part: 'civil' }],
  ['Dear Dr. [Grant],', { part: 'doctor' }],
  ['by [Greg House], MD', { part: 'doctor' }],
  ['by [Ann Roe], RN', { part: 'staff' }],
  ['by [Ann Roe], M.D., today', { part: 'doctor' }],
  ['by [Ann Roe], CRNA', { part: 'staff' }],
  ['saw [Ann Roe], Pt states', {}],
  ['and [Marcia Bell] (wife), drives', { sex: 'female', isKin: true }],
  ['[Marcus Bell] (patient)', { part: 'patient' }],
  ['Pharmacist [Santos] called', { part: 'staff' }],
  ['Pt [Gloria Santos] c/o pain', { part: 'patient' }],
  ['[Robert Hale] (54M) was', { sex: 'male', part: 'patient' }],
  ['[Rita Hale] is a 54-year-old woman', { sex: 'female', part: 'patient' }],
  ['His wife [Linda Hale] reports', { sex: 'female', isKin: true }],
  ['Father: [Omar Hassan].', { sex: 'male', isKin: true }],
  ['by [Ngozi Okafor], his mother.', { sex: 'female', isKin: true }],
  ['by Mrs. [Okafor], his mother.', { sex: 'female', part: 'civil', isKin: true }],
  ['her husband, Mr. [Kim], agrees', { sex: 'male', part: 'civil', isKin: true }],
  ['[Priya Patel] (wife of Raj', { sex: 'female' }],
  ["[Ann Hale], her mother's friend", {}],
  ['the warmth of [Hale] was', {}],
  ['Francis is her brother. [Frances] has', {}],
  ['He is the patient. [Petrova] is', {}],
  ['Julia Stone (née [Becker])', { isAnother: true }],
  ['Rosa Finch ("[Peggy]")', { isAnother: true }],
  ['Pt. [Hale] c/o', { part: 'patient' }],
  ['his grandson, [Teddy Banks]', { sex: 'male', isKin: true }],
  ['[Ida Roe], her late mother-in-law', { sex: 'female', isKin: true }],
  ['[Ida Roe], her late aunt', { sex: 'female', isKin: true }],
  ['mother-in-law [Ida Roe]', { sex: 'female', isKin: true }],
])('%s', (marked, expected) => {
  expect(JSON.parse(JSON.stringify(cuesOf(marked)))).toEqual(expected);
});

test.each([
  [' saw Dr. ', true],
  [' came with her mother, Mrs. ', true],
  [' is well. Seen by Dr. ', false],
  [' says that Mr. ', false],
])('two persons with "%s" between them: %s', (between, expected) => {
  expect(reader.areTwo(between)).toBe(expected);
});
