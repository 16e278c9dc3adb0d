import { recognizePairs } from '../../../../src/detect/recognizers/pairs';
import { createMatchText } from '../../../../src/detect/text/match-text';
import { patternRule, ruleSetOf } from '../../../support/rule-set';

const columns = (entity: Parameters<typeof patternRule>[0], ...names: string[]) =>
  patternRule(entity, '(?<value>#)', { columns: names });
const base = ruleSetOf([
  columns('MRN', 'mrn', 'chart no'),
  columns('PLAN', 'member id'),
  columns('NAME', 'patient', 'last name', 'first name', 'mother', 'name?'),
  columns('ADDRESS', 'zip', 'zip5', 'city', 'address', 'address 1'),
  columns('DATE', 'given'),
  columns('ID', 'user', 'badge', 'claim'),
]);
const lists = new Map([
  ...base.lists,
  [
    'given-names',
    new Map([
      ['rose', 2],
      ['may', 2],
    ]),
  ],
  ['credentials', new Map([['md', 1]])],
  ['not-small-names', new Map(['str', 'first', 'last', 'not provided'].map((word) => [word, 1]))],
]);
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
    ['a number behind the end of a label', 'we need her member id: 88213, "x chart no": "55123"', ['88213', '55123']],
    ['an answer', 'Q: MRN?\nA: 55123\nQ: Last name?\nA: may', ['55123', 'may']],
    ['a name and its value', '- name: mrn\n  value: 55123', ['55123']],
    ['a colon in an element', '<li><strong>MRN:</strong> 55123</li>', ['55123']],
    ['an element in the next line', '<dt>MRN</dt>\n<dd>55123</dd>\n<key>zip</key>\n<string>36601</string>', ['55123', '36601']],
    [
      'a part of a form',
      'x; name="mrn"\r\n\r\n55123\r\n--x; name="zip"\r\nContent-Type: text/plain\r\n\r\n36601',
      ['55123', '36601'],
    ],
    [
      'attributes',
      '<input type="text" name="lmrn" id="mrn" value="55123"><family value="x"/><zip value="36601"/>',
      ['55123', '36601'],
    ],
    ['attributes of an element', '<field name="mrn">55123</field>', ['55123']],
    ['a user that is called like somebody', 'user=rose x=1 user=main\nuser: may', ['rose']],
    ['values of POCT1-A', '<PT.mrn V="55123"/><x y="1"/><ADR.zip V="36601"/>', ['55123', '36601']],
    ['fields within what they are one of', 'visit.lead.mrn = 55123\npt.main.last_name = may', ['55123', 'may']],
    ['arguments', 'm.put("mrn", "55123"); m.put("last_name", "may"); Map.of("zip", 36601)', ['55123', 'may', '36601']],
    ['setters', 'p.setMrn("55123"); b.lastName("may").zip(36601).build()', ['55123', 'may', '36601']],
    ['flags', 'x --mrn 55123 --last-name may --q 3 {:mrn 77120}', ['55123', 'may', '77120']],
    ['a dump of PHP', '["mrn"]=>\n  string(5) "55123"\n  ["zip"]=>\n  int(36601)\n', ['55123', '36601']],
    ['a label that ends in a digit', 'address_1: 12 Elm Street\nx=4 zip5=36601', ['12 Elm Street', '36601']],
    ['in front of a label that ends in a digit', 'address=12 Elm Street x2=4', ['12 Elm Street']],
    ['encoded brackets', 'p%5Bmrn%5D=55123&p[last_name]=may', ['55123', 'may']],
    ['encoded blanks', 'patient=Rose,+May&x=1 patient=Rose%20May', ['Rose,+May', 'Rose%20May']],
    ['a row of LaTeX', 'MRN & 55123 \\\\\nLast name & may \\\\', ['55123', 'may']],
    ['what follows a postal code', 'zip=36601, k=4.4 --zip 36602 AND x', ['36601', '36602']],
    [
      'lists in brackets',
      "mrn IN (55123, 88231) last_name = c('may', 'rose') zips: [36601, 36602]",
      ['55123', '88231', 'may', 'rose', '36601', '36602'],
    ],
    [
      'lists behind plurals',
      'Badges: 5512, 8823\nMRNs: 5512 and 8823/5514\nPatients: Rose & May',
      ['5512', '8823', '5512', '8823', '5514', 'Rose', 'May'],
    ],
    ['a list in front of another label', 'Badges: R-55201 and TR441907, tag 25-018827', ['R-55201', 'TR441907']],
    ['no plural', 'Address: 12 Elm Street, Mobile', ['12 Elm Street, Mobile']],
    ['a list without a sign', 'chart nos 5512, 8823', ['5512', '8823']],
    ['a name with a comma', 'Patient: Rose, May', ['Rose, May']],
    ['a name without its title and degree', 'Patient: Dr. Rose Szal, MD', ['Rose Szal']],
  ])('%s', (_reason, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

test.each([
  ['what is no name in a list', 'Patients: stable, improving'],
  ['one of a plural', 'Badges: 5512'],
  ['counts and years', 'Claims: 1204, 1350\nclaims = [120, 135]\nBadges: 2023, 2024, 100'],
  ['names of fields as arguments', 'groupBy("city", "status"), ["last_name", "dose_500"]'],
  [
    'versions, columns and users of programs',
    'mrn: default-v100, badge: nginx-15.4.2\nmrn = Column(String(255))\nuser: 1000:1000; user=elastic',
  ],
  ['a class', "Patient('low')"],
  ['a head of two columns', 'user,action\nuser,role\n'],
  ['a flag with another', 'x --mrn --last-name'],
  ['no postal code', 'zip: unknown yet'],
  ['more than a value', 'MRN: see the front sheet of 55123'],
  ['a state', 'Patient: stable'],
  ['a sentence', 'Patient: Rose is better today'],
  ['a contraction of who speaks', "MOTHER: He's been pulling at it"],
  ['a head beside a head', 'Member ID\tMRN\tZIP'],
  ['a cell that is not the first', 'x | Member ID | 88213 |'],
  ['a head above a head', 'Member ID\nMRN\nZIP'],
  ['a label within a word', 'amrn: 55123'],
  ['a label amid a sentence', 'the last name of his mother: rose'],
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

test.each([
  'mrns: 1, ',
  'mrn: [1,',
  'name="mrn" a="',
  'put("mrn", ',
  '--mrn ',
  'MRN & ',
  'MRN?\nA: ',
  'MRN\t',
  'MRN: ',
  'MRN|',
  'MRN,',
  'MRN ',
  '<MRN',
  '.',
  '=',
  "MRN'",
  'MRN\n',
  'a ',
])('%j many times takes linear time', (unit) => {
  const exec = jest.spyOn(RegExp.prototype, 'exec');
  const callsOf = (count: number): number => {
    exec.mockClear();
    found(unit.repeat(count));
    return exec.mock.calls.reduce((sum, [text]) => sum + Math.min(String(text).length, 200), 0);
  };
  const [short, long] = [callsOf(200), callsOf(2000)];
  jest.restoreAllMocks();
  expect(long).toBeLessThanOrEqual(11 * short + 1000);
});
