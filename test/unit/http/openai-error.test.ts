import { isErrorBody, plainError, statusWithin, toOpenaiError } from '../../../src/http/openai-error';

const DETAIL = { innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: { hate: { filtered: true } } } };
const METADATA = { metadata: { raw: '{"error":"busy"}', provider_name: 'Together' } };

/** What servers answer that call themselves compatible. */
test.each([
  ['vLLM', { object: 'error', message: 'too long', type: 'BadRequestError', param: null, code: 400 }, 'too long', '400'],
  ['Ollama', { error: 'model not found' }, 'model not found', null],
  ['TGI', { error: 'bad input', error_type: 'validation' }, 'bad input', null],
  ['FastAPI', { detail: 'not loaded' }, 'not loaded', null],
  ['FastAPI, checking', { detail: [{ loc: ['body'], msg: 'missing', type: 'x' }, { msg: 'too big' }] }, 'missing; too big', null],
  ['Mistral', { object: 'error', message: { detail: [{ msg: 'Field required' }] }, code: null }, 'Field required', null],
  ['Google', [{ error: { code: 400, message: 'invalid', status: 'INVALID_ARGUMENT' } }], 'invalid', '400'],
  ['Spring', { status: 500, error: 'Internal Server Error', message: 'worker is gone' }, 'worker is gone', null],
  ['a problem of RFC 9457', { type: 'about:blank', title: 'Bad Request', detail: 'too hot' }, 'too hot', null],
  ['Cloudflare', { success: false, errors: [{ code: 7003, message: 'no route' }], messages: [] }, 'no route', null],
  ['xAI', { code: 'Some words', error: 'not supported' }, 'not supported', null],
  ['Databricks', { error_code: 'BAD_REQUEST', message: 'no tools' }, 'no tools', 'BAD_REQUEST'],
  ['Anthropic', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'Overloaded', null],
])('the message of %s is found', (_who, body, message, code) => {
  expect(toOpenaiError(body)).toMatchObject({ error: { message, code, param: null } });
});

test('details that clients know are kept beside the message, others are not', () => {
  const error = { message: 'no', code: 'content_filter', ...DETAIL, ...METADATA, status: 400, request: 'x' };
  expect(toOpenaiError({ error, user_id: 'u' })).toEqual({
    error: { message: 'no', type: 'server_error', param: null, code: 'content_filter', ...DETAIL, ...METADATA },
  });
});

test.each([[{}], [[]], [{ error: {} }], [{ error: { message: null } }], [{ message: ' ' }], ['' as const], [null]])(
  '%j has no message',
  (body) => {
    expect(toOpenaiError(body)).toBeUndefined();
  },
);

test.each([null, '', undefined])('a code without a message (%j) is kept: programs go by it', (message) => {
  const error = { code: 'context_length_exceeded', type: 'invalid_request_error', ...(message === undefined ? {} : { message }) };
  expect(toOpenaiError({ error })).toMatchObject({
    error: { message: 'The upstream API reported an error.', code: 'context_length_exceeded', type: 'invalid_request_error' },
  });
});

test('plain text is a message while it is short', () => {
  expect(plainError('no healthy upstream\n')).toMatchObject({ error: { message: 'no healthy upstream' } });
  expect([plainError('x'.repeat(501)), plainError(' ')]).toEqual([undefined, undefined]);
});

test('an error is told from an answer', () => {
  expect(
    [{ error: 'no' }, { object: 'error', message: 'no' }, [{ error: {} }], { error: 'no', choices: null }].map(isErrorBody),
  ).toEqual(Array(4).fill(true));
  expect(
    [{ choices: [] }, { error: null, choices: [] }, { error: 'late', choices: [{}] }, [], 'x', { error: null }].map(isErrorBody),
  ).toEqual(Array(6).fill(false));
});

test('the status of an error within a reply is its code, if that is one', () => {
  const codes = [429, '503', 200, 'busy', undefined, 500.5];
  expect(codes.map((code) => statusWithin({ error: { message: 'm', ...(code === undefined ? {} : { code }) } }))).toEqual([
    429, 503, 502, 502, 502, 502,
  ]);
});
