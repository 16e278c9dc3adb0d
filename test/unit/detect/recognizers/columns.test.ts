import { recognizeColumns } from '../../../../src/detect/recognizers/columns';
import { createMatchText } from '../../../../src/detect/text/match-text';
import type { CompiledRule } from '../../../../src/rules/types';
import { processorTime } from '../../../support/processor-time';
import { patternRule, ruleSetOf } from '../../../support/rule-set';

const rule = (entity: CompiledRule['entity'], columns: string[]): CompiledRule =>
  ({ id: entity.toLowerCase(), entity, columns, priority: 50 }) as unknown as CompiledRule;
const rules = [
  rule('MRN', ['mrn']),
  rule('PLAN', ['member']),
  rule('NAME', ['patient', 'patient first name', 'nurse', 'member?']),
  rule('AGE', ['age']),
  rule('DATE', ['seen?']),
  rule('ID', ['user', 'created by']),
  rule('PHONE', ['phone', 'mobile']),
  rule('ADDRESS', ['town', 'lat', 'lon']),
];

const base = ruleSetOf(rules, ['may']);
const names = new Map(['may', 'ona', 'marta', 'town', 'na'].map((name) => [name, 2]));
const towns = new Map([['mobile', 1]]);
const notLogins = new Map([['nurse', 0]]);
const ruleSet = {
  ...base,
  lists: new Map([...base.lists, ['given-names', names], ['us-cities', towns], ['not-logins', notLogins]]),
};

const candidates = (text: string) => recognizeColumns(createMatchText(text), ruleSet, () => undefined);
const cells = (text: string): string[] =>
  candidates(text).flatMap(({ start, end, score }) => (score > 0 ? [text.slice(start, end)] : []));

test.each<[reason: string, text: string, found: string[]]>([
  ['no rows with heads of their own', '| Patient | Ann Roe |\n| Phone | to be asked |\n| Seen | today |', []],
  ['what is true of all', 'Town\tK\nMobile\t5\nTotal\t7', ['Mobile']],
  ['no columns in forms', '| Patient | May |\n| Status | open |\n| Member | Ona |\n| MRN | 00412 |', []],
  ['nor beside a name', 'Patient\tMarta\nStatus\topen\nUnit\tOne', []],
  ['names that are heads, too', 'Room\tPatient\n3\tTown\n4\tMay', ['Town', 'May']],
  ['a town that is a head, too', 'Town,K,MRN\nMobile,4,00412\nDover,5,00413', ['Mobile', '00412', 'Dover', '00413']],
  ['no days of a trial', 'mrn,patient\n00412,"Roe, Jo"\nC1D15,"May,Ona"', ['00412', 'Roe, Jo', 'May,Ona']],
  ['who made an entry', 'mrn,created by\n00412,jyoung\n00413,nurse', ['00412', 'jyoung', '00413']],
  ['where somebody was', 'mrn,lat,lon\n00412,44.9537,-93.0900\n00413,3.45,left', ['00412', '44.9537', '-93.0900', '00413']],
  ['who gave no name', 'MRN\tPatient first name\tK\n00412\tRefused\t4\n00413\tMay\t4', ['00412', '00413', 'May']],
  ['heads with remarks', 'Patient (Last, First)\tK\tMRN (8)\nRoe, May\t4\t00412', ['Roe, May', '00412']],
  ['but not with others', 'Patient (drug)\tK\tMRN\nRoe, May\t4\t00412', ['00412']],
  ['beside what is a name, too', 'Patient\tNa\nRoe, Jo\t140', ['Roe, Jo']],
  ['a head on every page', 'Patient\tK\nMay\t4\n\nPatient\tK\nOna\t5', ['May', 'Ona']],
  [
    'who is responsible, and how',
    'Task|Nurse|MRN\nTeach|R|00412\nGive|Yes|00413\nCall|Ona|00414',
    ['00412', '00413', 'Ona', '00414'],
  ],
  ['nor below the head of a form', '| Field | Value |\n|---|---|\n| Patient | May |\n| Status | open |', []],
  [
    'below a title, and a head with two that are known',
    '| Census | |\n|---|---|\n| Patient | K |\n| May | 4 |\n\n| A | B |\n|--|--|\n| MRN | Patient |\n| 00412 | May |',
    ['May', '00412', 'May'],
  ],
  ['Markdown', '| MRN | K |\n|---|---|\n| 00412 | 4.1 |', ['00412']],
  ['CSV', 'mrn,seen,k\n00412,3/4,4.1', ['00412', '3/4']],
  [
    'a quoted cell over several lines',
    'mrn,note,seen\n00412,"stable\n\nno ""change"", x",3/4\n00413,"",3/5',
    ['00412', '3/4', '00413', '3/5'],
  ],
  ['two such cells in a row', 'note,mrn,note,seen\n"a\nb",00412,"c\nd",3/4\nx,00413,x,3/5', ['00412', '3/4', '00413', '3/5']],
  ['a mark that nothing closes', 'mrn,note,seen\n00412,"stable,3/4\n00413,x,3/5', ['00412', '00413', '3/5']],
  [
    'a note of several thousand characters in a quoted cell',
    `mrn,note,seen\n00412,"${'Stable, no change.\n\n'.repeat(400)}",3/4\n00413,x,3/5`,
    ['00412', '3/4', '00413', '3/5'],
  ],
  [
    'a mark that closes a cell by chance, far below',
    `mrn,note,seen\n00412,"stable,3/4\n${'00413,x,3/5\n'.repeat(200)}00414,x,6",3/6\n00415,x,3/7`,
    ['00412', ...Array.from({ length: 200 }, () => ['00413', '3/5']).flat(), '00414', '6",3/6', '00415', '3/7'],
  ],
  ['a blank line', 'mrn,note,seen\n00412,x,3/4\n\n00413,x,3/5', ['00412', '3/4', '00413', '3/5']],
  [
    'the foot of a page and the head of the next',
    'mrn\tnote\tseen\n00412\tx\t3/4\nPage 1 of 9\n\n\fElm Clinic\n\n00413\tx\t3/5\n00414\tx',
    ['00412', '3/4', '00413', '3/5', '00414'],
  ],
  [
    'a page in Markdown and in aligned columns',
    '| mrn | k |\n|---|---|\n| 00412 | 4 |\n\n| 00413 | 5 |\n\nuser     mrn     patient\nak23     00414   Roe\n\nak24     00415   Poe',
    ['00412', '00413', 'ak23', '00414', 'Roe', 'ak24', '00415', 'Poe'],
  ],
  ['no prose behind a blank line', 'mrn,seen,note\n00412,3/4,x\n\n00413, 3/5, and more\nso, 3/5', ['00412', '3/4']],
  [
    'another table behind a blank line',
    '| mrn | k |\n|---|---|\n| 00412 | 4 |\n\n| code | k |\n|---|---|\n| 10025 | 5 |',
    ['00412'],
  ],
  ['no rows far below', `mrn,seen,note\n00412,3/4,x\n${'Some prose.\n'.repeat(20)}00413,3/5,x`, ['00412', '3/4']],
  ['a doubtful head alone', 'seen,k\n3/4,4.1', []],
  [
    'aligned by spaces, cells left and right below their heads',
    'ts       user      patient           MRN    note\n06:58    pmoreau   Vandersloot, J     00412    x\n07:02    dhalsey3  Quist, Ona       1400417',
    ['pmoreau', 'Vandersloot, J', '00412', 'dhalsey3', 'Quist, Ona', '1400417'],
  ],
  [
    'as many aligned cells as heads, wherever they stand; and with the number of a row in front',
    'user     note   status       MRN\nak23   x   a rather long status   00411\n\n        MRN    note   user\n0   00412   x  ak24\n1   00413   a long note here   ak25',
    ['ak23', '00411', '00412', 'ak24', '00413', 'ak25'],
  ],
  [
    'aligned cells that are as many as heads by chance: one is empty, two heads stand together',
    'MRN    unit  user    BILLED APPROVED\n00412        ak23    1,240.00  902.00',
    ['00412', 'ak23'],
  ],
  ['one word again and again is no head', '** MRN **  MRN **  MRN **\nFrom: Riverbend Memorial Clinic   MRN 00412   x', []],
  ['a form, not a table', 'Patient:   Ona Quist   MRN  00412\nseen   here   x', []],
  ['two cells are no aligned table', 'Patient    MRN\nOna Quist  00412', []],
  ['ages of 90 and more', 'mrn,age\n00412,91\n00413,89\n00414,94 y', ['00412', '91', '00413', '00414', '94 y']],
  [
    'lists of JSON below one of heads',
    '{"columns":["mrn","note","seen"],"index":[0,1],"data":[["00412","a, \\"b\\" [x]","3/4"],[413,["x"],"3/5"],[414,"x"]]}',
    ['00412', '3/4', '413', '3/5'],
  ],
  ['lists in a list', '[["mrn", "k"],\n ["00412", 4.1], ["00413", 3]]', ['00412', '00413']],
  [
    'SQL',
    "INSERT INTO `labs` (`mrn`, `note`, `seen`) VALUES (412, 'Ann''s (x), y', '3/4'),\n(413, lower('X'), '3/5');",
    ['412', '3/4', '413', '3/5'],
  ],
  ['words in brackets', 'she (mrn, seen) and (00412, 3/4), [00413, 3/5]', []],
  ['lists far from heads', '["mrn","k"] and then ["00412",4.1], ["00413",3]', []],
  [
    'HTML',
    '<table><tr><th>MRN</th><th>K</th></tr>\n<tr class="a"><td> <b>00412</b> </td><td>4</td></tr><tr><td>00413<td>5</table><tr><td>00414</td><td>6</td></tr>',
    ['00412', '00413'],
  ],
  ['a head of two meanings', 'mrn,member\n00412,88123\n00413,"Roe, Ann"', ['00412', '88123', '00413', 'Roe, Ann']],
  [
    'a dump of PostgreSQL',
    'COPY public.labs (mrn, note, seen) FROM stdin;\n412\tx\t3/4\n413\tx, y\t3/5\n\\.\n',
    ['412', '3/4', '413', '3/5'],
  ],
  ['amounts', 'mrn,phone\n$12.50,3,116.20', []],
])('%s', (_reason, text, found) => {
  expect(cells(text)).toEqual(found);
});

test('blanks of a letter are no heads, words of a sentence no cells, and a day with its time is the day', () => {
  const columnsOf = (entity: Parameters<typeof patternRule>[0], ...columns: string[]) =>
    patternRule(entity, '(?<value>#)', { columns });
  const cells = (text: string): string[] =>
    recognizeColumns(
      createMatchText(text),
      ruleSetOf([columnsOf('ADDRESS', 'street', 'city'), columnsOf('NAME', 'patient'), columnsOf('DATE', 'seen')]),
      () => undefined,
    ).flatMap(({ start, end, score }) => (score > 0 ? [text.slice(start, end)] : []));
  expect(cells('To: HR, [STREET], [CITY], x\n\nbreaks (glucose, inhaler, pump, toilet)')).toEqual([]);
  expect(cells('patient,seen\nRoe Ann,2024-03-02T10:11:12Z\nEXCLUDE notes of therapy,see above')).toEqual([
    'Roe Ann',
    '2024-03-02',
  ]);
});

test.each<[reason: string, text: string]>([
  [
    'LaTeX',
    '\\begin{tabular}{ll}\n\\hline\nMRN & Patient \\\\\n\\hline\n00412 & Roe, Jo \\\\\n00413 & May \\\\ \\hline\n\\end{tabular}',
  ],
  [
    'LaTeX in bold',
    '\\textbf{MRN}&\\textbf{Patient}\\\\\n\\midrule\n\\rowcolor{gray}00412&Roe, Jo\\\\[2pt]\n00413&\\emph{May}\\\\\n',
  ],
  [
    'MediaWiki',
    '{| class="wikitable"\n|+ Census\n! MRN !! Patient\n|-\n| 00412 || Roe, Jo\n|-\n| style="x" | 00413 || May\n|}\n| 00414 || Poe',
  ],
  ['MediaWiki, a cell a line', '{|\n! MRN\n! Patient\n|-\n| 00412\n| Roe, Jo\n|-\n| 00413\n| May\n|}'],
  ['Jira', '||MRN||Patient||\n|00412|Roe, Jo|\n|00413|May|'],
  ['DokuWiki', '^ MRN ^ Patient ^\n| 00412 | Roe, Jo |\n| 00413 | May |'],
  ['AsciiDoc', '|===\n|MRN |Patient\n\n|00412\n|Roe, Jo\n\n|00413\n|May\n|==='],
  [
    'reStructuredText',
    '.. list-table::\n\n   * - MRN\n     - Patient\n   * - 00412\n     - Roe, Jo\n   * - 00413\n     - May\n\n- 00414',
  ],
  ['lists of lists', '- - MRN\n  - Patient\n- - 00412\n  - Roe, Jo\n- - 00413\n  - May\n'],
  [
    'a forum',
    '[table]\n[tr][th]MRN[/th][th]Patient[/th][/tr]\n[tr][td]00412[/td][td]Roe, Jo[/td][/tr][tr][td]00413[/td][td]May[/td][/tr]\n[/table]',
  ],
  [
    'Excel',
    '<Table><Row><Cell><Data ss:Type="String">MRN</Data></Cell><Cell><Data>Patient</Data></Cell></Row>\n<Row><Cell><Data>00412</Data></Cell><Cell><Data>Roe, Jo</Data></Cell></Row><Row><Cell><Data>00413</Data></Cell><Cell><Data>May</Data></Cell></Row></Table>',
  ],
  [
    'components',
    '<TableRow><TableCell>MRN</TableCell><TableCell>Patient</TableCell></TableRow><TableRow><TableCell>00412</TableCell><TableCell>Roe, Jo</TableCell></TableRow><TableRow><TableCell>00413</TableCell><TableCell>May</TableCell></TableRow>',
  ],
  ['a quoted mail', '> MRN\tPatient\n> 00412\tRoe, Jo\n> 00413\tMay'],
  ['carets', 'MRN^Patient^K\n00412^Roe, Jo^4\n00413^May^5'],
])('tables in other forms: %s', (_reason, text) => {
  expect(cells(text)).toEqual(['00412', 'Roe, Jo', '00413', 'May']);
});

test.each([
  'R & D, MRN & Patient',
  'mrn=1&patient=2\n00412&May',
  'MRN^Patient\n00412^May',
  'MSH|^~\\&|MRN|Patient\nSCH|412^A|00412|May',
  '- a\n- - MRN\n- 00412',
  '{| MRN | K |',
])('no table: %j', (text) => {
  expect(cells(text)).toEqual([]);
});

test('heads are no names, and small numbers below heads of which nothing is known no dates', () => {
  const none = (text: string): string[] =>
    candidates(text).flatMap(({ start, end, score, entity }) => (score === 0 ? [`${entity} ${text.slice(start, end)}`] : []));
  expect(none('MRN\tK\tPatient\n00412\t4.1\tx\n00413\t3/4\tx')).toEqual([
    'NAME MRN\tK\tPatient',
    'ADDRESS MRN\tK\tPatient',
    'DATE 4.1',
  ]);
  expect(none('MRN   Patient   K\n00412   May      4.1\n')).toContain('DATE 4.1');
  expect(none('Town, Alabama\nseen, today')).toEqual([]);
  expect(none('| Patient | Roe, Jo (alias X) |\n| MRN / visit | 3 |')).toEqual(['DATE 3']);
  expect(none('| Patient | Marta |\n| Status | open |\n| K | x |')).toEqual([]);
});

test.each(['| - - a\n', '{|\n| a\n', '- - a\n  - b\n', '|===\n|a\n', 'a & b \\\\\n', '^ a ^\n', '[tr][td]a', '\\a{'])(
  '%j many times takes linear time',
  (unit) => {
    const time = (count: number): number => {
      const from = processorTime();
      cells(unit.repeat(count));
      return processorTime() - from;
    };
    time(500);
    expect(time(20_000)).toBeLessThan(60 * (time(1000) + 10));
  },
);
