import { type Head, headsOf, isKnownName } from '../../../../src/detect/recognizers/heads';
import { patternRule } from '../../../support/rule-set';

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
