import { liesInWrittenToken } from '../../../src/vault/written-tokens';

test.each<[text: string, part: string, expected: boolean, reason: string]>([
  ['see [MRN_10] there', '[MRN_10]', true, 'all of it'],
  ['see [MRN_10] there', 'MRN_10', true, 'without its brackets'],
  ['see [MRN_10] there', '10', true, 'its number'],
  ['see [NAME_1:family]', 'family', true, 'its form'],
  ['MRN: MRN_10', 'MRN_10', true, 'without brackets'],
  ['NAME_1_family', 'NAME_1_family', true, 'an alias'],
  ['see [MRN_10] there', '[MRN_10] there', false, 'more than the token'],
  ['[NAME_1] Smith', 'Smith', false, 'beside it'],
  ['[MRN_482917]', '482917', false, 'six digits may be the number of a chart'],
  ['MRN_4829', '4829', false, 'four digits without brackets'],
  ['[MRN 10]', '10', false, 'not as the proxy writes it'],
  ['[mrn_10]', '10', false, 'lower case'],
  ['[PATIENT_1]', '1', false, 'no label of ours'],
  ['XMRN_10', '10', false, 'end of a longer word'],
])('"%s": "%s" lies in a token: %s (%s)', (text, part, expected) => {
  const start = text.indexOf(part);
  expect(liesInWrittenToken(text, start, start + part.length)).toBe(expected);
});
