import type { Session } from '../../src/deid/session';
import type { JsonObject, JsonValue } from '../../src/dialects/json';
import { parseJson } from '../../src/dialects/json';
import { chatReply } from './deid';

/** Texts of a request's messages: contents and arguments of tool calls. */
export interface MessageTexts {
  readonly contents: string[];
  readonly callArguments: string[];
}

/** Reads the texts of a body. */
export function textsOf(body: JsonObject): MessageTexts {
  const texts: MessageTexts = { contents: [], callArguments: [] };
  for (const message of body['messages'] as JsonObject[]) {
    const { content, tool_calls: calls } = message;
    if (typeof content === 'string') texts.contents.push(content);
    for (const part of Array.isArray(content) ? (content as JsonObject[]) : []) texts.contents.push(String(part['text']));
    for (const call of (calls ?? []) as JsonObject[])
      texts.callArguments.push(String((call['function'] as JsonObject)['arguments']));
  }
  return texts;
}

/** What a session forwards, parsed. */
export function forwarded(session: Session): JsonObject {
  return parseJson(session.forward) as JsonObject;
}

/** The text of a whole reply with this content. */
export function restoreContent(session: Session, content: string): string {
  return contentOf(session.reidentifyReply(chatReply({ role: 'assistant', content })));
}

/** The arguments of a tool call of a whole reply. */
export function restoreArguments(session: Session, text: string): string {
  const reply = session.reidentifyReply(
    chatReply({
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'call_9', function: { name: 'lookup', arguments: text } }],
    }),
  );
  const message = ((reply as JsonObject)['choices'] as JsonObject[])[0]?.['message'] as JsonObject;
  const call = (message['tool_calls'] as JsonObject[])[0]?.['function'] as JsonObject;
  return String(call['arguments']);
}

function contentOf(reply: JsonValue): string {
  const choice = ((reply as JsonObject)['choices'] as JsonObject[])[0] ?? {};
  return String((choice['message'] as JsonObject)['content']);
}

/** Chunks of one streamed choice: the text in pieces cut at the given places, then the end. */
export function contentChunks(text: string, cuts: readonly number[]): JsonObject[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((left, right) => left - right);
  const pieces: string[] = [];
  let at = 0;
  for (const place of [...places, text.length]) {
    pieces.push(text.slice(at, place));
    at = place;
  }
  const chunk = (delta: JsonObject, finish: string | null): JsonObject => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  return [...pieces.map((content) => chunk({ content }, null)), chunk({}, 'stop')];
}

/** Runs chunks through a session; returns the joined text of choice 0. */
export function restoreStream(session: Session, chunks: readonly JsonValue[]): string {
  const reidentifier = session.createStreamReidentifier();
  const sent = [...chunks.flatMap((chunk) => reidentifier.push(chunk)), ...reidentifier.flush()];
  return sent.map((chunk) => deltaOf(chunk)).join('');
}

function deltaOf(chunk: JsonValue): string {
  const [choice] = (chunk as JsonObject)['choices'] as JsonObject[];
  const content = ((choice?.['delta'] ?? {}) as JsonObject)['content'];
  return typeof content === 'string' ? content : '';
}

/** Every token of a text with what it stands for. */
export function tokensOf(session: Session, text: string): Map<string, string> {
  const tokens = text.match(/\[[A-Z]+_\d+(?::[a-z]+)?\]/g) ?? [];
  return new Map(tokens.map((token) => [token, restoreContent(session, token)]));
}
