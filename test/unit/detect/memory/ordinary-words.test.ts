import { OrdinaryWords } from '../../../../src/detect/memory/ordinary-words';
import { projectRules } from '../../../support/project-rules';

const words = new OrdinaryWords(projectRules());

test.each([
  ['will', true, 'a verb'],
  ['Will', true, 'case does not matter'],
  ['may', true, 'a verb and a month'],
  ['grace', true, 'a noun'],
  ['foley', true, 'an eponym'],
  ['parkinson', true, 'an eponym'],
  ['metformin', true, 'a drug'],
  ['qwxyzb', false, 'no word'],
  ['Kowalczyk', false, 'a surname'],
  ['', false, 'nothing'],
])('ordinary: "%s" is %s (%s)', (word, expected) => {
  expect(words.has(word)).toBe(expected);
});

describe('an ordinary word used as a name', () => {
  test.each<[text: string, word: string, isName: boolean, reason: string]>([
    ['Will came in today.', 'Will', true, 'begins a sentence, a verb behind'],
    ['Will the pain return?', 'Will', false, 'begins a question'],
    ['Call Will at home.', 'Will', true, 'behind a verb of address'],
    ['Dr. Will agrees.', 'Will', true, 'behind a title'],
    ['he will return', 'will', false, 'lower case'],
    ['HE WILL RETURN', 'WILL', false, 'all capitals'],
    ['In the garden Will fell.', 'Will', true, 'capital inside a sentence'],
    ['seen in May', 'May', false, 'month behind a preposition'],
    ['on May 14', 'May', false, 'month before a day'],
    ['May 2021', 'May', false, 'month before a year'],
    ['14 May', 'May', false, 'month behind a day'],
    ['May reports pain.', 'May', true, 'a verb of speech behind'],
    ['May cause drowsiness.', 'May', false, 'begins a sentence, no verb of a person'],
    ['she may return', 'may', false, 'lower case'],
    ['Her daughter May is here.', 'May', true, 'behind a relation'],
    ['placed a Foley catheter', 'Foley', false, 'eponym: a device behind'],
    ['Replaced with Cook catheter', 'Cook', false, 'a device behind'],
    ["Overnight Cook's memory was poor.", 'Cook', true, 'what people have behind'],
    ['Overnight Grace was up, Grace pain free.', 'Grace', true, 'what people have behind'],
    ['Foley removed', 'Foley', false, 'begins a sentence'],
    ['the Foley was removed', 'Foley', false, 'behind an article'],
    ['Dr. Foley was called', 'Foley', true, 'behind a title'],
    ["Parkinson's disease", 'Parkinson', false, 'eponym: a disease behind'],
    ['The Grace period ends', 'Grace', false, 'behind an article'],
    ['Grace period of 30 days', 'Grace', false, 'begins a sentence'],
    ['Grace has a cough.', 'Grace', true, 'a verb of a person behind'],
    ['Summer presents with cough.', 'Summer', true, 'a verb of notes behind'],
    ['Hope declined the vaccine.', 'Hope', true, 'a past behind'],
    ['Rose should rest.', 'Rose', true, 'a modal verb behind'],
    ['Rose, who lives alone, fell.', 'Rose', true, 'a clause about a person behind'],
    ['Green vegetables daily', 'Green', false, 'begins a sentence, a noun behind'],
    ['Rose hips twice a day', 'Rose', false, 'begins a sentence, a noun behind'],
    ['Will need labs.', 'Will', false, 'no past behind'],
    ['Foley presents a risk', 'Foley', false, 'an eponym does what things do'],
    ['Foley declined the vaccine.', 'Foley', true, 'an eponym does what persons do'],
  ])('%s: %s → %s (%s)', (text, word, expected) => {
    const start = text.indexOf(word);
    expect(words.usedAsName(text, start, start + word.length, false)).toBe(expected);
  });

  test.each<[text: string, word: string, isPlace: boolean, reason: string]>([
    ['lives in Reading', 'Reading', true, 'behind a preposition of place'],
    ['Reading the chart', 'Reading', false, 'a verb'],
    ['at Mercy', 'Mercy', true, 'behind a preposition of place'],
    ['in mercy', 'mercy', false, 'lower case'],
  ])('as a place: %s: %s → %s (%s)', (text, word, expected) => {
    const start = text.indexOf(word);
    expect(words.usedAsName(text, start, start + word.length, true)).toBe(expected);
  });
});
