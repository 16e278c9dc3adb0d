import { ChoiceReader } from '../../../src/detect/choices';
import { detect } from '../../../src/detect/detect';
import type { Choices } from '../../../src/detect/types';
import { projectRules } from '../../support/project-rules';

const reader = new ChoiceReader(projectRules());

test.each<[string, string | undefined, string[], boolean]>([
  ['languages', 'lang', ['python', 'ruby', 'julia'], true],
  ['languages, by the words among them', undefined, ['python', 'ruby', 'julia'], true],
  ['colours, all of which are first names', 'accent color', ['amber', 'ruby', 'violet', 'jade'], true],
  ['voices', 'voice', ['joanna', 'matthew', 'amy'], true],
  ['people', undefined, ['maria', 'john', 'aisha'], false],
  ['people and nobody', undefined, ['Rosemary', 'Violet', 'Ginger', 'none'], false],
  ['people and what they are to somebody', undefined, ['julia', 'spouse', 'nurse', 'ruby'], false],
  ['what speaks of people', 'patient', ['python', 'julia', 'ruby'], false],
  ['a name of one', 'color of patient', ['amber', 'jade'], false],
  ['a single one', undefined, ['julia'], false],
])('%s are constants: %s %j %s', (_what, name, values, expected) => {
  const choices = { name, values };
  expect(values.map((value) => reader.isConstant(value, choices))).toEqual(values.map(() => expected));
});

test('whole names are none', () => {
  expect(reader.isConstant('Ruby Olsen', { name: 'color', values: ['Ruby Olsen', 'blue'] })).toBe(false);
});

const foundIn = (text: string, name: string, values: readonly string[]): number =>
  detect([{ text, choices: { name, values } }], projectRules()).segments[0]?.length ?? 0;

test('a choice that is a constant is no name, but where it is known as one', () => {
  const values = ['python', 'ruby', 'julia'];
  expect([foundIn('julia', 'lang', values), foundIn('julia', 'patient', values)]).toEqual([0, 1]);
  const { segments } = detect([{ text: 'Patient: Julia Olsen' }, { text: 'julia', choices: { values } }], projectRules());
  expect(segments[1]).toHaveLength(1);
});

test('names of fields with words that nobody is called count, too', () => {
  expect(reader.isConstant('julia', { values: ['julia', 'unit_price', 'totalAmount'] })).toBe(true);
  expect(reader.isConstant('julia', { values: ['julia', 'maria_lopez', 'johnSmith'] })).toBe(false);
});

const namesIn = (text: string, choices?: Choices): string[] =>
  (detect([{ text, isName: true, ...(choices && { choices }) }], projectRules()).segments[0] ?? []).map(({ start, end }) =>
    text.slice(start, end),
  );

test.each<[string, string[]]>([
  ['jasper_export', []],
  ['Sydney_summary', []],
  ['rosemary_oil', []],
  ['ruby-gem-v2', []],
  ['Clara', []],
  ['Diana_v2', []],
  ['faith in', []],
  ['grace under pressure', []],
  ['maria intake', ['maria']],
  ['Maria Lopez', ['Maria Lopez']],
  ['maria_lopez', ['maria_lopez']],
  ['maria_dob', ['maria']],
  ['julia_age', ['julia']],
])('a word of several by which a program calls something is nobody: %s', (text, expected) => {
  expect(namesIn(text)).toEqual(expected);
});

test('a choice may be a word with a number, which has the form of a login', () => {
  const values = ['letter_101', 'lesson_2024', 'apatel_998'];
  expect(values.map((text) => foundIn(text, 'template', values))).toEqual([0, 0, 1]);
  expect(foundIn('letter_101', 'patient', values)).toBe(1);
  expect(foundIn('room_101', 'template', ['room_101', 'letter_101'])).toBe(1);
});

test('the name of a tool may have the form of a login, and a word with a number that of a key, but where it is known as one', () => {
  const names = ['form_1099', 'hcpcs_j1885', 'patient_4471', 'apatel_998'];
  expect(names.map((text) => namesIn(text))).toEqual([[], [], ['patient_4471'], []]);
  const keys = { values: ['apatel_998', 'crop_101', 'total'], areKeys: true };
  expect(keys.values.map((text) => namesIn(text, keys))).toEqual([['apatel_998'], [], []]);
  const { segments } = detect([{ text: 'Login: apatel_998' }, { text: 'apatel_998', isName: true }], projectRules());
  expect(segments[1]).toHaveLength(1);
});

test.each<[string, Choices, string, string[]]>([
  ['cities', { values: ['London', 'Paris', 'Austin'] }, 'London', []],
  ['cities of two words', { values: ['New York', 'Los Angeles'] }, 'Los Angeles', []],
  ['streets', { values: ['Main Street', 'Elm Street'] }, 'Main Street', ['Main Street']],
  ['a word taken for a number', { values: ['amber', 'pearl'] }, 'amber', []],
  ['words', { values: ['Hope', 'Joy', 'Dawn'], areKeys: true }, 'Hope', []],
  ['cities below people', { name: 'patients', values: ['London', 'Paris'], areKeys: true }, 'London', ['London']],
  ['people', { values: ['Maria', 'Pedro'] }, 'Maria', ['Maria']],
  ['a person beside a word in data', { values: ['total', 'London', 'Okafor'], areKeys: true }, 'London', ['London']],
  ['one alone', { values: ['London'] }, 'London', ['London']],
  ['one that a firm is called by', { values: ['houston'], areKeys: true }, 'houston', []],
  ['one in small letters', { values: ['london', 'Maria'] }, 'london', []],
])('names of things that are %s', (_what, choices, text, expected) => {
  expect(namesIn(text, choices)).toEqual(expected);
});

test('the name of a thing that is one of a person named elsewhere is one', () => {
  const texts = ['Patient Jasper Okafor was called.', 'jasper_export', 'jasper', 'okafor'];
  const segments = texts.map((text, index) => ({ text, isName: index > 0 }));
  expect(detect(segments, projectRules()).segments.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
});

test('a time zone is no name', () => {
  expect(foundIn('America/Los_Angeles', 'tz', ['America/Los_Angeles', 'America/Chicago'])).toBe(0);
});
