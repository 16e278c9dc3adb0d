import { harmlessKind, utilityReport } from '../../eval/utility';
import { projectRules } from '../../support/project-rules';

const finding = (around: string, text: string) => ({ id: 'a', entity: 'NAME' as const, text, around });

test.each([
  ['placed a 16 Fr Foley catheter', 'Foley', 'eponym'],
  ['started Lipitor last week', 'Lipitor', 'drug'],
  ['give 325 mg now', '325', 'dose'],
  ['GCS 14 on arrival', '14', 'score'],
  ['pain 4/10 today', '4', 'score'],
  ['Hgb 9.1 this morning', '9.1', 'lab value'],
  ['for 14 days then stop', '14', 'duration'],
  ['spring-boot 2.7.18 build', '2.7.18', 'code'],
  ['room of 4471 people', '4471', 'number'],
  ['the window was open', 'window', 'ordinary word'],
  ['the zzyzx was open', 'zzyzx', 'other'],
])('in %j the detection %j is of kind %s', (around, text, kind) => {
  expect(harmlessKind(finding(around, text), projectRules())).toBe(kind);
});

test('the report counts by kind, most frequent first', () => {
  const findings = [finding('16 Fr Foley catheter', 'Foley'), finding('325 mg', '325'), finding('500 mg', '500')];
  const lines = utilityReport(findings, projectRules(), 1000).split('\n');
  expect(lines[0]).toMatch(/^dose +2 +2\.00 per 1000 words +325 \| 500$/);
  expect(lines[1]).toMatch(/^eponym +1/);
});
