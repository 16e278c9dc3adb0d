import fc from 'fast-check';
import { EncodedSigns } from '../../../src/vault/encoded-signs';
import { propertySeed } from '../../support/property-seed';

function decoded(pieces: Iterable<string>): string {
  const signs = new EncodedSigns();
  return [...pieces].map((piece) => signs.push(piece)).join('') + signs.rest;
}

describe('encoded characters', () => {
  test.each([
    ['https&#58;&#x2F;&#x2f;a', 'https://a', 'references by number'],
    ['https&#58//a', 'https://a', 'without a semicolon'],
    ['https&#0000000058;//a', 'https://a', 'with zeros'],
    ['https&colon;//a', 'https://a', 'by name'],
    ['&#92;n \\u005c) &bsol;', '/n /) &bsol;', 'a backslash is a slash, by its name it stays'],
    ['\\u0068ttp', 'http', 'escapes of JSON'],
    [
      'a &amp; b &#34; &#9; &#580; \\n \\u4f8b',
      'a &amp; b &#34; &#9; &#580; \\n \\u4f8b',
      'what ends URLs and what is no ASCII stays',
    ],
    ['a&#58', 'a:', 'at the end'],
    ['a&#', 'a&#', 'half of one at the end'],
  ])('%s → %s (%s)', (text, expected) => {
    expect(decoded([text])).toBe(expected);
    expect(decoded(text)).toBe(expected);
  });

  test('are the same in whatever pieces they come', () => {
    const part = fc.constantFrom('&', '#', 'x', '0', '00', '5', '58', '3a', ';', 'colon', 'bs', 'ol', '\\', 'u', 'u00', ' ');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        expect(decoded(parts)).toBe(decoded([parts.join('')]));
      }),
      { numRuns: 1000, ...propertySeed() },
    );
  });
});
