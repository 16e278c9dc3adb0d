import { askedFor, itemsOf, namesAskedFor } from '../../../../src/detect/questions/asked-for';

describe('what a text asks for', () => {
  test.each([
    ['What is your MRN?', 'MRN'],
    ['Thanks, Hope! And your last name?', 'last name'],
    ['Could you tell me the member ID on your insurance card?', 'member ID on your insurance card'],
    ['And your chart number, please?', 'chart number'],
    ['Date of birth (MM DD YYYY)?', 'Date of birth'],
    ['DOB in six digits?', 'DOB'],
    ['Last four digits of the card?', 'Last four digits of the card'],
    ['For the refill, what is your MRN? It stands on your bracelet.', 'MRN'],
    ['And your door code for the delivery?', 'door code'],
    ['What is the dose for the child?', 'dose for the child'],
    ['Which account number is it about?', 'account number'],
    ['What city do you live in?', 'city'],
    ['Where do you work?', 'employer'],
    ['Where does she live?', 'home address'],
    ['When is your birthday?', 'date of birth'],
    ['What should I call you?', 'name'],
    ['Please enter your ZIP code.', 'ZIP code'],
    ["The next message is the patient's MRN.", "next message is the patient's MRN"],
    ['MRN:', 'MRN'],
    ['Can you verify the last four of your social?', 'SSN'],
    ['State your name for the record.', 'name'],
    ['whats your badge number', 'badge number'],
    ['What should we call him?', 'name'],
    ['And which town?', 'town'],
    ['what pharmacy', 'pharmacy'],
    ['and the zip', 'zip'],
    ['What unit?', 'apartment number'],
    ['Who is your cardiologist?', 'names'],
    ['who drove you here', 'names'],
    ['Who do you live with?', 'names'],
  ])('%s', (text, label) => {
    expect(askedFor(text)).toBe(label);
  });

  test.each([[''], ['Your MRN is on file.'], ['???'], ['Never mind.\nI found it.'], ['What city was it like?']])(
    'nothing: %j',
    (text) => {
      expect(askedFor(text)).toBeUndefined();
    },
  );
});

test('what several things asked for at once are', () => {
  expect(itemsOf('name, DOB and MRN')).toEqual(['name', 'DOB', 'MRN']);
  expect(itemsOf('name, DOB, and MRN & zip')).toEqual(['name', 'DOB', 'MRN', 'zip']);
  expect(itemsOf('standard code')).toEqual(['standard code']);
});

test('whoever is asked for a name is a person', () => {
  expect(namesAskedFor("son's name")).toContain('full name');
  expect(namesAskedFor('the zip code')).toEqual(['the zip code', 'zip code', 'code']);
});
