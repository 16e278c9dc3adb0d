import { nameParts, parseName } from '../../../../src/detect/memory/name-parts';

describe('parts of a written name', () => {
  test.each([
    ['Mary Smith', ['mary'], ['smith'], 'given and family name'],
    ['Mary Ann Smith', ['mary', 'ann'], ['smith'], 'two given names'],
    ['Smith, Mary A', ['smith'], [], 'last, first'],
    ['Ludwig van der Berg', ['ludwig'], ['van', 'der', 'berg'], 'particles'],
    ['van der Berg', [], ['van', 'der', 'berg'], 'particles without a given name'],
    ['De La Cruz', [], ['de', 'la', 'cruz'], 'the same in capitals'],
    ['van Houten', [], ['van', 'houten'], 'a particle'],
    ['St. Clair', [], ['st', 'clair'], 'a particle in capitals that is no given name'],
    ['Al Baxter', ['al'], ['baxter'], 'one that is'],
    ['Smith', [], ['smith'], 'one word'],
    ['John Smith Jr.', ['john'], ['smith'], 'suffix'],
    ['Smith,', [], ['smith'], 'nothing behind the comma'],
    ['B, Ana', ['ana'], ['b'], 'one letter in front of the comma'],
    ['Maria Delgado-Ruiz', ['maria'], ['delgadoruiz'], 'hyphen'],
  ])('%s', (text, given, family, reason) => {
    const expected = reason === 'last, first' ? { family: ['smith'], given: ['mary', 'a'] } : { given, family };
    expect(parseName(text)).toEqual(expected);
  });

  test.each([
    ['Mary A. Smith', ['Mary', 'Smith'], 'initials are too short'],
    ['van der Berg, Ludwig', ['Berg', 'Ludwig'], 'particles are no names'],
    ['Maria Delgado-Ruiz', ['Maria', 'Delgado-Ruiz', 'Delgado', 'Ruiz'], 'halves of a hyphenated name'],
    ['John Smith III', ['John', 'Smith'], 'suffix'],
  ])('worth finding elsewhere: %s', (text, expected) => {
    expect(nameParts(text)).toEqual(expected);
  });
});
