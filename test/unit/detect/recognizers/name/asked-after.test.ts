import { detect } from '../../../../../src/detect/detect';
import { findAskedAfter, findGivenTo } from '../../../../../src/detect/recognizers/name/asked-after';
import { FORMS } from '../../../../../src/detect/recognizers/name/proposal';
import { findNames } from '../../../../support/find-names';
import { projectRules } from '../../../../support/project-rules';

const ruleSet = projectRules();

const found = (text: string): string[] => findNames(text, findAskedAfter, findGivenTo);

test.each<[text: string, name: string]>([
  ['does milo need to fast before the ultrasound', 'milo'],
  ['what time does vera get picked up for dialysis', 'vera'],
  ['hows yousef feeling', 'yousef'],
  ['should priya stop the eliquis', 'priya'],
  ['Does Rose need to fast before the ultrasound?', 'Rose'],
  ['Why does Faith keep throwing up?', 'Faith'],
  ['can heather eat before the test', 'heather'],
  ['i gave owen tylenol at 4', 'owen'],
  ['give tunde 5ml', 'tunde'],
])('a name for sure: %s', (text, name) => {
  expect(found(text)).toEqual([name]);
  expect(FORMS['asked-after']).toBeGreaterThanOrEqual(0.9);
});

test.each<[text: string, reason: string]>([
  ['can ginger stop vomiting', 'an herb'],
  ['can rosemary stop the vomiting', 'an herb that is hardly a word'],
  ['Is Sage still used for fever, is Sage ok with pills', 'an herb with a capital'],
  ['does hope keep him going through pain', 'an everyday word'],
  ['Will May be hot for people with a fever?', 'a month'],
  ['does julia need a compiler', 'a language: nothing of care'],
  ['does alexa have a timer', 'a thing that speaks'],
  ['we gave hospice a call', 'a word'],
  ['gave django a try', 'nothing that is given to people'],
])('no name: %s', (text) => {
  expect(found(text)).toEqual([]);
});

test('whatever the tagger thinks of it', () => {
  const { segments } = detect([{ text: 'does Owen need to fast before the ultrasound' }], ruleSet);
  expect(segments[0]).toMatchObject([{ entity: 'NAME', start: 5, end: 9 }]);
});
