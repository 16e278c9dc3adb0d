import { generateKey, hashKey } from '../../../src/access/key';
import { createKeyStore } from '../../../src/access/key-store';

test('keys have 32 letters and digits and differ', () => {
  const keys = Array.from({ length: 200 }, generateKey);
  for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(new Set(keys).size).toBe(200);
  expect(new Set(keys.join('')).size).toBe(62);
});

test('a key is stored as its SHA-256', () => {
  expect(hashKey('abc')).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('a store knows valid keys only, and forgets replaced ones at once', () => {
  const [good, disabled, expired, unknown] = [generateKey(), generateKey(), generateKey(), generateKey()];
  const store = createKeyStore(
    [
      { hash: hashKey(good), label: 'good', expiresAt: 1001 },
      { hash: hashKey(disabled), label: 'disabled', disabled: true },
      { hash: hashKey(expired), label: 'expired', expiresAt: 1000 },
    ],
    () => 1000,
  );
  expect(store.check(good)).toEqual({ label: 'good' });
  for (const key of [disabled, expired, unknown, '', hashKey(good)]) expect(store.check(key)).toBeUndefined();
  store.replace([{ hash: hashKey(unknown), label: 'new' }]);
  expect([store.check(good), store.check(unknown), store.size]).toEqual([undefined, { label: 'new' }, 1]);
});
