import { brotliCompressSync, gzipSync } from 'node:zlib';
import { assemble, completion, echo } from '../support/chat-wire';
import { jsonReply } from '../support/fake-upstream';
import { useProxy } from '../support/use-proxy';
import { startWholeProxy } from '../support/whole-proxy';

/** What proxies of this kind get wrong in the request; the numbers are those of the list of known failures, 1 to 50. */

const { upstream, proxy } = useProxy(startWholeProxy, { reply: jsonReply(completion('fine')) });

const user = (content: unknown) => ({ role: 'user', content });
const ask = (content: unknown, more: object = {}) => ({ model: 'gpt-4o', messages: [user(content)], ...more });
const bytes = (at = -1): string => upstream.requests.at(at)?.body ?? '';

interface Forwarded {
  readonly messages: readonly {
    readonly content: string;
    readonly name?: string;
    readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: string } }[];
  }[];
  readonly [field: string]: unknown;
}

/** What upstream gets for a body that must pass. */
async function forwarded(body: object): Promise<Forwarded> {
  const response = await proxy.chat(body);
  expect([response.status, response.status === 200 ? '' : await response.text()]).toEqual([200, '']);
  return JSON.parse(bytes()) as Forwarded;
}

async function roundTrip(text: string): Promise<string> {
  upstream.script(echo());
  const response = await proxy.chat(ask(text));
  expect(await response.json()).toMatchObject({ content: text });
  expect(assemble(await (await proxy.chat(ask(text, { stream: true }))).text())[0]?.content).toBe(text);
  return (JSON.parse(bytes()) as Forwarded).messages[0]?.content ?? '';
}

test('peer case 2: the shared beginning of two turns is forwarded byte for byte alike', async () => {
  const history = [
    user('Patient Grace Okonkwo, born 3/14/1960, has a cough.'),
    { role: 'assistant', content: 'Since when does Grace Okonkwo cough?' },
  ];
  const later = [
    user('Two weeks, says Ngozi Okonkwo, her daughter.'),
    { role: 'assistant', content: 'Thank you.' },
    user('Write to Dr. Priya Raman.'),
  ];
  await forwarded({ model: 'gpt-4o', messages: [...history, later[0]] });
  const second = bytes();
  await forwarded({ model: 'gpt-4o', messages: [...history, ...later] });
  const shared = second.slice(0, second.indexOf('],"temperature"'));
  expect(shared).toMatch(/^\{"model":"gpt-4o","messages":\[.*daughter/);
  expect(bytes().startsWith(shared)).toBe(true);
});

test('peer case 10: arguments of replayed tool calls are masked and stay JSON; keys and names stay', async () => {
  const call = {
    id: 'call_1',
    type: 'function',
    function: { name: 'find_patient', arguments: '{"patient_name": "Keisha Ellery", "limit": 5}' },
  };
  const body = {
    model: 'gpt-4o',
    messages: [user('What is due for Keisha Ellery?'), { role: 'assistant', content: null, tool_calls: [call] }],
  };
  const { messages } = await forwarded(body);
  expect(messages[1]?.tool_calls?.[0]?.function).toEqual({
    name: 'find_patient',
    arguments: '{"patient_name": "[NAME_1]", "limit": 5}',
  });
});

test('peer case 11: tool results and function_call are masked and restored like content', async () => {
  const messages = [
    user('Find her.'),
    { role: 'assistant', content: null, function_call: { name: 'find', arguments: '{"patient_name":"Keisha Ellery"}' } },
    { role: 'function', name: 'find', content: '{"patient_name":"Keisha Ellery","mrn":"00482917"}' },
    { role: 'tool', tool_call_id: 'call_1', content: 'Keisha Ellery, MRN 00482917' },
  ];
  const reply = completion({ content: null, function_call: { name: 'mark', arguments: '{"mrn":"[MRN_1]"}' } });
  upstream.script(jsonReply(reply));
  const response = (await (await proxy.chat({ model: 'gpt-4o', messages })).json()) as { choices: { message: object }[] };
  expect(bytes()).not.toMatch(/Keisha|Ellery|00482917/);
  expect(response.choices[0]?.message).toMatchObject({ function_call: { name: 'mark', arguments: '{"mrn":"00482917"}' } });
});

test('peer case 15: text of the client that looks like a token survives and never collides', async () => {
  const text = 'Template: [NAME_1] and NAME_2 and [MRN_1]. Patient Hannah Osei, MRN 00482917.';
  expect(await roundTrip(text)).toBe('Template: [NAME_1] and NAME_2 and [MRN_1]. Patient [NAME_3], MRN [MRN_2].');
});

test('peer case 17: masked text, sent again, is unchanged', async () => {
  const text = 'Patient Hannah Osei, MRN 00482917, seen 3/14/2024 by Dr. Priya Raman. Call 860-555-0142.';
  const first = await roundTrip(text);
  expect(first).not.toBe(text);
  expect(await roundTrip(first)).toBe(first);
});

// The name recognizer takes a label behind a token for a speaker.
test('peer case 17: masked fields, sent again, are unchanged', async () => {
  const text = 'MRN: [MRN_1]\nPhone: [PHONE_1]\n';
  expect(await roundTrip(text)).toBe(text);
});

test('peer case 18: the longest name wins, a possessive stays', async () => {
  const content = await roundTrip("Patient: Eric Eric-Olsen\nEric's knee hurts, says Eric.");
  expect(content).not.toMatch(/Eric|Olsen/);
  expect(content).toMatch(/^Patient: \[NAME_1\]\n\[NAME_1:\w+\]'s knee hurts, says \[NAME_1:\w+\]\.$/);
});

// The name recognizer takes the verb that begins a sentence for a given name.
test.each(['Call Eric.', 'Find Keisha Ellery.', 'Ask Priya Raman.'])(
  'peer case 18: a verb before a name stays: %s',
  async (text) => {
    expect(await roundTrip(text)).toBe(text.replace(/ .*/, ' [NAME_1].'));
  },
);

test.each([
  'Member MED-123123456 called.',
  'Pay at card.com/4111111111111111 today.',
  'IBAN DE89 3704 0044 0532 0130 00 is his.',
])('peer case 19: one winner for each region, exact round trip: %s', async (text) => {
  const content = await roundTrip(text);
  expect(content).not.toMatch(/\d{4}/);
  expect(content).toMatch(/^(Member|Pay at|IBAN) (\[URL_1\]\/)?(\[[A-Z]+_1\]) (called|today|is his)\.$/);
});

test.each([
  ['image_url', { image_url: { url: 'data:image/png;base64,AAAA' } }],
  ['input_audio', { input_audio: { data: 'AAAA', format: 'wav' } }],
  ['file', { file: { file_id: 'file-1' } }],
  ['part_of_next_year', { text: 'x' }],
])('peer case 20: a part of type %s is refused, nothing is sent', async (type, part) => {
  const response = await proxy.chat(
    ask([
      { type: 'text', text: 'See:' },
      { type, ...part },
    ]),
  );
  const { error } = (await response.json()) as { error: object };
  expect([response.status, error]).toMatchObject([400, { code: 'unsupported_content_part', param: 'messages[0].content[1]' }]);
  expect(upstream.requests).toEqual([]);
});

test.each([
  'embeddings',
  'responses',
  'files',
  'completions',
  'audio/speech',
  'batches',
  'chat/completions/x',
  'files/../chat/completions',
])('peer case 21: /v1/%s is not served (where it comes to be, this row moves)', async (path) => {
  const headers = { 'content-type': 'application/json', 'x-compliantchatgpt-key': proxy.key, 'x-openai-key': 'sk-test' };
  const response = await fetch(`${proxy.url}/v1/${path.replace('..', '%2e%2e%2f')}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(ask('x')),
  });
  expect([response.status, ((await response.json()) as { error: object }).error]).toMatchObject([404, { code: 'not_found' }]);
  expect(upstream.requests).toEqual([]);
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', undefined],
])('peer case 22: a %s body is inflated and masked, or refused', async (encoding, compress) => {
  const text = JSON.stringify(ask('Patient Hannah Osei'));
  const response = await fetch(`${proxy.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-encoding': encoding,
      'x-compliantchatgpt-key': proxy.key,
      'x-openai-key': 'sk',
    },
    body: compress === undefined ? Buffer.from('(zstd)') : new Uint8Array(compress(text)),
  });
  expect(response.status).toBe(compress === undefined ? 400 : 200);
  expect(upstream.requests.map(({ body }) => (JSON.parse(body) as Forwarded).messages)).toEqual(
    compress === undefined ? [] : [[{ role: 'user', content: 'Patient [NAME_1]' }]],
  );
});

test('peer case 22: a gzip reply of upstream is never passed on unread', async () => {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  upstream.script({ headers, steps: [gzipSync(JSON.stringify(completion('[NAME_1]')))] });
  const response = await proxy.chat(ask('Patient Hannah Osei'));
  expect([response.status, upstream.requests[0]?.headers['accept-encoding']]).toEqual([502, 'identity']);
});

const PATIENT = 'Hannah Osei';
const parameters = {
  type: 'object',
  properties: { who: { type: 'string', enum: [PATIENT, 'nobody'], default: PATIENT, examples: [PATIENT] } },
};
test.each([
  ['user', { user: PATIENT }],
  ['safety_identifier', { safety_identifier: PATIENT }],
  ['prompt_cache_key', { prompt_cache_key: PATIENT }],
  ['metadata', { metadata: { patient: PATIENT } }],
  ['stop', { stop: PATIENT }],
  ['stop list', { stop: [PATIENT, 'x'] }],
  ['prediction', { prediction: { type: 'content', content: `Dear ${PATIENT}` } }],
  ['prediction parts', { prediction: { type: 'content', content: [{ type: 'text', text: `Dear ${PATIENT}` }] } }],
  ['tool description', { tools: [{ type: 'function', function: { name: 'f', description: `for ${PATIENT}` } }] }],
  ['schema enum', { tools: [{ type: 'function', function: { name: 'f', parameters } }] }],
  ['response schema', { response_format: { type: 'json_schema', json_schema: { name: 'f', schema: parameters } } }],
  ['unknown field', { next_year: { deep: [{ who: PATIENT }] } }],
])('peer case 23: PHI in %s does not get through', async (_what, more) => {
  await forwarded(ask(`Patient ${PATIENT} feels dizzy.`, more));
  expect(bytes()).not.toMatch(/Hannah|Osei/);
});

test('peer case 23: PHI in the name of a message becomes an alias', async () => {
  const { messages } = await forwarded({ model: 'gpt-4o', messages: [{ ...user('I feel dizzy.'), name: 'Hannah_Osei' }] });
  expect(messages[0]?.name).toBe('NAME_1');
});

test('peer case 46: a key that stands twice is refused', async () => {
  const response = await proxy.chat(
    '{"model":"gpt-4o","messages":[{"role":"user","content":"a","content":"Patient Hannah Osei"}]}',
  );
  expect([response.status, ((await response.json()) as { error: object }).error]).toMatchObject([400, { code: 'duplicate_key' }]);
  expect(upstream.requests).toEqual([]);
});
