import { jsonReply, type RecordedRequest, type ScriptedReply, streamReply } from './fake-upstream';

/** OpenAI's chat formats as they go over the wire: whole replies, chunks, and the message that a client makes of chunks. */

export interface ToolCall {
  readonly id?: string;
  readonly type?: string;
  readonly index?: number;
  readonly function?: { readonly name?: string; readonly arguments?: string };
}

export interface Message {
  readonly role?: string;
  readonly content?: unknown;
  readonly refusal?: string | null;
  readonly tool_calls?: readonly ToolCall[];
  readonly function_call?: { readonly name?: string; readonly arguments?: string };
}

export interface Chunk {
  readonly id?: string;
  readonly choices: readonly { readonly index: number; readonly delta: Message; readonly finish_reason: string | null }[];
}

export const IDENTITY = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'gpt-4o-2024-08-06', system_fingerprint: 'fp_1' };

/** A whole reply; each message becomes a choice. */
export function completion(...messages: readonly (Message | string)[]): Record<string, unknown> {
  const choices = messages.map((message, index) => {
    const whole = typeof message === 'string' ? { content: message, refusal: null } : message;
    const finish = whole.tool_calls === undefined ? 'stop' : 'tool_calls';
    return { index, message: { role: 'assistant', ...whole }, logprobs: null, finish_reason: finish };
  });
  return { ...IDENTITY, object: 'chat.completion', choices, usage: { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 } };
}

export const frame = (data: unknown): string => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
export const DONE = 'data: [DONE]\n\n';

/** One chunk of one choice. */
export function chunk(delta: Message, finish: string | null = null, index = 0): string {
  return frame({
    ...IDENTITY,
    object: 'chat.completion.chunk',
    choices: [{ index, delta, logprobs: null, finish_reason: finish }],
  });
}

/** A text in pieces of `size` code units, which also part surrogate pairs as no honest server does; use sizes on plain text. */
export function pieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));
}

/** Like `pieces`, by characters. */
function characterPieces(text: string, size: number): string[] {
  const characters = [...text];
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, at) =>
    characters.slice(at * size, (at + 1) * size).join(''),
  );
}

/** The frames of a streamed answer of text. */
export function streamOf(parts: readonly string[]): string[] {
  return [chunk({ role: 'assistant', content: '' }), ...parts.map((content) => chunk({ content })), chunk({}, 'stop'), DONE];
}

/** The chunks of a stream as the client got it, without `[DONE]`. */
export function chunksOf(stream: string): Chunk[] {
  return dataOf(stream).flatMap((data) => (data === '[DONE]' ? [] : [JSON.parse(data) as Chunk]));
}

/** The `data` of each frame. */
export function dataOf(stream: string): string[] {
  return stream.split('\n\n').flatMap((text) => (text.startsWith('data: ') ? [text.slice(6)] : []));
}

interface Assembled {
  content?: string;
  refusal?: string;
  tool_calls?: { id?: string; name?: string; arguments: string }[];
  function_call?: { name?: string; arguments: string };
  finish_reason?: string;
}

function addCall(into: { id?: string; name?: string; arguments: string }, call: ToolCall): void {
  if (call.id !== undefined) into.id = call.id;
  if (call.function?.name !== undefined) into.name = call.function.name;
  into.arguments += call.function?.arguments ?? '';
}

function addDelta(into: Assembled, delta: Message): void {
  if (typeof delta.content === 'string') into.content = (into.content ?? '') + delta.content;
  if (typeof delta.refusal === 'string') into.refusal = (into.refusal ?? '') + delta.refusal;
  for (const call of delta.tool_calls ?? []) {
    into.tool_calls ??= [];
    const known = into.tool_calls[call.index ?? 0] ?? { arguments: '' };
    into.tool_calls[call.index ?? 0] = known;
    addCall(known, call);
  }
  if (delta.function_call !== undefined) {
    into.function_call ??= { arguments: '' };
    addCall(into.function_call, { function: delta.function_call });
  }
}

/** What a client makes of a stream: one message for each choice. */
export function assemble(stream: string): Assembled[] {
  const choices: Assembled[] = [];
  for (const { choices: parts } of chunksOf(stream)) {
    for (const { index, delta, finish_reason: finish } of parts) {
      const choice = choices[index] ?? {};
      choices[index] = choice;
      addDelta(choice, delta);
      if (finish !== null) choice.finish_reason = finish;
    }
  }
  return choices;
}

/** The text of the last user message that upstream got. */
export function lastUserText(request: RecordedRequest): string {
  const { messages } = JSON.parse(request.body) as { readonly messages: readonly Message[] };
  const content = messages.filter(({ role }) => role === 'user').at(-1)?.content;
  return typeof content === 'string' ? content : JSON.stringify(content);
}

/** Answers with the last user message, streamed in pieces of `size` characters if the client asked for a stream. */
export function echo(size = 2): (request: RecordedRequest) => ScriptedReply {
  return (request) => {
    const text = lastUserText(request);
    const { stream } = JSON.parse(request.body) as { readonly stream?: boolean };
    return stream === true ? streamReply(streamOf(characterPieces(text, size)).join('')) : jsonReply(completion(text));
  };
}
