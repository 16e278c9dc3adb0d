import { formsOfAnswers } from '../../../../src/detect/questions/read-answers';

const TEXT = 'Zip? 02139. Then: MRN? 55123';
const ANSWERS = [
  { start: 5, end: 11, label: 'Zip' },
  { start: 23, end: 28, label: 'MRN' },
];

test('answers are a form', () => {
  const [form, ...more] = formsOfAnswers(TEXT, ANSWERS, 1000);
  expect(more).toEqual([]);
  expect(form?.text).toBe('Zip: 02139.\nMRN: 55123\n');
  expect(form?.fields.map(({ start, end, field }) => [form.text.slice(start, end), field.names[0]])).toEqual([
    ['02139.', 'Zip'],
    ['02139', 'Zip'],
    ['55123', 'MRN'],
  ]);
});

test('what is found in a form has its place in the text', () => {
  const [form] = formsOfAnswers(TEXT, ANSWERS, 1000);
  const placeOf = (part: string) => {
    const start = form?.text.indexOf(part) ?? -1;
    const place = form?.placeOf({ start, end: start + part.length });
    return place && TEXT.slice(place.start, place.end);
  };
  expect(placeOf('02139')).toBe('02139');
  expect(placeOf('MRN: 55123')).toBe('55123');
  expect(placeOf('55123\n')).toBe('55123');
  expect(placeOf('MRN')).toBeUndefined();
  expect(form?.placeOf({ start: 500, end: 501 })).toBeUndefined();
});

test('a form that is long enough is followed by another', () => {
  expect(formsOfAnswers(TEXT, ANSWERS, 5).map(({ text }) => text)).toEqual(['Zip: 02139.\n', 'MRN: 55123\n']);
  expect(formsOfAnswers(TEXT, [], 5)).toEqual([]);
});
