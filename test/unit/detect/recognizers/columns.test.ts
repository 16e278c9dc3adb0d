import { createMatchText } from '../../../../src/detect/match-text';
import { recognizeColumns } from '../../../../src/detect/recognizers/columns';
import type { CompiledRule } from '../../../../src/rules/types';

const rule = (entity: CompiledRule['entity'], columns: string[]): CompiledRule =>
  ({ id: entity.toLowerCase(), entity, columns, priority: 50 }) as unknown as CompiledRule;
const rules = [
  rule('MRN', ['mrn']),
  rule('NAME', ['patient']),
  rule('AGE', ['age']),
  rule('DATE', ['seen?']),
  rule('ID', ['user']),
  rule('PHONE', ['phone']),
];

const cells = (text: string): string[] =>
  recognizeColumns(createMatchText(text), rules, () => undefined).map(({ start, end }) => text.slice(start, end));

test.each<[reason: string, text: string, found: string[]]>([
  ['no rows with heads of their own', '| Patient | Ann Roe |\n| Phone | to be asked |\n| Seen | today |', []],
  ['Markdown', '| MRN | K |\n|---|---|\n| 00412 | 4.1 |', ['00412']],
  ['CSV', 'mrn,seen,k\n00412,3/4,4.1', ['00412', '3/4']],
  [
    'a quoted cell over several lines',
    'mrn,note,seen\n00412,"stable\n\nno ""change"", x",3/4\n00413,"",3/5',
    ['00412', '3/4', '00413', '3/5'],
  ],
  ['two such cells in a row', 'note,mrn,note,seen\n"a\nb",00412,"c\nd",3/4\nx,00413,x,3/5', ['00412', '3/4', '00413', '3/5']],
  ['a mark that nothing closes', 'mrn,note,seen\n00412,"stable,3/4\n00413,x,3/5', ['00412', '00413', '3/5']],
  ['a doubtful head alone', 'seen,k\n3/4,4.1', []],
  [
    'aligned by spaces, cells left and right below their heads',
    'ts       user      patient           MRN    note\n06:58    pmoreau   Vandersloot, J     00412    x\n07:02    dhalsey3  Quist, Ona       1400417',
    ['pmoreau', 'Vandersloot, J', '00412', 'dhalsey3', 'Quist, Ona', '1400417'],
  ],
  ['a form, not a table', 'Patient:   Ona Quist   MRN  00412\nseen   here   x', []],
  ['two cells are no aligned table', 'Patient    MRN\nOna Quist  00412', []],
  ['ages of 90 and more', 'mrn,age\n00412,91\n00413,89\n00414,94 y', ['00412', '91', '00413', '00414', '94 y']],
  ['amounts', 'mrn,phone\n$12.50,3,116.20', []],
])('%s', (_reason, text, found) => {
  expect(cells(text)).toEqual(found);
});
