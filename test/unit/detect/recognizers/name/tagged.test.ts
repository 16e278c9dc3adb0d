import { recognizeName } from '../../../../../src/detect/recognizers/name';
import { recognizeWith } from '../../../../support/recognize';

const names = (text: string): string[] => recognizeWith(recognizeName, 'person-name', text);

test.each([
  ['#prayforlena please everyone', 'prayforlena'],
  ['share #TeamDevon', 'TeamDevon'],
  ['day 3 #MarisolStrong', 'MarisolStrong'],
  ['(#justiceformalik)', 'justiceformalik'],
])('somebody is meant: %s', (text, tag) => {
  expect(names(text)).toEqual([tag]);
});

test.each([
  '#teamwork and #teamusa',
  '#prayforparis #prayforisrael',
  '#bostonstrong #headstrong #strong',
  '#getwellsoon #teammom',
  'a#teamlena2',
])('nobody is: %s', (text) => {
  expect(names(text)).toEqual([]);
});
