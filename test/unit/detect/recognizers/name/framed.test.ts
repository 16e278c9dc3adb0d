import { detect } from '../../../../../src/detect/detect';
import { findFramed, findSmallFamily } from '../../../../../src/detect/recognizers/name/framed';
import { findNames } from '../../../../support/find-names';
import { projectRules } from '../../../../support/project-rules';

const ruleSet = projectRules();

const found = (text: string): string[] => findNames(text, findFramed, findSmallFamily);

test.each<[text: string, name: string]>([
  ['well bill is my husband', 'bill'],
  ['zorvane is my caseworker', 'zorvane'],
  ['grace is my case worker', 'grace'],
  ['christian hit his sister', 'christian'],
  ['today frank relapsed', 'frank'],
  ['jade is teething', 'jade'],
  ['grace said it would hurt', 'grace'],
  ['mark can u call me', 'mark'],
  ['max (4) needs shots', 'max'],
  ['i told hope about the abortion', 'hope'],
  ['what did violet say', 'violet'],
  ['found art on the floor', 'art'],
  ['talked to dawn in billing', 'dawn'],
  ['picked up chase from school', 'chase'],
  ['i live with angel and my cat', 'angel'],
  ['jack and i want to try again', 'jack'],
  ['me and hope broke up', 'hope'],
  ['it was frank who found me', 'frank'],
  ['it was zaydrian who found me', 'zaydrian'],
  ['hope here. need a refill', 'hope'],
  ['hi its gene, need a refill', 'gene'],
  ['his name was chase i think', 'chase'],
  ['everyone calls me rich', 'rich'],
  ['married to faith for 30 yrs', 'faith'],
  ["when is christian's next appt", 'christian'],
  ['cant come at 2. thx mark', 'mark'],
  ['see u at noon\n- hope', 'hope'],
  ['the okafors are coming at 2', 'okafors'],
])('a name for sure: %s', (text, name) => {
  expect(found(text)).toEqual([name]);
  const [[detection] = []] = detect([{ text }], ruleSet).segments;
  expect(text.slice(detection?.start, detection?.end)).toBe(name);
});

test.each([
  'hope my husband is ok',
  'the bill is my problem',
  'mark my words',
  'grace and patience get me thru',
  'thanks for seeing me and hope to hear back',
  'tell me and mark it on the chart',
  'it was hope that kept me going',
  'frank blood here',
  'im christian and i want prayer',
  'its sunny again',
  'her name is wrong on the chart',
  'everyone calls me crazy',
  'married to my job',
  "june's appt was moved",
  'thanks, will do',
  'goals:\n- walk\n- faith',
  'the percocets are gone, the browns are coming over',
  'my bill said i owe $40',
  'ibuprofn and i want to stop',
  'hope is my friend',
  'kaiser is my provider',
])('nothing in: %s', (text) => {
  expect(found(text)).toEqual([]);
});
