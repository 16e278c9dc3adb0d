import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

test('a task that is over is forgotten, with the texts that it held', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heldBy = (fails: boolean): WeakRef<object> => {
    const text = { text: 'Zebulon Quackenbush' };
    try {
      runWithDeadline(() => {
        if (fails) throw new Error(text.text.slice(0, 0));
        return text.text.length;
      }, 1000);
    } catch {}
    return new WeakRef(text);
  };
  const held = [heldBy(false), heldBy(true)];
  // What a weak reference was made of lives to the end of this turn.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(held.map((one) => one.deref())).toEqual([undefined, undefined]);
});
