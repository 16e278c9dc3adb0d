import { plainRegexSource, plainSymbols } from '../../../src/rules/plain-symbols';
import { projectRules } from '../../support/project-rules';

test('symbols become plain, letters lose marks that Latin-1 lacks, other scripts stay', () => {
  expect(plainSymbols('a → b • c │ d 😀 €5 “x” Łódź Đặng μg')).toBe('a > b · c | d ¦ ¤5 ¦x¦ Lódz Dang µg');
  expect(plainSymbols('Иван 太郎 مريم')).toBe('Иван 太郎 مريم');
  expect(plainSymbols('Müller Nuñez ½ §')).toBe('Müller Nuñez ½ §');
});

test.each([
  ['a(?:->|→|>)b', 'a→b'],
  ['[•*-] x', '• x'],
  ['^│x', '│x'],
  ['†+', '††'],
])('%s finds what it describes in plain text', (source, text) => {
  expect(plainSymbols(text)).toMatch(new RegExp(plainRegexSource(source), 'u'));
});

test('no regex of the rules asks for a symbol that plain text lacks', () => {
  const { rules, policyRules = [] } = projectRules();
  const asking = [...rules, ...policyRules].flatMap(({ id, patterns }) =>
    patterns.filter(({ regex }) => plainRegexSource(regex.source) !== regex.source).map(({ name }) => `${id}/${name}`),
  );
  expect(asking).toEqual([]);
});
