import { fieldProblems } from './case-fields';

test.each<[string, unknown, string[]]>([
  ['what is required and what is allowed are right', { text: 'a', under: {}, story: 'b' }, []],
  [
    'a misspelt field is named twice: as unknown, and as missing',
    { text: 'a', udner: {} },
    ['x: no such field: udner; there are text, under, story', 'x: under is missing'],
  ],
  ['a list has no fields', ['a'], ['x: must be fields, not ["a"]']],
  ['nothing has no fields', null, ['x: must be fields, not null']],
])('%s', (_what, value, problems) => {
  expect(fieldProblems('x', value, ['text', 'under'], ['story'])).toEqual(problems);
});
