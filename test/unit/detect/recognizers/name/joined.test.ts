import { recognizeName } from '../../../../../src/detect/recognizers/name';
import { recognizeWith } from '../../../../support/recognize';

const names = (text: string): string[] => recognizeWith(recognizeName, 'person-name', text);

test.each([
  ['notes/emily.watson/', 'emily.watson'],
  ['john_smith', 'john_smith'],
  ['smith_john_labs.pdf', 'smith_john'],
  ['patient_mary_brown', 'mary_brown'],
  ['jane_doe_notes', 'jane_doe'],
  ['JohnSmith', 'JohnSmith'],
  ['notes for maryJones', 'maryJones'],
  ['transfer_to_hannah_osei', 'hannah_osei'],
  ['handoff_to_maria_lopez', 'maria_lopez'],
])('a given and a family name in what programs call something: %s', (text, name) => {
  expect(names(text)).toEqual([name]);
});

test.each([
  'grace_period',
  'mark_young',
  'jordan_form',
  'hunter_gatherer',
  'bill_pay',
  'rose_white',
  'chase_bank',
  'long_case',
  'martin_gale',
  'JordanForm',
  'GracePeriod',
  'max_price',
  'min_max',
  'maxPower',
  'torch.optim.Adam',
  'getUser',
])('words: %s', (text) => {
  expect(names(text)).toEqual([]);
});
