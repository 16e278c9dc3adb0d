import fc from 'fast-check';
import { JsonEscapes } from '../../../src/vault/json-escapes';
import { propertySeed } from '../../support/property-seed';

function decode(pieces: readonly string[]): string {
  const escapes = new JsonEscapes();
  return pieces.map((piece) => escapes.push(piece)).join('') + escapes.flush();
}

test('the escapes of a JSON string are decoded, in whatever pieces it comes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 7 }), (text, size) => {
      const written = JSON.stringify(text).slice(1, -1);
      const pieces = written.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
      expect(decode(pieces)).toBe(text);
    }),
    propertySeed(),
  );
});

test.each([
  ['a\\u0041\\u00e9', 'aA\u00e9'],
  ['\\\\n \\/ \\"', '\\n / "'],
  ['\\u12', '\\u12'],
  ['\\u12x', 'u12x'],
  ['a\\', 'a\\'],
])('%s → %s', (written, text) => {
  expect(decode([written])).toBe(text);
  expect(decode([...written])).toBe(text);
});
