import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detect } from '../../src/detect/detect';
import { projectRules } from '../support/project-rules';

const linesOf = (name: string): string[] =>
  readFileSync(join(__dirname, '..', '..', 'fixtures', 'bare-names', name), 'utf8')
    .trim()
    .split('\n');

const MARK = /⟦NAME\|([^⟧]*)⟧/;

test('a family or a given name alone in a line is replaced: in 278 of 300 or more', () => {
  const ruleSet = projectRules();
  const messages = linesOf('messages.txt');
  expect(messages).toHaveLength(300);
  const found = messages.filter((line) => {
    const [mark = '', name = ''] = MARK.exec(line) ?? [];
    const start = line.indexOf(mark);
    const detections = detect([{ text: line.replace(MARK, '$1') }], ruleSet).segments[0] ?? [];
    return detections.some((one) => one.start <= start && one.end >= start + name.length);
  });
  expect(found.length).toBeGreaterThanOrEqual(278);
});

test('lines of the same kind in which eponyms, authors, firms and towns stand stay as they are: 260 of 300 or more', () => {
  const ruleSet = projectRules();
  const lines = linesOf('nobody.txt');
  expect(lines).toHaveLength(300);
  expect(lines.filter((text) => detect([{ text }], ruleSet).segments[0]?.length === 0).length).toBeGreaterThanOrEqual(260);
});

test.each([
  ['capitals', (line: string) => line.toUpperCase(), 257, 259],
  ['small letters', (line: string) => line.toLowerCase(), 255, 264],
])('the same lines in %s', (_, typed, names, untouched) => {
  const ruleSet = projectRules();
  const found = linesOf('messages.txt').filter((line) => {
    const [mark = '', name = ''] = MARK.exec(line) ?? [];
    const start = line.indexOf(mark);
    const detections = detect([{ text: typed(line.replace(MARK, '$1')) }], ruleSet).segments[0] ?? [];
    return detections.some((one) => one.start <= start && one.end >= start + name.length);
  });
  expect(found.length).toBeGreaterThanOrEqual(names);
  const lines = linesOf('nobody.txt').map(typed);
  expect(lines.filter((text) => detect([{ text }], ruleSet).segments[0]?.length === 0).length).toBeGreaterThanOrEqual(untouched);
});
