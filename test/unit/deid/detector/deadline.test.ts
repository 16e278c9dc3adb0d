import { runWithDeadline } from '../../../../src/deid/detector/deadline';

test('gives what the task gives', () => {
  expect(runWithDeadline(() => ({ a: 1 }), 1000)).toEqual({ a: 1 });
});

test('errors of the task pass as they are', () => {
  class Fault extends Error {}
  expect(() =>
    runWithDeadline(() => {
      throw new Fault('x');
    }, 1000),
  ).toThrow(Fault);
});

test.each<[string, () => unknown]>([
  [
    'a loop',
    () => {
      for (;;);
    },
  ],
  ['a regular expression', () => /^(?:a+)+$/.test(`${'a'.repeat(50)}!`)],
])('%s without end is stopped', (_reason, task) => {
  expect(() => runWithDeadline(task, 50)).toThrow(expect.objectContaining({ code: 'deidentification_timeout' }));
  expect(runWithDeadline(() => 'next', 1000)).toBe('next');
});
