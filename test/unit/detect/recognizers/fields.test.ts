import { recognizeFields } from '../../../../src/detect/recognizers/fields';
import { createMatchText } from '../../../../src/detect/text/match-text';
import { projectRules } from '../../../support/project-rules';
import { patternRule, ruleSetOf } from '../../../support/rule-set';

const columns = (entity: Parameters<typeof patternRule>[0], ...names: string[]) =>
  patternRule(entity, '(?<value>#)', { columns: names });
const RULES = [
  columns('MRN', 'mrn', 'patient id'),
  columns('ID', 'id?', 'user', 'username'),
  columns('NAME', 'patient', 'last name', 'provider', 'name?'),
  columns('ORG', 'school'),
  columns('ADDRESS', 'city'),
];
const NAMES = new Map([
  ['may', 3],
  ['rose', 2],
]);
const base = ruleSetOf(RULES, ['fifth', 'grade']);
const ruleSet = {
  ...base,
  lists: new Map([
    ...base.lists,
    ['given-names', NAMES],
    ['name-particles', new Map([['de', 1]])],
    [
      'not-logins',
      new Map([
        ['assistant', 0],
        ['elastic', 1],
      ]),
    ],
    ['not-small-names', new Map([['keyword', 0]])],
  ]),
};

const found = (text: string): string[] =>
  recognizeFields(createMatchText(text), ruleSet, () => undefined, []).map(
    ({ start, end, entity }) => `${entity} ${text.slice(start, end)}`,
  );

test.each<[string, string, string[]]>([
  ['an identifier', '{"mrn":{"value":"55123"}}', ['MRN 55123']],
  ['a number', '{"mrn":{"value":55123}}', ['MRN 55123']],
  ['an amount is none', '{"mrn":{"value":"5.5"}}', []],
  ['a doubtful name alone', '{"id":"55123"}', []],
  ['a doubtful name in a record that is beyond doubt', '{"id":"55123","patientId":"x"}', ['ID 55123']],
  ['the first name that fits', '{"type":"patient","id":"55123"}', ['MRN 55123']],
  ['a family name in small letters', '{"last_name":"szczepanik"}', ['NAME szczepanik']],
  ['a word of a query', '{"last_name":"asc"}', []],
  ['what a form calls a field', '{"lastName":"Last name","city":"City"}', []],
  ['a type in small letters', '{"last_name":"keyword"}', []],
  ['a pattern of a query', '{"last_name":"%may%"}', ['NAME may']],
  ['a patient by a known name', '{"patient":"may"}', ['NAME may']],
  ['a patient by a half known name', '{"patient":"Rose Szczepanik"}', ['NAME Rose Szczepanik']],
  ['a patient with a particle', '{"patient":"Rose de May"}', ['NAME Rose de May']],
  ['what a patient is like', '{"patient":"stable"}', []],
  ['a sentence on a patient', '{"patient":"Rose is better"}', []],
  ['a role that a firm has', '{"provider":"Rose"}', []],
  ['a role with a title', '{"provider":"Dr. Rose"}', ['NAME Rose']],
  ['a role with a name and a letter', '{"provider":"ROSE,MAY K"}', ['NAME ROSE,MAY K']],
  ['a school', '{"school":"Larkspur High"}', ['ORG Larkspur High']],
  ['a grade', '{"school":"Fifth grade"}', []],
  ['a city', '{"city":"Salem"}', ['ADDRESS Salem']],
  ['a login', '{"username":"rmay"}', ['ID rmay']],
  ['a user of a program', '{"username":"elastic"}', []],
  ['the user that a program has', '{"username":"elastic-labs2"}', []],
  ['a user who is called like a role', '{"username":"assistant2"}', ['ID assistant2']],
  ['a day of the week', '{"patient":"tuesday"}', []],
  ['what stands for another value', '{"last_name":"Same as above"}', []],
  ['questions and answers', '[{"q":"last_name","a":"LE"}]', ['NAME LE']],
  ['a role of a program', '{"user":"assistant"}', []],
  ['nothing', '{"mrn":null,"city":"N/A","patient":""}', []],
  ['no JSON', 'mrn value 55123', []],
])('%s', (_reason, text, expected) => {
  expect(found(text)).toEqual(expected);
});

test('parts of a text that are values of fields', () => {
  const text = 'mrn: 55123 city: Salem';
  const values = [
    { start: 5, end: 10, field: { names: ['value', 'mrn'], beside: [] } },
    { start: 17, end: 22, field: { names: ['city'], beside: [] } },
  ];
  expect(recognizeFields(createMatchText(text), ruleSet, () => undefined, values)).toMatchObject([
    { start: 5, end: 10, entity: 'MRN' },
    { start: 17, end: 22, entity: 'ADDRESS' },
  ]);
});

test('gives the time limit a chance at each value', () => {
  const checkpoint = jest.fn();
  recognizeFields(createMatchText('{"a":["b","c","d"]}'), ruleSet, checkpoint, []);
  expect(checkpoint).toHaveBeenCalledTimes(3);
});

describe('what says that there is no name', () => {
  const none = (text: string): string[] =>
    recognizeFields(createMatchText(text), projectRules(), () => undefined, []).flatMap(({ start, end, score }) =>
      score === 0 ? [text.slice(start, end)] : [],
    );

  test.each<[string, string, string[]]>([
    ['names of things', '{"herbs":[{"name":"Basil"},{"name":"Rosemary"}]}', ['Basil', 'Rosemary']],
    ['of what has a price', '[{"name":"Ginger","price":3}]', ['Ginger']],
    ['of people', '{"patients":[{"name":"Basil"}]}', []],
    ['whole names', '{"products":[{"name":"Marie Callender"}]}', []],
    ['choices of a schema', '{"properties":{"lang":{"enum":["python","ruby","julia"]}}}', ['python', 'ruby', 'julia']],
    ['choices of people', '{"properties":{"caller":{"enum":["maria","ruby","julia"]}}}', []],
  ])('%s', (_what, text, expected) => {
    expect(none(text)).toEqual(expected);
  });
});
