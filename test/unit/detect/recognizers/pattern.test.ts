import { recognizeDictionary } from '../../../../src/detect/recognizers/dictionary';
import { recognizePattern } from '../../../../src/detect/recognizers/pattern';
import { createMatchText } from '../../../../src/detect/text/match-text';
import type { Candidate, Recognizer } from '../../../../src/detect/types';
import { compileRegex } from '../../../../src/rules/reading/compile-rule';
import type { CompiledPattern, CompiledRule, ContextRule, ValidatorName, WordList } from '../../../../src/rules/types';

interface Options {
  readonly regex?: string;
  readonly score?: number;
  readonly validator?: ValidatorName;
  readonly context?: ContextRule;
  readonly allow?: readonly string[];
  readonly words?: readonly string[];
  readonly triggers?: boolean;
  readonly within?: true;
}

function makePattern({
  regex = String.raw`\bID (?<value>\d{3,10})\b`,
  score = 0.8,
  validator,
  triggers = true,
  within,
}: Options): CompiledPattern {
  const { triggers: found, ...compiled } = compileRegex(regex, 'i');
  return { name: 'tested', ...compiled, score, validator, within, triggers: triggers ? found : undefined };
}

function run(text: string, options: Options = {}, recognizer: Recognizer = recognizePattern): readonly Candidate[] {
  const rule: CompiledRule = {
    id: 'tested-rule',
    entity: 'ID',
    hipaa: ['R'],
    description: '',
    recognizer: 'pattern',
    patterns: [makePattern(options)],
    lists: options.words ? ['words'] : [],
    context: options.context,
    allowList: new Set(options.allow ?? []),
    priority: 50,
    examples: [],
    nonExamples: [],
    file: 'tested-rule.yaml',
  };
  const list: WordList = new Map((options.words ?? []).map((word) => [word, 0]));
  const lists = new Map([['words', list]]);
  const ruleSet = { rules: [rule], lists, sha256: '' };
  return recognizer(createMatchText(text), { rule, ruleSet, list: () => list, checkpoint: () => undefined });
}

const values = (text: string, candidates: readonly Candidate[]): string[] =>
  candidates.map(({ start, end }) => text.slice(start, end));
const CONTEXT: ContextRule = { words: ['act', 'card'], boost: 0.3, before: 20, after: 10 };

describe('where values are', () => {
  test.each([
    ['ID 123 and ID 456', ['123', '456'], 'the value, not its label'],
    ['ID 123\nmore\nID 456', ['123', '456'], 'on several lines'],
    [`${'x'.repeat(300)}\n\n\nID 123\n${'y'.repeat(300)}`, ['123'], 'far from the ends'],
    ['PID 123, IDs 456', [], 'the label is a whole word'],
    ['', [], 'empty text'],
  ])('%j gives %j: %s', (text, expected) => {
    expect(values(text, run(text))).toEqual(expected);
    expect(values(text, run(text, { triggers: false }))).toEqual(expected);
  });

  test('matching goes on behind the value, so that what a lookahead saw is seen again', () => {
    const text = 'a1 a2 a3';
    expect(values(text, run(text, { regex: String.raw`\b(?<value>a\d)(?= a\d|$)` }))).toEqual(['a1', 'a2', 'a3']);
  });

  test('values of the allow list give nothing', () => {
    expect(run('ID 123', { allow: ['123'] })).toEqual([]);
  });
});

describe('score', () => {
  test.each<[string, Options, number, string]>([
    ['ID 1234567893', {}, 0.8, 'the base'],
    ['ID 1234567893', { validator: 'npi' }, 0.95, 'a valid check digit lifts'],
    ['ID 1234567890', { validator: 'npi' }, 0.8, 'an invalid one does not veto what a label vouches for'],
    ['ID 1234567890', { validator: 'npi', score: 0.3 }, 0.3, 'nor lift what the form alone cannot carry'],
    ['card ID 123', { score: 0.3, context: CONTEXT }, 0.6, 'a context word lifts'],
    ['contact ID 123', { score: 0.3, context: CONTEXT }, 0.3, 'which must be a whole word'],
    ['card\nID 123', { score: 0.3, context: CONTEXT }, 0.3, 'on the same line'],
    ['ID 123 cards', { score: 0.3, context: CONTEXT }, 0.6, 'behind the value too, and in the plural'],
    ['act card ID 123', { score: 0.9, context: CONTEXT }, 1, 'once only, and capped'],
    ['card ID 123', { score: 0, context: CONTEXT }, 0, 'not what is none for sure'],
  ])('%j with %j scores %d: %s', (text, options, expected) => {
    expect(run(text, options)[0]?.score).toBeCloseTo(expected);
  });

  test('an age under 90 is dropped although labelled: the range check decides', () => {
    expect(run('ID 045', { validator: 'age90' })).toEqual([]);
  });

  test('evidence holds base, check and context words, no text', () => {
    const [found] = run('card ID 1234567893', { validator: 'npi', context: CONTEXT });
    expect(found?.evidence).toEqual({ base: 0.8, validator: { name: 'npi', valid: true }, context: ['card'] });
    expect(JSON.stringify(found)).not.toContain('1234567893');
  });
});

describe('word lists', () => {
  const organization = String.raw`\b(?<value>(?:[A-Z]\w{1,20} ){1,4}Clinic)\b`;
  test.each([
    ['The Elm Clinic', ['Elm Clinic'], 'leading generic words are cut off'],
    ['The Pain Clinic', [], 'generic words alone name nothing'],
    ['Elm Pain Clinic', ['Elm Pain Clinic'], 'only leading ones are cut'],
  ])('pattern: %j gives %j: %s', (text, expected) => {
    expect(values(text, run(text, { regex: organization, words: ['the', 'pain'] }))).toEqual(expected);
  });

  test.each([
    ['in Baton Rouge General', ['Baton Rouge'], 'the longest beginning that is an entry'],
    ['in Saint-Étienne', ['Saint-Étienne'], 'without accents and hyphens'],
    ['in Baile Átha Cliath', ['Baile Átha Cliath'], 'an entry with accents'],
    ["in L'Aquila", ["L'Aquila"], 'an entry with an apostrophe'],
    ['in LAquila', ['LAquila'], 'and without'],
    ['in Winston-Salem', ['Winston-Salem'], 'an entry with a hyphen'],
    ['in St. Paul', ['St. Paul'], 'an entry with a full stop'],
    ['in Nowhere', [], 'no entry'],
  ])('dictionary: %j gives %j: %s', (text, expected) => {
    const regex = String.raw`\bin (?<value>\p{L}[\p{L}']{1,20}(?:\.? ?-?\p{L}{2,20}){0,3})`;
    const words = ['baton rouge', 'saint etienne', 'baile átha cliath', "l'aquila", 'winston-salem', 'st. paul'];
    expect(values(text, run(text, { regex, words }, recognizeDictionary))).toEqual(expected);
  });

  test.each([
    ['in Paul', ['Paul'], 'an entry'],
    ["in Paul's book", ['Paul'], 'the possessive stays outside'],
    ["in Wendy's", ["Wendy's"], 'unless the entry has it'],
  ])('dictionary: %j gives %j: %s', (text, expected) => {
    const words = ['paul', "wendy's", 'wendy'];
    expect(
      values(text, run(text, { regex: String.raw`\bin (?<value>\p{L}[\p{L}']{1,20})`, words }, recognizeDictionary)),
    ).toEqual(expected);
  });

  test('dictionary: `within` finds each entry with a capital letter, the longest at each place', () => {
    const words = ['carl jung', 'jung', 'esther perel', 'kant'];
    const text = "Compare Carl Jung's view with Jung, Esther Perel and what we kant know. Kant";
    const options = { regex: String.raw`\bCompare (?<value>[^.]{1,100})`, words, within: true } as const;
    expect(values(text, run(text, options, recognizeDictionary))).toEqual(['Carl Jung', 'Jung', 'Esther Perel']);
  });
});
