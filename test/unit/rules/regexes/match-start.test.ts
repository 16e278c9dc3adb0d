import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { positionsIn } from '../../../../src/detect/recognizers/match-positions';
import { createMatchText } from '../../../../src/detect/text/match-text';
import type { MatchText } from '../../../../src/detect/types';
import { compileRegex } from '../../../../src/rules/reading/compile-rule';
import { findMatchStart } from '../../../../src/rules/regexes/match-start';
import type { CharacterMask, CompiledPattern, CompiledRule } from '../../../../src/rules/types';
import { projectRules } from '../../../support/project-rules';
import { patternRule } from '../../../support/rule-set';

const BEYOND_ASCII = ['•', '$'];

/** The ASCII characters that a mask allows, with • for all others and $ for the text's end. */
function allowed(mask: CharacterMask | undefined): string {
  const characters = [...(mask ?? [])].flatMap((value, code) => (value === 1 ? [code] : []));
  if (characters.length === 130) return 'anything';
  return characters.map((code) => BEYOND_ASCII[code - 128] ?? String.fromCharCode(code)).join('');
}

test.each([
  ['ab[cd]e', ['a', 'b', 'cd', 'e'], 'one character after another'],
  ['a?b', ['ab', 'anything', 'anything', 'anything'], 'what may be missing, and a match that ends'],
  ['(?:ab|c)de', ['ac', 'bd', 'de', 'anything'], 'alternatives of different length'],
  ['x{2,3}y', ['x', 'x', 'xy', 'anything'], 'repeats'],
  ['(?:x?y?){6}z', ['xyz', 'anything', 'anything', 'anything'], 'many rounds of what may be empty'],
  ['(?=[A-C]z)[A-Z][a-z]{3}', ['ABC', 'z', 'abcdefghijklmnopqrstuvwxyz', 'abcdefghijklmnopqrstuvwxyz'], 'look-aheads narrow'],
  ['é\\d', ['•', '0123456789', 'anything', 'anything'], 'a character beyond ASCII'],
  ['[😀x]1', ['x•', '1•', 'anything', 'anything'], 'some take two code units'],
])('%s begins with %j: %s', (source, expected) => {
  const { first } = findMatchStart(source, false);
  expect(first.map(allowed)).toEqual(expected);
});

test.each([
  ['(?<![^b])x', 'b$•', 'a negative look-behind'],
  ['(?<=[ab])x', 'ab', 'a look-behind'],
  ['(?<=^|a)x', 'a$', 'a look-behind that reaches the beginning'],
  ['(?<=^|a[bc]{0,2}(?:d|e?))x', 'abcde$', 'a look-behind of which much may be missing'],
  ['(?<=a{0,3})x', 'anything', 'a look-behind of nothing'],
  ['(?<=a\\b)x', 'anything', 'a look-behind that ends in an assertion'],
  ['x', 'anything', 'nothing asked'],
])('in front of %s stands %s: %s', (source, expected) => {
  const { before } = findMatchStart(source, false);
  expect([...allowed(before)].sort().join('')).toBe([...expected].sort().join(''));
});

test('a word boundary keeps word characters away from a word', () => {
  const before = allowed(findMatchStart(String.raw`\bab`, false).before);
  expect(before).not.toMatch(/[a-zA-Z0-9_]/);
  expect(before).toContain('-');
});

test('case does not matter where the pattern says so', () => {
  const { first } = findMatchStart('ak', true);
  expect(first.slice(0, 2).map(allowed)).toEqual(['Aa', 'Kk•']);
});

/** Where a pattern matches when it is tried at every place. */
function everyMatch(text: string, regex: RegExp): number[] {
  return [...text].flatMap((_, at) => {
    regex.lastIndex = at;
    const match = regex.exec(text);
    return match !== null && match.index === at ? [at] : [];
  });
}

/** Where the patterns of rules are tried in a text. */
function placesIn(text: MatchText, rules: readonly CompiledRule[]): { pattern: CompiledPattern; places: readonly number[] }[] {
  const positions = positionsIn(text, rules);
  return rules.flatMap((rule) => positions.plansOf(rule).map((plan) => ({ pattern: plan.pattern, places: positions.of(plan) })));
}

test('no place at which a pattern of the project matches is passed over', () => {
  const folder = join(__dirname, '../../../../fixtures/notes');
  const notes = readdirSync(folder).filter((_, index) => index % 60 === 7);
  const { rules } = projectRules();
  const passedOver = notes.flatMap((name) => {
    const text = createMatchText(
      readFileSync(join(folder, name), 'utf8')
        .slice(0, 1200)
        .replace(/[^ -~\n]/gu, ' '),
    );
    return placesIn(text, rules).flatMap(({ pattern, places }) => {
      const tried = new Set(places);
      return everyMatch(text.text, pattern.regex)
        .filter((at) => !tried.has(at))
        .map((at) => `${pattern.name} in ${name} at ${at}`);
    });
  });
  expect(passedOver).toEqual([]);
});

test('a pattern with trigger words is tried within their reach only', () => {
  const pattern: CompiledPattern = {
    name: 'clinic',
    ...compileRegex(String.raw`(?<!\w)(?<value>[A-Z][a-z]{1,9} Clinic)(?!\w)`),
    score: 1,
    validator: undefined,
  };
  const rules = [{ ...patternRule('ORG', 'x(?<value>y)'), patterns: [pattern] }];
  const text = createMatchText(`Alder and ${'Beech '.repeat(20)}Cedar Clinic. Dogwood School`);
  const [{ places } = { places: [] }] = placesIn(text, rules);
  expect(places).toContain(text.text.indexOf('Cedar'));
  expect(places.length).toBeLessThan(8);
  expect(places).not.toContain(0);
  expect(places).not.toContain(text.text.indexOf('Dogwood'));
});

describe('anchors', () => {
  const anchors = (source: string): string[] =>
    findMatchStart(source, false).anchors.map(
      ({ mask, next, before }) => `${allowed(mask)} then ${allowed(next)} after ${before}`,
    );

  test.each<[string, string[], string]>([
    ['\\d{1,3}@[a-z]', ['0123456789 then @ after 5'], 'the rarest first'],
    ['[a-z]{1,9}(?=:)', [': then anything after 18'], 'what must follow'],
    ['[a-z]{1,9}(?:#|%x)', ['#% then anything after 18'], 'one of each alternative'],
    ['[a-z]{1,9}(?:#1){1,3}', ['# then 1 after 18'], 'the first round of a repeat'],
    ['[a-z]{1,9}(?:#x)?', [], 'nothing that may be missing'],
    ['[a-z]{1,9}(?:#|[a-z])', [], 'nothing that an alternative lacks'],
    ['#[a-z]{1,9}', [], 'nothing at the beginning itself'],
  ])('of %s are %j: %s', (source, expected) => {
    expect(anchors(source).slice(0, Math.max(1, expected.length))).toEqual(expected);
  });
});

/** Where a pattern is tried in a text, and where it would match. */
function passedOver(source: string, text: string): number[] {
  const pattern: CompiledPattern = { name: 'one', ...compileRegex(source), score: 1, validator: undefined };
  const rules = [{ ...patternRule('ORG', 'x(?<value>y)'), patterns: [pattern] }];
  const places = new Set(placesIn(createMatchText(text), rules).flatMap((tried) => tried.places));
  return everyMatch(text, pattern.regex).filter((at) => !places.has(at));
}

test.each([
  [String.raw`(?<value>(?:[A-Z]?-?){5}\d)`, '7 and B-7'],
  [String.raw`\b(?:MRN|chart):? (?<value>\d{4})`, '患者MRN: 4471, éMRN 4472'],
  [String.raw`(?<value>[A-Z]{2}\d{4})(?= black\b)`, 'AB1234 blacké'],
  [String.raw`\b(?<value>[A-Z]\w{1,9} Clinic)`, 'an Elm Clinicé'],
  [String.raw`(?<![A-Z])mrn (?<value>\d{6})`, 'xmrn 123456'],
  [String.raw`\bM[üö]ller (?<value>\w{3})`, 'Müller Foo'],
  [String.raw`(?<value>[^ab]\d)`, '\udc007'],
  ['(?<value>😀[a-z]:)', 'see 😀b:'],
])('%s is tried wherever it matches in %j', (source, text) => {
  expect(passedOver(source, text)).toEqual([]);
});
