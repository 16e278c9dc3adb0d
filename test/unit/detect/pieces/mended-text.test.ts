import { detect } from '../../../../src/detect/detect';
import { MendedText } from '../../../../src/detect/pieces/mended-text';
import { gapsWithinValues } from '../../../../src/detect/text/broken-values';
import { projectRules } from '../../../support/project-rules';

const rules = projectRules();

const mendedOf = (text: string): MendedText => new MendedText(text, gapsWithinValues(text));

/** What stands in the text where `part` of the mended text stands. */
function placesOf(text: string, part: string): string[] {
  const mended = mendedOf(text);
  const start = mended.text.indexOf(part);
  return mended.placesOf({ start, end: start + part.length }).map((place) => text.slice(place.start, place.end));
}

describe('the text without the gaps of its values', () => {
  test('a span over a gap stands where its value is broken', () => {
    expect(placesOf('Seen 03/\n14/2025, then 04/\n> 02/2025.', '03/14/2025')).toEqual(['03/\n14/2025']);
    expect(placesOf('Seen 03/\n14/2025, then 04/\n> 02/2025.', '04/02/2025')).toEqual(['04/\n> 02/2025']);
    expect(placesOf('for J o h n  D o e, 44', 'John Doe')).toEqual(['J o h n  D o e']);
  });

  test('one that goes over none is found elsewhere', () => {
    expect(placesOf('Ana was seen 03/\n14/2025 by Bo', 'Ana')).toEqual([]);
    expect(placesOf('Ana was seen 03/\n14/2025 by Bo', 'Bo')).toEqual([]);
  });

  test('the foot of a page is no part of the value', () => {
    expect(placesOf('on August\n-- Page 3 --\n14, 2024', 'August 14')).toEqual(['August', '14']);
  });

  test('only the surroundings of gaps are read again', () => {
    const line = 'The patient was well and had no fever, pain or cough at all.\n';
    const far = `${line.repeat(40)}Seen 03/\n14/2025.\n${line.repeat(40)}Seen 05/\n02/2025.\n${line.repeat(40)}`;
    const { text } = mendedOf(far);
    expect(text.length).toBeLessThan(2500);
    expect(text).toMatch(/^The patient(?:.|\n)*\n\nThe patient(?:.|\n)*all\.$/);
    expect(placesOf(far, '03/14/2025')).toEqual(['03/\n14/2025']);
    expect(placesOf(far, '05/02/2025')).toEqual(['05/\n02/2025']);
    const border = text.indexOf('\n\n');
    expect(mendedOf(far).placesOf({ start: border - 4, end: border + 6 })).toEqual([]);
  });
});

describe('broken values are found whole', () => {
  const found = (text: string): string[] =>
    (detect([{ text }], rules).segments[0] ?? []).map(({ start, end, entity }) => `${entity} ${text.slice(start, end)}`);

  test.each<[string, string[]]>([
    ['Adm. 03\n/14/2025 with chest pain.', ['DATE 03\n/14/2025']],
    ['Strength was 4/\n5 in the left arm.', []],
    ['Call back 555-\n0166 with the result.', ['PHONE 555-\n0166']],
    ['Please cc l.ferreira@example.\norg on the summary.', ['EMAIL l.ferreira@example.\norg']],
    ['Mrs. Mont-\ngomery is afebrile today.', ['NAME Mont-\ngomery']],
    ['D O B : 0 3 / 1 4 / 1 9 6 2', ['DATE 0 3 / 1 4 / 1 9 6 2']],
    ['M r . O k a f o r was seen.', ['NAME O k a f o r']],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test.each([
    'WBC 7.2 (4.0-\n11.0), Hgb 13.\n4, Plt 240-\n400',
    'BP 120/\n80, repeat 118\n/76. Consolidation in 2\n/3 lobes, strength 4/\n5.',
    'A S S E S S M E N T\nStable.\nP L A N\nContinue.',
    'Amoxicillin 875-\n125 mg; insulin 70/\n30; pain 7/\n10.',
    'Post-\noperative course un-\nremarkable. Well-\ndeveloped. Parkin-\nson disease.',
    'The echo showed an ejection fraction of 55=\n% with mild mitral regurgita=\ntion.',
  ])('harmless: %j', (text) => {
    expect(found(text)).toEqual([]);
  });
});
