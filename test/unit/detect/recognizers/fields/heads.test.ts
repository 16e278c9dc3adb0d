import { cellValue } from '../../../../../src/detect/recognizers/fields/field-values';
import { type Head, headsOf, isKnownName } from '../../../../../src/detect/recognizers/fields/heads';
import { patternRule } from '../../../../support/rule-set';

const columns = (entity: Parameters<typeof patternRule>[0], ...names: string[]) =>
  patternRule(entity, '(?<value>#)', { columns: names });
const heads = headsOf([
  columns('MRN', 'patient id', 'chart no', 'chart num', 'unit number'),
  columns('NAME', '* last name', 'patient name', 'no?'),
  columns('ADDRESS', 'city'),
]);

const meant = (name: string): string[] => heads.named(name).map(({ rule }: Head) => rule.entity);
const meantBy = (cell: string): string[] => heads.in(cell, { start: 0, end: cell.length }).map(({ head }) => head.rule.entity);

test.each<[cell: string, entities: string[]]>([
  ['PATIENTID', ['MRN']],
  ['chart_nbr', ['MRN']],
  ['Chart Nr', ['MRN']],
  ['unitnum', ['MRN']],
  ['patient_nm', ['NAME']],
  ['lastname', ['NAME']],
  ['PAT_LAST_NM', ['NAME']],
  ['"emergency_contact_last_name"', ['NAME']],
  ['mbrLastName', ['NAME']],
  ['the name that stands last name', []],
  ['{"x": "last name"', []],
  ['Kansas City', []],
  ['num', []],
])('the head %s', (cell, entities) => {
  expect(meantBy(cell)).toEqual(entities);
});

test('what the rules name themselves counts before another spelling of it', () => {
  expect(meant('chart num')).toEqual(['MRN']);
  expect(heads.named('chart num')).not.toBe(heads.named('chart no'));
});

test('names of fields may have words in front, too', () => {
  expect(isKnownName(heads, 'subscriberLastName')).toBe(true);
  expect(isKnownName(heads, 'Home city')).toBe(false);
});

test.each([
  ['55123.', '55123'],
  [' "5512399" ', '5512399'],
  ['Smith, Mary.', 'Smith, Mary'],
  ['John Smith Jr.', 'John Smith Jr.'],
  ['Mary S.', 'Mary S.'],
  ['1.5', '1.5'],
])('the value in %j', (cell, value) => {
  const found = cellValue(`x ${cell}`, { start: 2, end: 2 + cell.length });
  expect(`x ${cell}`.slice(found?.start, found?.end)).toBe(value);
});
