import { recognizeName } from '../../../../../src/detect/recognizers/name';
import { recognizeWith } from '../../../../support/recognize';

const names = (text: string): string[] => recognizeWith(recognizeName, 'person-name', text);

test.each([
  ['Discuss Maria Lopez with the team', 'Maria Lopez'],
  ['Seen twice. Reschedule Tamika Johnson to Friday', 'Tamika Johnson'],
  ['- Compare Aaron Beck with the others', 'Aaron Beck'],
  ['Student Ayaan Siddiqui-Marsh', 'Ayaan Siddiqui-Marsh'],
  ['After Luke was admitted', 'Luke'],
  ['From Clementina Voigt-Salazar', 'Clementina Voigt-Salazar'],
  ['Identify Jenkins first', 'Jenkins'],
])('the word that begins the sentence is no part of the name: %s', (text, name) => {
  expect(names(text)).toEqual([name]);
});

test.each([
  ['Bright Okafor called', 'a family name'],
  ['Comfort Mensah called', 'a family name that has the forms of a verb'],
  ['Promise Okafor called', 'a first name that has the forms of a verb'],
  ['Talent Moyo called', 'no list has the first name, which has no forms of a verb'],
  ['Qwynn Maria Lopez called', 'no word at all'],
])('it is one in "%s": %s', (text) => {
  expect(names(text)).toEqual([text.replace(' called', '')]);
});

test('a function word that is a name, too, is left to those who know both', () => {
  expect(names('So Hanna Kim called')).toEqual(['So Hanna Kim']);
});
