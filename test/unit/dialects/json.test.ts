import { isJsonObject, MAX_DEPTH, MAX_VALUES, parseJson, parseReplyJson, stringifyJson } from '../../../src/dialects/json';
import { PhiProxyError } from '../../../src/errors';

const CANARY = 'Canarysmith';

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(PhiProxyError);
    expect(JSON.stringify(error) + String(error) + String((error as Error).stack)).not.toContain(CANARY);
    return (error as PhiProxyError).code;
  }
}

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('what is refused', () => {
  test.each([
    ['the same key twice', `{"a":1,"a":"${CANARY}"}`, 'duplicate_key'],
    ['the same key twice, once escaped', '{"a":1,"\\u0061":2}', 'duplicate_key'],
    ['the same key twice, deep', '[{"x":{"a":1,"a":2}}]', 'duplicate_key'],
    ['nesting above the limit', nested(MAX_DEPTH + 1), 'json_too_deep'],
    ['nesting far above the limit', nested(200_000), 'json_too_deep'],
    ['nesting of objects', '{"a":'.repeat(MAX_DEPTH + 1), 'json_too_deep'],
    ['more values than the limit', `[${'1,'.repeat(MAX_VALUES)}1]`, 'request_too_large'],
    ['more empty lists than the limit', `[${'[],'.repeat(MAX_VALUES / 2)}[]]`, 'request_too_large'],
    ['a number that is infinite', '{"seed":1e400}', 'invalid_number'],
    ['a lone high surrogate', `{"a":"\\ud83d ${CANARY}"}`, 'invalid_unicode'],
    ['a lone low surrogate in a key', '{"\\ude00":1}', 'invalid_unicode'],
    ['a pair the wrong way round', '{"a":"\\ude00\\ud83d"}', 'invalid_unicode'],
    ['a raw lone surrogate', '{"a":"\ud83d"}', 'invalid_unicode'],
    ['no JSON', CANARY, 'invalid_json'],
    ['nothing', '', 'invalid_json'],
    ['text behind the value', `{} ${CANARY}`, 'invalid_json'],
    ['an open string', `{"a":"${CANARY}`, 'invalid_json'],
    ['a raw line end in a string', `{"a":"${CANARY}\n"}`, 'invalid_json'],
    ['a trailing comma', '[1,]', 'invalid_json'],
    ['NaN', '{"a":NaN}', 'invalid_json'],
    ['a leading zero', '{"a":012}', 'invalid_json'],
    ['a comment', '{"a":1/**/}', 'invalid_json'],
  ])('%s', (_reason, text, code) => {
    expect(codeOf(() => parseJson(text))).toBe(code);
  });
});

describe('what stays exact', () => {
  test.each([
    ['an integer above 2^53', '{"seed":9223372036854775807}'],
    ['decimals as written', '{"a":1.0,"b":0.10,"c":-0,"d":1E5}'],
    ['a pair of surrogates', '{"a":"😀"}'],
    ['control characters', '{"a":"\\u0001\\n\\t\\""}'],
    ['nesting at the limit', nested(MAX_DEPTH)],
    ['brackets inside strings are no nesting', JSON.stringify({ a: '['.repeat(500), b: '"{'.repeat(500) })],
    ['commas inside strings are no values', JSON.stringify([','.repeat(MAX_VALUES)])],
    ['a backslash before a quote', '{"a":"\\\\","b":"\\\\\\""}'],
    ['the order of keys', '{"z":1,"a":2,"m":3}'],
    ['the order of keys that are numbers', '{"reasoning":1,"10":{"b":1,"2":2},"9":[{"1":1,"0":2}],"a":4,"007":5,"4294967296":6}'],
    ['null, booleans, empty values', '{"a":null,"b":true,"c":[],"d":{},"e":""}'],
    ['a key named __proto__', '{"__proto__":{"isAdmin":true},"a":1}'],
    ['a key named constructor', '{"constructor":{"prototype":{"x":1}}}'],
  ])('%s', (_reason, text) => {
    expect(stringifyJson(parseJson(text))).toBe(text);
  });

  test('keys that are added or gone since do not disturb the order of the others', () => {
    const value = parseJson('{"b":1,"2":2,"1":3}') as Record<string, string>;
    delete value['b'];
    Object.assign(value, { added: 'x', '0': 'y' });
    expect(stringifyJson(value)).toBe('{"2":2,"1":3,"0":"y","added":"x"}');
  });

  test('a key named __proto__ changes no prototype', () => {
    const value = parseJson('{"__proto__":{"isAdmin":true}}');
    expect(isJsonObject(value) && Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect((value as Record<string, unknown>)['isAdmin']).toBeUndefined();
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  test.each([
    ['{"a":"x","a":"x"}', 'with one value'],
    ['{"a":1,"\\u0061":2}', 'spelled with an escape'],
    ['{"b":{"a":1 , "c":2,"a":1}}', 'deeper, not next to each other'],
  ])('a key that stands twice is refused: %s (%s)', (text) => {
    expect(codeOf(() => parseJson(text))).toBe('duplicate_key');
  });

  test('the same key in different objects, or as a value, is fine', () => {
    const text = '{"a":{"a":"a"},"b":[{"a":1},{"a":2}]}';
    expect(stringifyJson(parseJson(text))).toBe(text);
  });

  test('strings are written so that they read the same', () => {
    const text = '\u2028\u0000"\\/\u{1F600}é';
    expect(JSON.parse(stringifyJson({ text }))).toEqual({ text });
  });
});

describe('replies', () => {
  test.each([
    ['of a key that stands twice the last counts', '{"a":1,"a":"x"}', '{"a":"x"}'],
    ['an integer above 2^53 stays exact', '{"id":9223372036854775807}', '{"id":9223372036854775807}'],
    ['a key named __proto__', '{"__proto__":{"x":1}}', '{"__proto__":{"x":1}}'],
    ['a lone surrogate passes: no client text is at risk', '{"a":"\\ud83d"}', '{"a":"\\ud83d"}'],
  ])('%s', (_reason, text, expected) => {
    expect(stringifyJson(parseReplyJson(text))).toBe(expected);
  });

  test.each([
    ['an object without its end', '{"a":'],
    ['a string without its end', `"${CANARY}`],
    ['one level too many', nested(MAX_DEPTH + 1)],
    ['nothing', ''],
  ])('unreadable: %s', (_what, text) => {
    expect(codeOf(() => parseReplyJson(text))).toBe('upstream_invalid_response');
  });
});
