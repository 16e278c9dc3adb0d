import { bareNameThreshold } from '../../../../src/detect/tagger/bare-names';
import { projectRules } from '../../../support/project-rules';

const ruleSet = projectRules();

const thresholdOf = (text: string, word: string): number | undefined =>
  bareNameThreshold(text, text.indexOf(word), text.indexOf(word) + word.length, ruleSet);

test('the fewer have a name, and the more else is called so, the surer a bare one must be', () => {
  expect(thresholdOf('Repeat CXR on Anderson', 'Anderson')).toBe(0.06);
  expect(thresholdOf('REPEAT CXR ON ANDERSON', 'ANDERSON')).toBe(0.06);
  expect(thresholdOf('EYES RM1 BAKER PHACO', 'BAKER')).toBe(0.15);
  expect(thresholdOf('WALKIN KEENE SUTURE OUT', 'KEENE')).toBe(0.25);
  expect(thresholdOf('give it to McGrath', 'McGrath')).toBe(0.25);
});

test.each([
  ['an abbreviation', 'HOLD ACE TODAY', 'ACE'],
  ['a heading of medicine', 'SEE MENTAL STATUS', 'MENTAL'],
  ['a rare name', 'ask Bowlby about it', 'Bowlby'],
  ['a part of more', 'a Jackson-Pratt drain', 'Jackson'],
])('%s is none', (_, text, word) => {
  expect(thresholdOf(text, word)).toBeUndefined();
});
