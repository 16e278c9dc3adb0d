import { detect } from '../../../../../src/detect/detect';
import { projectRules } from '../../../../support/project-rules';

const ruleSet = projectRules();

const namesIn = (text: string): string[] =>
  (detect([{ text }], ruleSet).segments[0] ?? [])
    .filter(({ entity }) => entity === 'NAME')
    .map(({ start, end }) => text.slice(start, end));

test.each([
  ['OR 3 Hutton ORIF left ankle; OR 5 Pierson TURP', ['Hutton', 'Pierson']],
  ['ICU 9 Combs vent day 4, wean today', ['Combs']],
  ['CANX SHAH COLO, no prep', ['SHAH']],
  ['bin 14 DALE ELIQUIS', ['DALE']],
  ['0730 Kearns phaco OD', ['Kearns']],
  ['401A Potts 64M CHF', ['Potts']],
])('%s', (text, names) => {
  expect(namesIn(text)).toEqual(names);
});

test.each([
  'OR 3 open ex lap, OR 4 closed',
  'Rm 4 Chest pain, rm 5 Back pain',
  'ICU 2 Foley out, Swan in',
  'WAITING: Lilly insulin, Abbott strips',
  'Bed 2 clean, Bed 3 dirty',
  'rm 4 DOT cp clearance',
])('%s: nobody', (text) => {
  expect(namesIn(text)).toEqual([]);
});
