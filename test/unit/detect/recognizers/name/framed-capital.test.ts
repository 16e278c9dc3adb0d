import { findFramedCapital } from '../../../../../src/detect/recognizers/name/framed-capital';
import { findNames } from '../../../../support/find-names';

const found = (text: string): string[] => findNames(text, findFramedCapital);

test.each<[text: string, name: string]>([
  ['Bill says the knee hurts.', 'Bill'],
  ['Slept badly. Georgia denies any pain.', 'Georgia'],
  ['Mark told me he fell.', 'Mark'],
  ['Don says he did not sleep.', 'Don'],
  ['I talked to Virginia today about her insulin.', 'Virginia'],
  ['Max: can you cover my shift', 'Max'],
])('%j speaks of a person: %s', (text, name) => {
  expect(found(text)).toEqual([name]);
});

test.each<[text: string, reason: string]>([
  ['Bill the insurer first.', 'a verb'],
  ['Georgia reported 12 cases of measles.', 'a state'],
  ['Max says 40 mg.', 'a dose'],
  ['Mo states he fell off the bunk.', 'mother in short'],
  ['The Bill says the patient pays.', 'a law'],
  ['Talked to May clinic about slots.', 'a month'],
  ['Mark: left side, two lines', 'what is to be done'],
])('nobody in %j: %s', (text) => {
  expect(found(text)).toEqual([]);
});
