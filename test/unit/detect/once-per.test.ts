import { oncePer } from '../../../src/detect/once-per';

test('makes a thing once for each key', () => {
  const make = jest.fn(({ length }: readonly string[]) => ({ length }));
  const lengthOf = oncePer(make);
  const [one, other] = [['a'], ['a', 'b']];
  expect(lengthOf(one)).toBe(lengthOf(one));
  expect(lengthOf(other)).toEqual({ length: 2 });
  expect(make).toHaveBeenCalledTimes(2);
});

test('goes by the part on which all depends', () => {
  const lists = new Map();
  const viewOf = oncePer(
    ({ lists: of }: { readonly lists: object }) => ({ of }),
    ({ lists: of }) => of,
  );
  expect(viewOf({ lists })).toBe(viewOf({ lists }));
});

test('keeps nothing of what was stopped half-way', () => {
  let isStopped = true;
  const viewOf = oncePer((of: object) => {
    if (isStopped) throw new Error('stopped');
    return { of };
  });
  const key = {};
  expect(() => viewOf(key)).toThrow('stopped');
  isStopped = false;
  expect(viewOf(key)).toEqual({ of: key });
});
