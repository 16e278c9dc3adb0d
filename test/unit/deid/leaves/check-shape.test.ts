import { checkShape } from '../../../../src/deid/leaves/check-shape';
import type { Shape } from '../../../../src/dialects/field-table';
import { type JsonValue, parseJson } from '../../../../src/dialects/json';

test.each<[Shape, JsonValue, boolean, string]>([
  ['boolean', true, true, 'a boolean'],
  ['boolean', 'true', false, 'a string'],
  ['number', parseJson('0.7'), true, 'a number as written'],
  ['number', '0.7', false, 'a string'],
  ['integer', parseJson('9223372036854775807'), true, 'above 2^53'],
  ['integer', parseJson('5.0'), true, 'a whole number with a point'],
  ['integer', parseJson('5.5'), false, 'a fraction'],
  ['integer', parseJson('-9223372036854775808'), true, 'the least of 64 bits'],
  ['integer', parseJson('1e+16'), true, 'an exponent'],
  ['integer', parseJson('1.25E2'), true, 'a whole number by its exponent'],
  ['integer', parseJson('1.25e1'), false, 'a fraction with an exponent'],
  ['integer', parseJson('1e-3'), false, 'a fraction by its exponent'],
  ['integer', parseJson('1e20'), false, 'more than any API takes'],
  ['model', 'gpt-4o-2024-08-06', true, 'a model'],
  ['model', 'ft:gpt-4o:acme::abc123', true, 'a fine-tuned model'],
  ['model', 'Mary Smith', false, 'a space'],
  ['model', 'x'.repeat(129), false, 'too long'],
  ['identifier', 'call_abc-1', true, 'an id'],
  ['identifier', '', true, 'of a server that makes none'],
  ['identifier', 'call_1|fc_2', true, 'two ids joined'],
  ['identifier', 'Q2Fs+b/8=', true, 'base64'],
  ['identifier', 'Mary Smith', false, 'a space'],
  ['role', 'assistant', true, 'a role'],
  ['role', 'MarySmith', false, 'no role'],
  ['word', 'json_schema', true, 'a word'],
  ['word', 'two words', false, 'a space'],
  ['word', 'x'.repeat(42), false, 'too long'],
  ['token-id', parseJson('151643'), true, 'an id'],
  ['token-id', parseJson('-1'), false, 'below none'],
  ['token-id', '151643', false, 'a string'],
  ['logit-bias', { '50256': -100 }, true, 'ids of tokens'],
  ['logit-bias', { Mary: -100 }, false, 'a word as key'],
  ['logit-bias', { '1': 'Mary' }, false, 'text as value'],
])('%s: %j is %s (%s)', (shape, value, expected) => {
  expect(checkShape(value, shape)).toBe(expected);
});

test('an absent value has no shape', () => {
  expect(checkShape(undefined, 'word')).toBe(false);
});
