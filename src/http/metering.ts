import type { Response } from 'express';
import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue, parsingReplyJson } from '../dialects/json';
import { writingJson } from '../dialects/json-writer';
import { messageTexts } from '../dialects/message-texts';
import { inTurns } from '../turns';
import type { UpstreamReply } from '../upstream/client';
import type { RequestContext } from './request-context';

/** The steps of a request's account. All do nothing for requests without a meter. */

/** Notes whom the client names, for usage by user. */
export function noteUser({ meter }: RequestContext, user: JsonValue | undefined): void {
  if (typeof user === 'string') meter?.noteUser(user);
}

/**
 * Takes a call's tokens before it is made: the text of messages and tools as it will be sent, and the most output that it allows.
 * @throws PhiProxyError `rate_limit_exceeded`, `context_length_exceeded`
 */
export async function reserveTokens({ meter }: RequestContext, response: Response, forwarded: string): Promise<void> {
  if (meter === undefined) return;
  const body = await inTurns(parsingReplyJson(forwarded));
  if (!isJsonObject(body)) return;
  try {
    await meter.reserve(await meter.countInTurns(await inputText(body)), mostOutput(body));
  } finally {
    response.set(meter.headers);
  }
}

async function inputText(body: JsonObject): Promise<string> {
  const texts = messageTexts(body);
  for (const schema of ['tools', 'functions', 'response_format'].flatMap((name) => body[name] ?? []))
    texts.push(await inTurns(writingJson(schema)));
  return texts.join('\n');
}

/** What the client allows for all choices together; 0 if it does not say. */
function mostOutput(body: JsonObject): number {
  const each = wholeNumber(body['max_completion_tokens']) ?? wholeNumber(body['max_tokens']) ?? 0;
  return each * (wholeNumber(body['n']) ?? 1);
}

/** Takes the numbers of a whole reply, or counts its text if it brings none. */
export async function noteReply({ meter }: RequestContext, reply: JsonObject): Promise<void> {
  if (meter !== undefined && !noteUsage(meter, reply)) meter.addOutput(await meter.countInTurns(outputText(reply)));
}

/** Takes the numbers of an event of a stream, or counts its piece of text: most streams bring no numbers. */
export function noteChunk({ meter }: RequestContext, chunk: JsonObject): void {
  if (meter === undefined || noteUsage(meter, chunk)) return;
  const text = outputText(chunk);
  if (text !== '') meter.addOutput(meter.count(text));
}

function noteUsage(meter: NonNullable<RequestContext['meter']>, reply: JsonObject): boolean {
  const usage = reply['usage'];
  if (!isJsonObject(usage)) return false;
  const [input, output] = [wholeNumber(usage['prompt_tokens']), wholeNumber(usage['completion_tokens'])];
  if (input === undefined || output === undefined) return false;
  meter.report(input, output);
  return true;
}

/** What the model wrote: every string of the choices' messages or deltas. */
function outputText(reply: JsonObject): string {
  const choices = Array.isArray(reply['choices']) ? reply['choices'] : [];
  return choices.map((choice) => (isJsonObject(choice) ? textIn(choice['message'] ?? choice['delta']) : '')).join('');
}

function textIn(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textIn).join('');
  if (!isJsonObject(value)) return '';
  // Ids, types and roles are not written by the model.
  const written = Object.entries(value).filter(([name]) => !['role', 'id', 'type'].includes(name));
  return written.map(([, item]) => textIn(item)).join('');
}

/** Ends the account: usage is counted and the reservation corrected. Before the last byte of a reply, so that the next request sees it. */
export async function settleMeter({ meter, record }: RequestContext): Promise<void> {
  if (meter === undefined) return;
  const { upstreamStatus, aborted = false, status = 0 } = record;
  const entities = Object.values(record.entities ?? {}).reduce((sum, count) => sum + count, 0);
  // A client that leaves while a model works does not make its work undone; one that got an error in place of a reply had no answer.
  const failed = !aborted && status >= 400;
  const answered = !failed && (upstreamStatus === undefined ? aborted : upstreamStatus < 400);
  await meter.settle({ entities, answered });
}

/** Upstream's headers for the client. Its limits belong to the OpenAI key; a key with limits of its own sees those instead. */
export function headersOf({ meter }: RequestContext, reply: UpstreamReply): Readonly<Record<string, string>> {
  const own = meter?.headers ?? {};
  if (Object.keys(own).length === 0) return reply.headers;
  const others = Object.entries(reply.headers).filter(([name]) => !name.startsWith('x-ratelimit-'));
  return { ...Object.fromEntries(others), ...own };
}

function wholeNumber(value: JsonValue | undefined): number | undefined {
  const number = isJsonNumber(value) ? Number(value) : undefined;
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
