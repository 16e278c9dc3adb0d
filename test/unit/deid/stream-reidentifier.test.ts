import type { StreamReidentifier } from '../../../src/deid/stream-reidentifier';
import type { JsonObject, JsonValue } from '../../../src/dialects/json';
import { chatBody, createDeidentifier } from '../../support/deid';

const deidentify = createDeidentifier();

async function stream(more: Readonly<Record<string, JsonValue>> = {}): Promise<StreamReidentifier> {
  return (await deidentify(chatBody('Patient Mary Canarysmith, SSN 123-45-6789', more))).createStreamReidentifier();
}

const choice = (delta: JsonObject, index = 0, finish: string | null = null): JsonObject => ({
  index,
  delta,
  finish_reason: finish,
});
const chunk = (...choices: JsonObject[]): JsonObject => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  model: 'm',
  choices,
});
const say = (content: string, index = 0, finish: string | null = null): JsonObject => chunk(choice({ content }, index, finish));
const call = (index: number, text: string): JsonObject => choice({ tool_calls: [{ index, function: { arguments: text } }] });
const end = (index = 0, finish = 'stop'): JsonObject => chunk(choice({}, index, finish));
const usage: JsonObject = { id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [], usage: { total_tokens: 3 } };

function run(reidentifier: StreamReidentifier, chunks: readonly JsonValue[]): JsonObject[] {
  return [...chunks.flatMap((one) => reidentifier.push(one)), ...reidentifier.flush()] as JsonObject[];
}

const choicesOf = (chunks: readonly JsonObject[]): JsonObject[] => chunks.flatMap((one) => one['choices'] as JsonObject[]);

/** As a client puts a text together: of one choice and one field. */
function joined(chunks: readonly JsonObject[], index = 0, field = 'content'): string {
  return choicesOf(chunks)
    .filter((one) => one['index'] === index)
    .map((one) => (one['delta'] as JsonObject)[field] ?? '')
    .join('');
}

/** As a client puts the arguments of a tool call together: by its index. */
function joinedArguments(chunks: readonly JsonObject[], index: number): string {
  return choicesOf(chunks)
    .flatMap((one) => ((one['delta'] as JsonObject)['tool_calls'] ?? []) as JsonObject[])
    .filter((one) => one['index'] === index)
    .map((one) => (one['function'] as JsonObject)['arguments'])
    .join('');
}

describe('one text', () => {
  test.each<[string, string[], string]>([
    ['a token in one chunk', ['of [NAME_1].'], 'of Mary Canarysmith.'],
    ['a token over chunks', ['of [NA', 'ME_', '1].'], 'of Mary Canarysmith.'],
    ['a token by characters', [...'of [NAME_1].'], 'of Mary Canarysmith.'],
    ['a token at the end', ['of ', '[NAME_1', ']'], 'of Mary Canarysmith'],
    ['a token without brackets at the end', ['of NAME', '_1'], 'of Mary Canarysmith'],
    ['no token after all', ['of [NA', 'M', 'x'], 'of [NAMx'],
    ['an invented token', ['of [NAME', '_12]'], 'of [NAME_12]'],
    ['the beginning of a token at the end', ['of [NAME'], 'of [NAME'],
    ['empty deltas', ['', '[NAME_1', '', ']', ''], 'Mary Canarysmith'],
  ])('%s', async (_reason, pieces, expected) => {
    const chunks = run(await stream(), [...pieces.map((piece) => say(piece)), end()]);
    expect(joined(chunks)).toBe(expected);
  });

  test('only what may become a token waits; all else comes at once', async () => {
    const reidentifier = await stream();
    expect(joined(reidentifier.push(say('hello [NA')) as JsonObject[])).toBe('hello ');
    expect(joined(reidentifier.push(say('x wait')) as JsonObject[])).toBe('[NAx wait');
  });

  test('a JSON answer that was asked for is escaped', async () => {
    const reidentifier = await stream({ response_format: { type: 'json_object' }, stop: ['Mr. Quoted "Canary"'] });
    const chunks = run(reidentifier, [say('{"a":"'), say('[NAME_1]'), say('\\n"}'), end()]);
    expect(JSON.parse(joined(chunks))).toEqual({ a: 'Mary Canarysmith\n' });
  });
});

describe('what is held comes out in time', () => {
  test.each<[string, JsonValue[], number]>([
    ['before the finish of its choice', [say('of NAME_1'), end()], 1],
    ['before the chunk of usage', [say('of NAME_1'), usage], 1],
    ['at the end of the stream', [say('of NAME_1')], 1],
  ])('%s, in a chunk of its own', async (_reason, chunks, at) => {
    const sent = run(await stream(), chunks);
    expect(sent).toHaveLength(chunks.length + 1);
    expect(sent[at]).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      model: 'm',
      choices: [{ index: 0, delta: { content: 'Mary Canarysmith' }, logprobs: null, finish_reason: null }],
    });
  });

  test.each<[string, JsonObject, JsonObject]>([
    ['a tool call behind a text', { content: 'of NAME_1' }, { tool_calls: [{ index: 0, id: 'a', function: { arguments: '' } }] }],
    ['a tool call beside an empty text', { content: 'of D' }, { tool_calls: [{ index: 0, id: 'a' }], content: '' }],
    ['a text behind reasoning', { reasoning_content: 'vitamin D' }, { content: 'Take it.' }],
  ])('before the next part of its choice: %s', async (_part, first, next) => {
    const sent = run(await stream(), [chunk(choice(first)), chunk(choice(next)), end()]);
    const fields = choicesOf(sent).map((one) => Object.keys(one['delta'] as JsonObject)[0]);
    const [[field = '']] = [Object.keys(first)];
    expect(fields).toEqual([field, field, Object.keys(next)[0], undefined]);
  });

  test('not before a chunk that goes on with its text, beside the same text in another field', async () => {
    const twice = (text: string): JsonObject =>
      chunk(choice({ content: '', reasoning: text, reasoning_details: [{ index: 0, type: 'reasoning.text', text }] }));
    const sent = run(await stream(), [twice('Give vitamin D'), twice(' to NAME_'), twice('1 daily'), say('Yes.'), end()]);
    const details = choicesOf(sent).flatMap((one) => ((one['delta'] as JsonObject)['reasoning_details'] ?? []) as JsonObject[]);
    const texts = [details.map(({ text }) => text).join(''), joined(sent, 0, 'reasoning')];
    expect(texts).toEqual(Array(2).fill('Give vitamin D to Mary Canarysmith daily'));
  });

  test('not before a chunk that only says again whose message it is', async () => {
    const again = chunk(choice({ role: 'assistant', content: '' }));
    const sent = run(await stream(), [say('of NAME'), again, say('_1 now'), end()]);
    expect([sent.length, joined(sent)]).toEqual([4, 'of Mary Canarysmith now']);
  });

  test('not before a chunk without choices that is not the one of usage', async () => {
    const sent = run(await stream(), [say('of NA'), { choices: [] }, { type: 'ping', choices: null }, say('ME_1'), end()]);
    expect([sent.length, joined(sent.filter(({ choices }) => choices !== null))]).toEqual([6, 'of Mary Canarysmith']);
  });

  test('in the same chunk where that chunk carries the text and the finish', async () => {
    const sent = run(await stream(), [say('of [NAME'), say('_1]', 0, 'stop')]);
    expect(sent).toHaveLength(2);
    expect(joined(sent)).toBe('of Mary Canarysmith');
    expect(run(await stream(), [say('of NAME_1', 0, 'stop')])).toEqual([say('of Mary Canarysmith', 0, 'stop')]);
  });

  test('as a part of its own choice', async () => {
    const sent = run(await stream(), [say('x', 0), say('of NAME_1', 1), end(1), end(0)]);
    expect([joined(sent, 0), joined(sent, 1)]).toEqual(['x', 'of Mary Canarysmith']);
  });

  test('usage is sent once, by upstream; chunks made here say null', async () => {
    const withUsage = { ...say('of NAME_1'), usage: null };
    const sent = run(await stream(), [withUsage, { ...end(), usage: null }, usage]);
    expect(sent.map((one) => one['usage'])).toEqual([null, null, null, { total_tokens: 3 }]);
  });

  test('a choice that goes on keeps what it holds when another ends', async () => {
    const sent = run(await stream(), [say('of [NA', 0), say('x', 1), end(1), say('ME_1]', 0), end(0)]);
    expect([joined(sent, 0), joined(sent, 1)]).toEqual(['of Mary Canarysmith', 'x']);
  });

  test.each(['length', 'content_filter'])(
    'an answer that was cut off (%s) completes no token without brackets',
    async (reason) => {
      expect(joined(run(await stream(), [say('of NAME_1'), end(0, reason)]))).toBe('of NAME_1');
      expect(joined(run(await stream(), [say('of [NAME_1]'), end(0, reason)]))).toBe('of Mary Canarysmith');
    },
  );
});

describe('texts side by side', () => {
  test('two choices, interleaved', async () => {
    const sent = run(await stream(), [say('[NA', 0), say('[SS', 1), say('ME_1]', 0), say('N_1]', 1), end(0), end(1)]);
    expect([joined(sent, 0), joined(sent, 1)]).toEqual(['Mary Canarysmith', '123-45-6789']);
  });

  test('two choices in one chunk, in any order', async () => {
    const both = (left: string, right: string): JsonObject => chunk(choice({ content: left }, 1), choice({ content: right }, 0));
    const sent = run(await stream(), [both('[NA', '[SS'), both('ME_1]', 'N_1]'), end(0), end(1)]);
    expect([joined(sent, 1), joined(sent, 0)]).toEqual(['Mary Canarysmith', '123-45-6789']);
  });

  test('content, refusal and a vendor field', async () => {
    const deltas = [
      { content: '[NA' },
      { refusal: '[SS' },
      { reasoning_content: '[NAM' },
      { content: 'ME_1]' },
      { refusal: 'N_1]' },
    ];
    const sent = run(await stream(), [
      ...deltas.map((delta) => chunk(choice(delta))),
      chunk(choice({ reasoning_content: 'E_1]' })),
      end(),
    ]);
    expect(['content', 'refusal', 'reasoning_content'].map((field) => joined(sent, 0, field))).toEqual([
      'Mary Canarysmith',
      '123-45-6789',
      'Mary Canarysmith',
    ]);
  });

  test('arguments of two tool calls, interleaved', async () => {
    const pieces = [call(0, '{"a":"[NA'), call(1, '{"b":"[SS'), call(0, 'ME_1]"}'), call(1, 'N_1]"}')];
    const sent = run(await stream(), [...pieces.map((piece) => chunk(piece)), end(0, 'tool_calls')]);
    expect([joinedArguments(sent, 0), joinedArguments(sent, 1)]).toEqual(['{"a":"Mary Canarysmith"}', '{"b":"123-45-6789"}']);
  });

  test('two tool calls in one delta, the second alone in the next', async () => {
    const both = choice({
      tool_calls: [
        { index: 0, id: 'c0', type: 'function', function: { name: 'f', arguments: '{}' } },
        { index: 1, id: 'c1', type: 'function', function: { name: 'g', arguments: '{"b":"[SS' } },
      ],
    });
    const sent = run(await stream(), [chunk(both), chunk(call(1, 'N_1]"}')), end(0, 'tool_calls')]);
    expect([joinedArguments(sent, 0), joinedArguments(sent, 1)]).toEqual(['{}', '{"b":"123-45-6789"}']);
  });

  test('what a tool call holds comes out under its index, with no name or id', async () => {
    const sent = run(await stream(), [chunk(call(3, '{"a": NAME_1')), end()]);
    expect(choicesOf(sent)[1]?.['delta']).toEqual({ tool_calls: [{ index: 3, function: { arguments: '"Mary Canarysmith"' } }] });
  });

  test('names and ids of tool calls stay', async () => {
    const delta = { tool_calls: [{ index: 0, id: 'NAME_1', type: 'function', function: { name: 'NAME_1', arguments: '' } }] };
    expect(run(await stream(), [chunk(choice(delta))])).toEqual([chunk(choice(delta))]);
  });

  test('too many texts at once are refused', async () => {
    const reidentifier = await stream();
    const push = (): unknown => Array.from({ length: 1025 }, (_, index) => reidentifier.push(say('x', index)));
    expect(push).toThrow(expect.objectContaining({ code: 'upstream_invalid_response' }));
  });
});

describe('log probabilities', () => {
  const withLogprobs = (content: string): JsonObject =>
    chunk({ ...choice({ content }), logprobs: { content: [{ token: content }] } });

  test('go in every chunk that a token touches, stay elsewhere', async () => {
    const sent = run(await stream(), [...['of ', '[NAME', '_1]', ' then'].map(withLogprobs), end()]);
    expect(choicesOf(sent).map((one) => one['logprobs'])).toEqual([
      { content: [{ token: 'of ' }] },
      null,
      null,
      { content: [{ token: ' then' }] },
      undefined,
    ]);
  });
});

describe('whether the answer is whole', () => {
  test.each<[string, JsonValue[], boolean]>([
    ['nothing came', [], false],
    ['no finish', [say('x')], false],
    ['finished', [say('x'), end()], true],
    ['one of two finished', [say('x', 0), say('y', 1), end(0)], false],
    ['both finished', [say('x', 0), say('y', 1), end(0), end(1)], true],
    ['only usage', [usage], false],
    ['a finish that is empty', [say('x', 0, '')], false],
    ['usage behind the finish', [say('x'), end(), usage], true],
    ['a chunk of a choice behind its finish, as filters send it', [say('x'), end(), chunk(choice({}))], true],
  ])('%s: %s', async (_reason, chunks, expected) => {
    const reidentifier = await stream();
    run(reidentifier, chunks);
    expect(reidentifier.complete).toBe(expected);
  });
});

describe('odd chunks', () => {
  test.each<[string, JsonValue, JsonValue]>([
    ['an unknown event is restored and passes', { type: 'new', text: '[NAME_1]' }, { type: 'new', text: 'Mary Canarysmith' }],
    ['an error event', { error: { message: 'for [NAME_1]' } }, { error: { message: 'for Mary Canarysmith' } }],
    [
      'a chunk without choices (as Azure sends first)',
      { choices: [], prompt_filter_results: [] },
      { choices: [], prompt_filter_results: [] },
    ],
    ['a list', ['[NAME_1]', { a: '[NAME_1]' }], ['Mary Canarysmith', { a: 'Mary Canarysmith' }]],
    ['a choice that is null', { choices: [null] }, { choices: [null] }],
    ['no delta', { choices: [{ index: 0, finish_reason: null }] }, { choices: [{ index: 0, finish_reason: null }] }],
  ])('%s', async (_reason, given, expected) => {
    expect(run(await stream(), [given])).toEqual([expected]);
  });
});

test('titles of annotations come whole: what one ends with does not wait for the next', async () => {
  const cite = (title: string): JsonObject =>
    chunk(choice({ annotations: [{ type: 'url_citation', url_citation: { start_index: 0, end_index: 1, title, url: 'u' } }] }));
  const given = [say('x'), cite('Vitamin D'), cite('Hepatitis B'), end()];
  expect(run(await stream(), given)).toEqual(given);
  expect(run(await stream(), [cite('On [NAME_1]')])).toEqual([cite('On Mary Canarysmith')]);
});

test('what is held of a list of texts, or under a key of odd signs, is not lost', async () => {
  const sent = run(await stream(), [chunk(choice({ parts: ['vitamin D'] })), chunk(choice({ 'x y': 'vitamin D' })), end()]);
  expect(choicesOf(sent).map((one) => one['delta'])).toEqual([
    { parts: ['vitamin '] },
    { parts: ['D'] },
    { 'x y': 'vitamin D' },
    {},
  ]);
});

test('annotations move with the text already sent', async () => {
  const annotation = { type: 'url_citation', url_citation: { start_index: 11, end_index: 15, title: 't', url: 'u' } };
  const sent = run(await stream(), [say('of [NAME_1] said'), chunk(choice({ annotations: [annotation] })), end()]);
  const moved = (choicesOf(sent)[1] as unknown as { delta: { annotations: [typeof annotation] } }).delta.annotations[0]
    .url_citation;
  expect(joined(sent).slice(moved.start_index, moved.end_index)).toBe(' sai');
});
