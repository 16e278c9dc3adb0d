import { applyCompliantChatGptDefaults, withTopLevelContent } from '../../../src/dialects/compliantchatgpt';
import type { JsonValue } from '../../../src/dialects/json';

const messages = [{ role: 'user', content: 'hi' }];

test.each<[string, Record<string, JsonValue>, Record<string, JsonValue>]>([
  ['all defaults', {}, { model: 'gpt-3.5-turbo', temperature: 0.7, n: 1 }],
  ['null counts as absent', { model: null, temperature: null, n: null }, { model: 'gpt-3.5-turbo', temperature: 0.7, n: 1 }],
  ['given values stay', { model: 'gpt-4o', temperature: 0, n: 2 }, { model: 'gpt-4o', temperature: 0, n: 2 }],
  ['a reasoning model gets no temperature', { model: 'o3-mini' }, { model: 'o3-mini', n: 1 }],
  ['a reasoning model of the fifth generation', { model: 'gpt-5-mini' }, { model: 'gpt-5-mini', n: 1 }],
  ['its chat variant gets one', { model: 'gpt-5-chat-latest' }, { model: 'gpt-5-chat-latest', temperature: 0.7, n: 1 }],
  ['the chat variants after it reason', { model: 'gpt-5.2-chat-latest' }, { model: 'gpt-5.2-chat-latest', n: 1 }],
  ['a model that searches gets nothing', { model: 'gpt-4o-mini-search-preview' }, { model: 'gpt-4o-mini-search-preview' }],
  ['a dated one', { model: 'gpt-5-search-api-2025-10-14' }, { model: 'gpt-5-search-api-2025-10-14' }],
  ['a model called after a search', { model: 'acme/re-search-apis' }, { model: 'acme/re-search-apis', temperature: 0.7, n: 1 }],
  ['a reasoning model behind a gateway', { model: 'openai/gpt-5-mini' }, { model: 'openai/gpt-5-mini', n: 1 }],
  ['another model behind a gateway', { model: 'openai/gpt-oss-5' }, { model: 'openai/gpt-oss-5', temperature: 0.7, n: 1 }],
  ['a fine-tuned reasoning model', { model: 'ft:o3-mini:org::id' }, { model: 'ft:o3-mini:org::id', n: 1 }],
  ['a temperature given to a reasoning model stays', { model: 'o1', temperature: 1 }, { model: 'o1', temperature: 1, n: 1 }],
])('%s', (_reason, body, expected) => {
  expect(applyCompliantChatGptDefaults({ ...body, messages })).toEqual({ ...expected, messages });
});

test.each<[string, JsonValue, string]>([
  ['no object', [], 'invalid_body'],
  ['text', 'hi', 'invalid_body'],
  ['no messages', {}, 'missing_required_parameter'],
  ['messages that are no list', { messages: 'hi' }, 'invalid_value'],
  ['an empty list', { messages: [] }, 'invalid_value'],
  ['a message that is no object', { messages: ['hi'] }, 'invalid_value'],
  ['a message that is null', { messages: [null] }, 'invalid_value'],
])('refused: %s', (_reason, body, code) => {
  expect(() => applyCompliantChatGptDefaults(body)).toThrow(expect.objectContaining({ code }));
});

test.each<[string, JsonValue, JsonValue]>([
  ['the first choice', { choices: [{ message: { content: 'a' } }, { message: { content: 'b' } }] }, 'a'],
  ['no content: a tool call', { choices: [{ message: { content: null, tool_calls: [] } }] }, null],
  ['no choices', { choices: [] }, null],
  ['no message', { choices: [{}] }, null],
])('content at the top of the reply: %s', (_reason, reply, content) => {
  expect(withTopLevelContent(reply)).toMatchObject({ content });
});

test('a reply that is no object stays', () => {
  expect(withTopLevelContent('text')).toBe('text');
});
