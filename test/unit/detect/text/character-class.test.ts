import { isAlphanumeric } from '../../../../src/detect/text/character-class';

test('letters and digits of ASCII, and nothing beside them, are alphanumeric', () => {
  const codes = Array.from({ length: 0x250 }, (_, code) => code);
  expect(String.fromCharCode(...codes.filter(isAlphanumeric))).toBe(
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  );
  expect(isAlphanumeric(Number.NaN)).toBe(false);
});
