import { detect } from '../../../../src/detect/detect';
import { inSentenceCase } from '../../../../src/detect/pieces/sentence-case';
import { projectRules } from '../../../support/project-rules';

const ruleSet = projectRules();

test.each([
  ['TELL DAVIS HER CXR IS DONE', 'Tell Davis her CXR is done'],
  ['repeat labs on anderson in the am', 'Repeat labs on Anderson in the am'],
  ["is gibson's wife here", "Is Gibson's wife here"],
  ['note: TELL DAVIS TO COME', 'note: Tell Davis to come'],
])('%s is written as %s, as long as it is', (typed, written) => {
  expect(inSentenceCase(typed, ruleSet)).toBe(written);
});

test.each([
  ['capitals and small letters', 'Tell Davis her labs are done'],
  ['no frequent name', 'TAKE ONE TABLET DAILY'],
  ['two words', 'DAVIS HERE'],
  ['more than a message', `davis called. ${'she waits for it. '.repeat(20)}`],
  ['a name in a code', 'B12 DAVIS3 IS LOW'],
])('%s: as it is', (_, typed) => {
  expect(inSentenceCase(typed, ruleSet)).toBeUndefined();
});

test.each(['TELL DAVIS HER MAMMOGRAM NEEDS A REPEAT', 'tell davis her mammogram needs a repeat'])(
  'a bare name in a message of one case is found: %s',
  (text) => {
    const [found] = detect([{ text }], ruleSet).segments[0] ?? [];
    expect(found).toMatchObject({ entity: 'NAME', start: 5, end: 10 });
  },
);

test.each(['BRADEN SCALE 14, TURN EVERY TWO HOURS', 'foley out at noon, start colace'])('%s: nobody is found', (text) => {
  expect(detect([{ text }], ruleSet).segments[0]).toEqual([]);
});
