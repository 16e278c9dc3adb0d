import { withLazyParts } from '../../../src/rules/lazy-parts';

function counted(): {
  readonly whole: { readonly name: string; readonly part: { readonly size: number } };
  readonly made: () => number;
} {
  let times = 0;
  const make = (): { readonly size: number } => {
    times += 1;
    return { size: 7 };
  };
  return { whole: withLazyParts({ name: 'whole' }, { part: make }), made: () => times };
}

test('a part is made when it is first read, once', () => {
  const { whole, made } = counted();
  expect(made()).toBe(0);
  const { part } = whole;
  expect(part).toEqual({ size: 7 });
  expect(whole.part).toBe(part);
  expect(made()).toBe(1);
});

test('a copy has the very part of the original', () => {
  const { whole, made } = counted();
  const copy = { ...whole, name: 'copy' };
  expect(copy.part).toBe(whole.part);
  expect(made()).toBe(1);
});

test('what is sent to a thread has its parts', () => {
  expect(structuredClone(counted().whole)).toEqual({ name: 'whole', part: { size: 7 } });
});
