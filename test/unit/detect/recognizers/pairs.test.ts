import { createMatchText } from '../../../../src/detect/match-text';
import { recognizePairs } from '../../../../src/detect/recognizers/pairs';
import { patternRule, ruleSetOf } from '../../../support/rule-set';

const columns = (entity: Parameters<typeof patternRule>[0], ...names: string[]) =>
  patternRule(entity, '(?<value>#)', { columns: names });
const base = ruleSetOf([
  columns('MRN', 'mrn', 'chart no'),
  columns('PLAN', 'member id'),
  columns('NAME', 'patient', 'last name', 'first name', 'mother', 'name?'),
  columns('ADDRESS', 'zip', 'city', 'address'),
  columns('DATE', 'given'),
  columns('ID', 'user', 'badge'),
]);
const lists = new Map([...base.lists, ['given-names', new Map([['rose', 2]])], ['credentials', new Map([['md', 1]])]]);
const ruleSet = { ...base, lists };

const found = (text: string): string[] =>
  recognizePairs(createMatchText(text), ruleSet, () => undefined).map(({ start, end }) => text.slice(start, end));

describe('a value behind its label', () => {
  test.each<[string, string, string[]]>([
    ['a line', 'Member ID: 88213', ['88213']],
    ['several lines', 'MRN: 55123\nLast name: may\n', ['55123', 'may']],
    ['in bold', '- **Member ID:** 88213', ['88213']],
    ['bold label', '**Last name**: may', ['may']],
    ['dots', 'Member ID ........ 88213', ['88213']],
    ['an equals sign', 'Last Name = may', ['may']],
    ['behind other words', '2024-03-02 INFO update last_name=may zip=36601', ['may', '36601']],
    ['a query', 'last_name=may&zip=36601&x=1', ['may', '36601']],
    ['quoted', 'mrn="55123" lastName="may"', ['55123', 'may']],
    ['code', "Patient(mrn='55123', last_name='may')", ['55123', 'may']],
    ['an arrow', '{ :mrn => "55123", :last_name => "may" }', ['55123', 'may']],
    ['one line with semicolons', 'MRN: 55123; Last name: may; Zip: 36601', ['55123', 'may', '36601']],
    ['an element', '<MemberId>88213</MemberId>', ['88213']],
    ['an attribute', '<rec memberId="88213"/>', ['88213']],
    ['the cells of a row', '<tr><th>Member ID</th><td class="v">88213</td></tr>', ['88213']],
    ['a term', '<dt>Member ID</dt><dd>88213</dd>', ['88213']],
    ['two cells', '| Member ID | 88213 |', ['88213']],
    ['a tab', 'Member ID\t88213', ['88213']],
    ['a comma', 'mrn,55123\nstatus,open', ['55123']],
    ['the line below', 'Member ID\n88213\n\nMRN:\n55123', ['88213', '55123']],
    ['a name with a comma', 'Patient: Rose, May', ['Rose, May']],
    ['a name without its title and degree', 'Patient: Dr. Rose Szal, MD', ['Rose Szal']],
  ])('%s', (_reason, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

test.each([
  ['more than a value', 'MRN: see the front sheet of 55123'],
  ['a state', 'Patient: stable'],
  ['a sentence', 'Patient: Rose is better today'],
  ['a contraction of who speaks', "MOTHER: He's been pulling at it"],
  ['a head beside a head', 'Member ID\tMRN\tZIP'],
  ['a cell that is not the first', 'x | Member ID | 88213 |'],
  ['a head above a head', 'Member ID\nMRN\nZIP'],
  ['a label within a word', 'amrn: 55123'],
  ['a label amid a sentence', 'we need her member id: 88213'],
  ['a comma in prose', 'the city, Mobile'],
  ['a doubtful label', 'name=Rose'],
  ['what has a recognizer of its own', 'Given: 10/50'],
  ['who speaks to a program', 'User: 1600'],
  ['the name of a standard', "mrn: 'urn:oid:2.16.840.1.113883.19.5'"],
  ['a time', 'badge: 14:06:31'],
  ['words for an address', 'Address: same as on file'],
  ['types in a program', 'class Patient:\n    first_name: str\n    last_name: str\n'],
  ['variables in a program', 'Patient(first_name=first, last_name=last)'],
  ['what says that there is none', 'last name: not provided'],
  ['what a form calls a field', '<label for="lastName">Last name</label>'],
])('none: %s', (_reason, text) => {
  expect(found(text)).toEqual([]);
});

test.each(['MRN\t', 'MRN: ', 'MRN|', 'MRN,', 'MRN ', '<MRN', '.', '=', "MRN'", 'MRN\n', 'a '])(
  '%j many times takes linear time',
  (unit) => {
    const exec = jest.spyOn(RegExp.prototype, 'exec');
    const callsOf = (count: number): number => {
      exec.mockClear();
      found(unit.repeat(count));
      return exec.mock.calls.reduce((sum, [text]) => sum + Math.min(String(text).length, 200), 0);
    };
    const [short, long] = [callsOf(200), callsOf(2000)];
    jest.restoreAllMocks();
    expect(long).toBeLessThanOrEqual(11 * short + 1000);
  },
);
