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
  ['Johnson slept well.', 'Johnson'],
  ['Wilson is on 2L.', 'Wilson'],
  ['Baker in bed 4 is next.', 'Baker'],
  ['Rm 12 Hill NPO for OR', 'Hill'],
  ['Pressors off, Murphy extubated.', 'Murphy'],
  ['Discharge Sanchez tomorrow if stable.', 'Sanchez'],
  ['How do I tell Price that her scan is bad?', 'Price'],
  ['Gave Jackson 2 mg Ativan.', 'Jackson'],
  ['Write a note for Kelly, who came in tearful.', 'Kelly'],
  ["Waiting on Gibson's labs.", 'Gibson'],
  ['Johnson skipped his meds.', 'Johnson'],
  ['Wilson has been sleeping.', 'Wilson'],
  ['Wilson was still on BiPAP.', 'Wilson'],
  ['Check in on Sanchez on Mon', 'Sanchez'],
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
  ["Wilson's disease is rare.", 'a disease'],
  ['Murphy sign is positive.', 'a sign'],
  ['Young is relative.', 'a word'],
  ['Explain Rogers to a student.', 'an author'],
  ['Send Jackson Hospital the records.', 'a hospital'],
  ['Discharge Sanchez Home Care tomorrow.', 'a firm'],
  ['Johnson skipped town.', 'a doing that needs a person or what is theirs behind it'],
  ['Wilson has been sleepy.', 'a beginning that needs a word in -ing'],
  ['Check Sanchez on Mon', 'an action that needs a preposition'],
])('nobody in %j: %s', (text) => {
  expect(found(text)).toEqual([]);
});
