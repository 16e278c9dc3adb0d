import { validators } from '../../../../src/detect/validators/validators';
import { VALIDATORS, type ValidatorName } from '../../../../src/rules/types';

type Row = readonly [name: ValidatorName, value: string, valid: boolean, why: string];

const ROWS: readonly Row[] = [
  ['luhn', '4111 1111 1111 1111', true, 'test card, with spaces'],
  ['luhn', '4111 1111 1111 1112', false, 'wrong check digit'],
  ['luhn', '0000 0000 0000 0000', false, 'all digits alike'],
  ['luhn', '4111', false, 'too short for a card'],
  ['npi', '1234567893', true, 'the example of the standard'],
  ['npi', '1234567890', false, 'wrong check digit'],
  ['npi', '3234567893', false, 'must begin with 1 or 2'],
  ['dea', 'BK2366563', true, 'practitioner'],
  ['dea', 'F91234563', true, 'second place 9 for a business'],
  ['dea', 'BK2366564', false, 'wrong check digit'],
  ['dea', 'IK2366563', false, 'I is no registrant letter'],
  ['vin', '1M8GDM9AXKP042788', true, 'check digit X'],
  ['vin', '1HGCM82633A004352', true, 'check digit 3'],
  ['vin', '1HGCM82633A004353', false, 'wrong check digit'],
  ['vin', '1HGCM82633AOO4352', false, 'the letter O does not occur'],
  ['aba', '021000021', true, 'weights 3-7-1'],
  ['aba', '021000022', false, 'wrong check digit'],
  ['aba', '991000021', false, 'no such prefix'],
  ['iban', 'GB82 WEST 1234 5698 7654 32', true, 'the example of the standard'],
  ['iban', 'GB82 WEST 1234 5698 7654 33', false, 'wrong check digits'],
  ['ssn', '123-45-6789', true, 'can have been issued'],
  ['ssn', '000-12-3456', false, 'area 000 is never issued'],
  ['ssn', '666 12 3456', false, 'area 666 is never issued'],
  ['ssn', '912-12-3456', false, 'areas 900-999 are taxpayer numbers'],
  ['ssn', '123-00-6789', false, 'group 00'],
  ['mbi', '1EG4-TE5-MK73', true, 'the example of CMS'],
  ['mbi', '1eg4te5mk73', true, 'case and hyphens do not count'],
  ['mbi', '1SG4-TE5-MK73', false, 'S is not used'],
  ['ipv4', '10.44.7.118', true, 'private range'],
  ['ipv4', '10.44.7.256', false, 'above 255'],
  ['ipv4', '10.44.07.1', false, 'leading zero'],
  ['ipv6', '2001:db8:4c1f:22::9a', true, 'shortened'],
  ['ipv6', '08:51:06', false, 'a clock time'],
  ['ipv6', '2001:db8::/32', true, 'with prefix length'],
  ['imei', '490154203237518', true, 'the example of the standard'],
  ['imei', '490154203237519', false, 'wrong check digit'],
  ['phone', '(555) 555-0143', true, 'fictional numbers pass'],
  ['phone', '555-0143', true, 'seven digits'],
  ['phone', '+44 20 7946 0958', true, 'international'],
  ['phone', '021-555-0143', false, 'no area code begins with 0'],
  ['phone', '212-555-0143 ext. 12', true, 'extension'],
  ['date', '02/29/2024', true, 'leap day'],
  ['date', '02/30/2024', false, 'no such day'],
  ['date', '14.03.2024', true, 'European order'],
  ['date', '20240314', true, 'HL7'],
  ['age90', '94', true, 'digits'],
  ['age90', '1O1', true, 'misread zero'],
  ['age90', '89', false, 'under 90'],
  ['age90', '126', false, 'beyond any age'],
  ['age90', 'ninety-two', true, 'words'],
  ['age90', 'one hundred and four', true, 'words above 100'],
  ['age90', 'ninety days', false, 'a duration'],
  ['age90', '90th', true, 'ordinal'],
];

test.each(ROWS)('%s of %s is %s: %s', (name, value, valid) => {
  expect(validators[name](value)).toBe(valid);
});

test('every validator that a rule may name is there and tested both ways', () => {
  expect(Object.keys(validators).sort()).toEqual([...VALIDATORS].sort());
  for (const name of VALIDATORS) {
    const verdicts = ROWS.filter(([tested]) => tested === name).map(([, , valid]) => valid);
    expect(new Set(verdicts).size).toBe(2);
  }
});

/** 49 CFR 565.15(c), Table III. */
const VIN_LETTERS = ['AJ', 'BKS', 'CLT', 'DMU', 'ENV', 'FW', 'GPX', 'HY', 'RZ'];

test.each(VIN_LETTERS.flatMap((letters, index) => [...letters].map((letter) => [letter, index + 1] as const)))(
  'in a VIN %s counts as %i',
  (letter, digit) => {
    // The check digit of 1 and sixteen zeros at the first place, which counts eight times.
    const check = (8 * digit) % 11;
    const rest = `0000000${check === 10 ? 'X' : check}00000000`.slice(0, 16);
    expect([`${digit}${rest}`, `${letter}${rest}`].map((value) => validators.vin(value))).toEqual([true, true]);
    expect(validators.vin(`${letter}${rest.slice(0, 7)}${check === 0 ? 1 : 0}${rest.slice(8)}`)).toBe(false);
  },
);
