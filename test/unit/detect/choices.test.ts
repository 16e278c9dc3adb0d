import { ChoiceReader } from '../../../src/detect/choices';
import { detect } from '../../../src/detect/detect';
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

test('a time zone is no name', () => {
  expect(foundIn('America/Los_Angeles', 'tz', ['America/Los_Angeles', 'America/Chicago'])).toBe(0);
});
