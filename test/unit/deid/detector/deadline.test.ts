import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runWithDeadline } from '../../../../src/deid/detector/deadline';

/** Longer than any machine stands still. */
const PATIENT_MS = 60_000;

test('gives what the task gives', () => {
  expect(runWithDeadline(() => ({ a: 1 }), PATIENT_MS)).toEqual({ a: 1 });
});

test('errors of the task pass as they are', () => {
  class Fault extends Error {}
  expect(() =>
    runWithDeadline(() => {
      throw new Fault('x');
    }, PATIENT_MS),
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
  expect(runWithDeadline(() => 'next', PATIENT_MS)).toBe('next');
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
      }, PATIENT_MS);
    } catch {}
    return new WeakRef(text);
  };
  const held = [heldBy(false), heldBy(true)];
  const isHeld = (): boolean => held.some((one) => one.deref() !== undefined);
  // What a weak reference was made of, or is looked at through one, lives to the end of the turn.
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    if (!isHeld()) break;
  }
  expect(held.map((one) => one.deref())).toEqual([undefined, undefined]);
});
