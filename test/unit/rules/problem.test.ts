import { RuleLoadError } from '../../../src/rules/problem';

test('of thousands of problems the message shows the first, and how many there are', () => {
  const problems = Array.from({ length: 3000 }, (_, line) => ({
    file: 'record.yaml',
    line: line + 1,
    key: '',
    reason: 'is wrong',
  }));
  const error = new RuleLoadError('rules', problems);
  const lines = error.message.split('\n');
  expect(lines).toHaveLength(102);
  expect([lines[0], lines[1], lines.at(-1)]).toEqual([
    '3000 problems in the rules of rules:',
    'record.yaml:1 is wrong',
    'and 2900 more',
  ]);
  expect(error.problems).toHaveLength(3000);
});
