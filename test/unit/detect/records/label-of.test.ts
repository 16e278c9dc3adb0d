import { labelOf } from '../../../../src/detect/records/label-of';

test.each([
  ['patientName', 'patient Name'],
  ['date_of_birth', 'date of birth'],
  ['MRN', 'MRN'],
  ['home-phone.number', 'home phone number'],
  ['address2Line', 'address2 Line'],
  ['_id', 'id'],
  ['x'.repeat(100), 'x'.repeat(64)],
])('the key %s is read as the label "%s"', (key, label) => {
  expect(labelOf(key)).toBe(label);
});
