import { detect } from '../../../../src/detect/detect';
import { recognizeSiblings } from '../../../../src/detect/recognizers/siblings';
import { createMatchText } from '../../../../src/detect/text/match-text';
import type { Candidate } from '../../../../src/detect/types';
import { projectRules } from '../../../support/project-rules';

function siblings(text: string, known: string, entity: Candidate['entity'] = 'ID'): string[] {
  const start = text.indexOf(known);
  const candidate: Candidate = {
    start,
    end: start + known.length,
    entity,
    score: 0.8,
    rule: 'r',
    pattern: 'p',
    priority: 50,
    evidence: { base: 0.8 },
  };
  return recognizeSiblings(createMatchText(text), [candidate], () => undefined)
    .sort((left, right) => left.start - right.start)
    .map((found) => text.slice(found.start, found.end));
}

test.each<[text: string, known: string, found: string[], reason: string]>([
  ['checks 7682718 and 7682719 cashed', '7682718', ['7682719'], 'a list of two'],
  ['enc 3280871, 3280904 and 3284365', '3280871', ['3280904', '3284365'], 'a list of three'],
  ['kits AB-12, AB-14 / AB-19', 'AB-14', ['AB-12', 'AB-19'], 'to both sides'],
  ['no. KX-20953; later KX-31460 came', 'KX-20953', ['KX-31460'], 'of one lettered series'],
  ['1  4471902  x\n2  4472988  y\n3  6001277  z', '4471902', ['4472988', '6001277'], 'in one column'],
  ['code A0427, A0425 later A0428', 'A0427', ['A0425'], 'short letters and digits: in the list only'],
  ['"mrns": ["4471902",\n  "4472988"]', '4471902', ['4472988'], 'a list of JSON'],
  ['MRNs: 44719,44729,60012', '44719', ['44729', '60012'], 'a list without blanks'],
  ['MRNs\n- 44719\n- 44729\n- 60012', '44719', ['44729', '60012'], 'a list in lines'],
  ['MRN 44719\n44729 mL of urine', '44719', [], 'a line that goes on'],
  ['MRN 4471902, 38 weeks, 140 over 90', '4471902', [], 'other forms'],
  ['ID 55211. Platelets were 41000 then', '55211', [], 'digits elsewhere'],
])('%s', (text, known, found) => {
  expect(siblings(text, known)).toEqual(found);
});

test('dates have no siblings', () => {
  expect(siblings('DOB 19580314, 19610220', '19580314', 'DATE')).toEqual([]);
});

test('however long a list is behind a label, and however little else is sure in the text, all of it is found', () => {
  const numbers = Array.from({ length: 200 }, (_, index) => String(4_471_982 + 7919 * index));
  const { segments } = detect([{ text: `MRNs: ${numbers.join(', ')}` }], projectRules());
  expect(segments[0]).toHaveLength(numbers.length);
});
