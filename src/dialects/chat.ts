import type { Dialect, ReplyRow, RequestRow, Shape } from './field-table';

/** `POST /v1/chat/completions`: every field of `CreateChatCompletionRequest`, its response and its chunks (OpenAI API 2.3.0). */

const pass = (path: string, shape: Shape, note = ''): RequestRow => ({ path, action: 'pass', shape, note });
const text = (path: string, note = ''): RequestRow => ({ path, action: 'text', note });
const check = (path: string, note = ''): RequestRow => ({ path, action: 'check', note });
/** The names of tools and schemas are 64 characters long at most. */
const name = (path: string, note = ''): RequestRow => ({ path, action: 'name', maxLength: 64, note });

function functionRows(path: string): RequestRow[] {
  return [
    name(`${path}.name`, 'brackets are illegal here; the name is put back where the reply calls the tool'),
    text(`${path}.description`),
    { path: `${path}.parameters`, action: 'schema', note: 'descriptions, enums, defaults de-identified; property names checked' },
    pass(`${path}.strict`, 'boolean'),
  ];
}

/** What other servers take in place of `response_format`: vLLM in both of its ways, llama.cpp. */
const CONSTRAINTS: readonly RequestRow[] = [
  ...['structured_outputs.json', 'guided_json', 'json_schema'].map(
    (path): RequestRow => ({ path, action: 'schema', note: 'vLLM, llama.cpp' }),
  ),
  ...['structured_outputs.regex', 'structured_outputs.grammar', 'guided_regex', 'guided_grammar', 'grammar'].map((path) =>
    check(path, 'vLLM, llama.cpp'),
  ),
];

const TOOLS: readonly RequestRow[] = [
  pass('tools[]{type=function}.type', 'word'),
  ...functionRows('tools[]{type=function}.function'),
  pass('tools[]{type=custom}.type', 'word'),
  name('tools[]{type=custom}.custom.name'),
  text('tools[]{type=custom}.custom.description'),
  pass('tools[]{type=custom}.custom.format.type', 'word'),
  pass('tools[]{type=custom}.custom.format.grammar.syntax', 'word'),
  check('tools[]{type=custom}.custom.format.grammar.definition', 'replacing in a grammar would change it'),
  { path: 'tools[]{type=*}', action: 'refuse', code: 'unsupported_tool', note: 'any other type of tool' },
  ...functionRows('functions[]'),
  pass('response_format.type', 'word'),
  name('response_format.json_schema.name'),
  text('response_format.json_schema.description'),
  { path: 'response_format.json_schema.schema', action: 'schema', note: 'as tool parameters' },
  pass('response_format.json_schema.strict', 'boolean'),
  { path: 'response_format.schema', action: 'schema', note: 'Together, Fireworks, llama.cpp' },
  check('response_format.grammar', 'Fireworks'),
  ...CONSTRAINTS,
  pass('tool_choice', 'word'),
  pass('tool_choice.type', 'word'),
  name('tool_choice.function.name'),
  name('tool_choice.custom.name'),
  pass('tool_choice.allowed_tools.mode', 'word'),
  pass('tool_choice.allowed_tools.tools[].type', 'word'),
  name('tool_choice.allowed_tools.tools[].function.name'),
  name('tool_choice.allowed_tools.tools[].custom.name'),
  pass('function_call', 'word'),
  name('function_call.name'),
];

const callId = (path: string): RequestRow => ({ path, action: 'call-id', shape: 'identifier', note: '' });

const PART = 'messages[].content[]';
const refusePart = (type: string, note: string): RequestRow => ({
  path: `${PART}{type=${type}}`,
  action: 'refuse',
  code: 'unsupported_content_part',
  note,
});

const MESSAGES: readonly RequestRow[] = [
  pass('messages[].role', 'role', 'developer, system, user, assistant, tool or function'),
  { path: 'messages[].name', action: 'alias', note: 'brackets are illegal here; where a tool answers, as the name of a tool' },
  text('messages[].content', 'text of every role, tool results too'),
  text(`${PART}{type=text}.text`, 'neighbouring parts are also read as one text'),
  pass(`${PART}{type=text}.type`, 'word'),
  pass(`${PART}{type=text}.prompt_cache_breakpoint.mode`, 'word'),
  pass(`${PART}{type=text}.prompt_cache_breakpoint.ttl`, 'word'),
  text(`${PART}{type=refusal}.refusal`),
  pass(`${PART}{type=refusal}.type`, 'word'),
  { path: `${PART}{type=thinking}.thinking`, action: 'tree', note: 'earlier reasoning (Mistral, Anthropic)' },
  pass(`${PART}{type=thinking}.type`, 'word'),
  refusePart('image_url', 'an image cannot be inspected'),
  refusePart('input_audio', 'a voice is itself an identifier'),
  refusePart('file', 'a file cannot be inspected'),
  refusePart('*', 'any other type of part'),
  text('messages[].refusal'),
  pass('messages[].reasoning_details[].id', 'identifier', 'earlier reasoning (OpenRouter)'),
  callId('messages[].tool_call_id'),
  callId('messages[].tool_calls[].id'),
  pass('messages[].tool_calls[].index', 'integer'),
  pass('messages[].tool_calls[].type', 'word'),
  name('messages[].tool_calls[].function.name'),
  { path: 'messages[].tool_calls[].function.arguments', action: 'json', note: 'history that the client replays' },
  name('messages[].tool_calls[].custom.name'),
  text('messages[].tool_calls[].custom.input'),
  name('messages[].function_call.name'),
  { path: 'messages[].function_call.arguments', action: 'json', note: 'deprecated form of tool calls' },
  {
    path: 'messages[].audio',
    action: 'refuse',
    code: 'unsupported_stored_content',
    note: 'earlier audio output, stored at OpenAI',
  },
];

const NUMBERS = ['temperature', 'top_p', 'presence_penalty', 'frequency_penalty'].map((field) => pass(field, 'number'));
const INTEGERS = ['n', 'seed', 'max_tokens', 'max_completion_tokens', 'top_logprobs'].map((field) => pass(field, 'integer'));
const WORDS = [
  'reasoning_effort',
  'verbosity',
  'service_tier',
  'prompt_cache_retention',
  'prompt_cache_options.mode',
  'prompt_cache_options.ttl',
].map((field) => pass(field, 'word'));
const BOOLEANS = [
  'stream',
  'logprobs',
  'parallel_tool_calls',
  'stream_options.include_usage',
  'stream_options.include_obfuscation',
].map((field) => pass(field, 'boolean'));
const hash = (path: string): RequestRow => ({ path, action: 'hash', note: 'keyed hash, the same for the same value' });

/** How OpenRouter is told whom to ask. Companies are called like people (`Novita`), and a token in their place would ask nobody. */
const OPENROUTER: readonly RequestRow[] = [
  pass('models[]', 'model', 'OpenRouter'),
  text('provider', 'OpenRouter'),
  ...['order', 'only', 'ignore'].map((field) => check(`provider.${field}[]`, 'OpenRouter: names of companies')),
  ...['response-healing', 'context-compression', 'auto-router', 'file-parser'].map((id) =>
    pass(`plugins[]{id=${id}}.id`, 'word'),
  ),
  {
    path: 'plugins[]{id=*}',
    action: 'refuse',
    code: 'unsupported_feature',
    note: 'any other plugin: search sends text to third parties',
  },
];

const REST: readonly RequestRow[] = [
  pass('model', 'model'),
  text('prediction.content', 'same tokens as in the messages'),
  text('prediction.content[]{type=text}.text'),
  pass('prediction.content[]{type=text}.type', 'word'),
  pass('prediction.content[]{type=text}.prompt_cache_breakpoint.mode', 'word'),
  pass('prediction.content[]{type=text}.prompt_cache_breakpoint.ttl', 'word'),
  { path: 'prediction.content[]{type=*}', action: 'refuse', code: 'unsupported_content_part', note: 'any other type of part' },
  pass('prediction.type', 'word'),
  text('stop', 'a stop that equals PHI becomes its token'),
  text('stop[]'),
  { path: 'metadata.*', action: 'text', maxLength: 512, note: 'values; keys are checked' },
  hash('user'),
  hash('safety_identifier'),
  hash('prompt_cache_key'),
  ...NUMBERS,
  ...INTEGERS,
  ...WORDS,
  ...BOOLEANS,
  pass('logit_bias', 'logit-bias', 'keys must be token ids'),
  pass('stop_token_ids[]', 'token-id', 'vLLM'),
  pass('allowed_token_ids[]', 'token-id', 'vLLM'),
  ...OPENROUTER,
  pass('moderation.model', 'word'),
  pass('moderation.policy.input.mode', 'word'),
  pass('moderation.policy.output.mode', 'word'),
  pass('modalities[]', 'word', 'audio is refused by its field `audio`'),
  { path: 'store', action: 'force-false', note: 'OpenAI keeps nothing, not even tokens' },
  { path: 'audio', action: 'refuse', code: 'unsupported_feature', note: 'spoken tokens cannot be restored' },
  { path: 'web_search_options', action: 'refuse', code: 'unsupported_feature', note: 'search sends text to third parties' },
  { path: 'search_parameters', action: 'refuse', code: 'unsupported_feature', note: "xAI's search" },
  { path: 'data_sources', action: 'refuse', code: 'unsupported_feature', note: "Azure's search" },
];

const keep = (path: string, note = ''): ReplyRow => ({ path, action: 'keep', note });
const restoreName = (path: string): ReplyRow => ({ path, action: 'restore-name', note: 'as the client calls the tool' });

function choiceRows(message: 'message' | 'delta'): ReplyRow[] {
  const at = `choices[].${message}`;
  return [
    ...['id', 'object', 'model', 'system_fingerprint', 'service_tier', 'obfuscation', 'usage'].map((field) => keep(field)),
    ...['prompt_filter_results', 'choices[].content_filter_results', 'choices[].finish_reason'].map((field) => keep(field)),
    keep(`${at}.role`),
    { path: `${at}.content`, action: 'restore-content', note: 'JSON-escaped when the client asked for JSON' },
    { path: `${at}.refusal`, action: 'restore', note: '' },
    ...['id', 'type'].map((field) => keep(`${at}.tool_calls[].${field}`)),
    ...['function.name', 'custom.name'].map((field) => restoreName(`${at}.tool_calls[].${field}`)),
    { path: `${at}.tool_calls[].function.arguments`, action: 'restore-json', note: 'values are escaped for JSON' },
    { path: `${at}.tool_calls[].custom.input`, action: 'restore', note: '' },
    restoreName(`${at}.function_call.name`),
    { path: `${at}.function_call.arguments`, action: 'restore-json', note: '' },
    { path: `${at}.annotations[].url_citation.start_index`, action: 'shift', note: 'recomputed in UTF-16 code units' },
    { path: `${at}.annotations[].url_citation.end_index`, action: 'shift', note: '' },
    keep(`${at}.annotations[].url_citation.url`),
    keep(`${at}.audio.data`),
    keep(`${at}.audio.id`),
    { path: 'choices[].logprobs', action: 'logprobs', note: 'null where the choice restored something' },
    { path: '*', action: 'restore', note: 'strings of any other field' },
  ];
}

export const chatDialect: Dialect = {
  name: 'chat.completions',
  request: [...TOOLS, ...MESSAGES, ...REST],
  reply: choiceRows('message'),
  chunk: choiceRows('delta'),
};
