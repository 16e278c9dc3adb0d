import { augmentNote, type ValueSource } from '../../../src/training/augment';
import { type GoldDocument, parseMarkedNote } from '../../../src/training/marked-note';
import { SeededRandom } from '../../../src/training/random';

const GIVEN = ['lena', 'tobias', 'amara'];
const SURNAMES = ['okafor', 'lindqvist', 'quill'];
const CITIES = ['danville', 'springfield'];
const source: ValueSource = {
  given: GIVEN,
  surnames: SURNAMES,
  cities: CITIES,
  isGiven: (word) => ['ann', ...GIVEN].includes(word),
  isSurname: (word) => ['lee', ...SURNAMES].includes(word),
  isCity: (word) => ['toledo', ...CITIES].includes(word),
};
const note: GoldDocument = {
  id: 'n',
  ...parseMarkedNote(
    'Patient: ⟦NAME|Ann Lee⟧, MRN: ⟦MRN|00482917⟧, lives in ⟦ADDRESS|Toledo⟧ and was seen again. ⟦NAME|Ann⟧ sleeps better since ⟦?DATE|2011⟧.',
    'n.txt',
  ),
};
const valuesOf = ({ text, spans }: GoldDocument): string[] => spans.map(({ start, end }) => text.slice(start, end));
const variations = Array.from({ length: 400 }, (_, seed) => augmentNote(note, source, new SeededRandom(seed)));

test('the same seed gives the same note', () => {
  expect(augmentNote(note, source, new SeededRandom(7))).toEqual(variations[7]);
  expect(new Set(variations.map(({ text }) => text)).size).toBeGreaterThan(300);
});

test('marks stay on the values, with their entities', () => {
  for (const one of variations) {
    expect(one.spans.map(({ entity, optional }) => [entity, optional])).toEqual([
      ['NAME', false],
      ['MRN', false],
      ['ADDRESS', false],
      ['NAME', false],
      ['DATE', true],
    ]);
    const [full = '', mrn = '', , first = ''] = valuesOf(one);
    expect(full.split(' ')).toHaveLength(2);
    // Eight digits, or what a scanner makes of them.
    expect(mrn).toMatch(/^[0-9lOSoB]{8}$/i);
    expect(first).toMatch(/^[\p{L}\d]+$/u);
  }
});

test('a value that stands twice is exchanged for one, unless a scanner reads it', () => {
  const agree = variations.filter((one) => {
    const [full = '', , , first] = valuesOf(one);
    return full.split(' ')[0] === first;
  });
  expect(agree.length).toBeGreaterThan(380);
});

test('most names come from the lists of their kind, some from none, and hardly any stays', () => {
  const first = variations.map((one) => valuesOf(one)[3]?.toLowerCase() ?? '');
  const listed = first.filter((name) => GIVEN.includes(name)).length;
  expect(listed).toBeGreaterThan(240);
  expect(listed).toBeLessThan(380);
  expect(first.filter((name) => name === 'ann').length).toBeLessThan(8);
});

test('what stands between the values stays, but for case, line ends, some labels and what a scanner misreads', () => {
  const plain = variations.filter(({ text }) => text.includes('lives in ') && text.includes(' sleeps better since '));
  expect(plain.length).toBeGreaterThan(300);
  const labelled = variations.filter(({ text }) => /mrn: /i.test(text)).length;
  expect(labelled).toBeGreaterThan(320);
  expect(labelled).toBeLessThan(395);
  const cases = [/\p{Lu}/u, /\p{Ll}/u].map((letter) => variations.filter(({ text }) => !letter.test(text)).length);
  for (const count of cases) {
    expect(count).toBeGreaterThan(4);
    expect(count).toBeLessThan(60);
  }
});
