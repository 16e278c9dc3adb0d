import { recognizeName } from '../../../../../src/detect/recognizers/name';
import { recognizeWith } from '../../../../support/recognize';

const names = (text: string): string[] => recognizeWith(recognizeName, 'person-name', text);

test.each<[text: string, reason: string]>([
  ['Can you compare Pirola, Eris and Arcturus?', '"and" goes on listing'],
  ['Scribes: Abridge, Nabla, Freed, Heidi, DeepScribe', 'items on both sides'],
  ['Lifts: EZ chair (Geri), Merry walker', 'what stands in brackets is no nickname'],
])('two things of a list are no last name and first name: %s', (text) => {
  expect(names(text).filter((name) => /[,)]/.test(name))).toEqual([]);
});

test('a last name with its first name in front of another', () => {
  expect(names('seen by OKAFOR, LENA and RUIZ, ANA')).toEqual(['OKAFOR, LENA', 'RUIZ, ANA']);
});

test.each(['Attending: TBD', 'DIETITIAN: NFPE moderate', 'Therapist: WBAT'])('abbreviations are no names: %s', (text) => {
  expect(names(text)).toEqual([]);
});

test.each<[text: string, expected: string[], reason: string]>([
  ['seen by Okafor, Lena today', ['Okafor, Lena'], 'a family name with its given name'],
  ['seen by Okafor, B. today', ['Okafor, B.'], 'a family name with an initial'],
  ['seen by Okafor, Discharge planned', ['Okafor'], 'a word is no given name, however well the family name is known'],
])('%s: %j, %s', (text, expected) => {
  expect(names(text)).toEqual(expected);
});
