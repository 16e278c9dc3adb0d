import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detect } from '../../src/detect/detect';
import { projectRules } from '../support/project-rules';

const linesOf = (name: string): string[] =>
  readFileSync(join(__dirname, '..', '..', 'fixtures', 'public-people', name), 'utf8')
    .trim()
    .split('\n');

/** How many of the texts have a name, or anything at all, replaced in them. */
function countOf(lines: readonly string[], entity?: 'NAME'): number {
  const ruleSet = projectRules();
  const found = lines.map((text) => detect([{ text }], ruleSet).segments[0] ?? []);
  return found.filter((detections) => detections.some((one) => entity === undefined || one.entity === entity)).length;
}

test('questions about thinkers and artists stay as they are: 88 of 112 or more', () => {
  const questions = linesOf('questions.txt');
  expect(questions).toHaveLength(112);
  expect(questions.length - countOf(questions)).toBeGreaterThanOrEqual(88);
});

test('where their names are those of patients they are replaced: in 52 of 70 or more', () => {
  const patients = linesOf('patients.txt');
  expect(patients).toHaveLength(70);
  expect(countOf(patients, 'NAME')).toBeGreaterThanOrEqual(52);
});
