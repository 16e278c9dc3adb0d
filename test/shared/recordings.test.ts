import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from '../../src/deid/session';
import { ToolNames } from '../../src/deid/tool-names';
import { chatDialect } from '../../src/dialects/chat';
import { isJsonObject, type JsonValue, parseReplyJson, stringifyJson } from '../../src/dialects/json';
import { createSseDecoder, type SseItem } from '../../src/upstream/sse-decoder';
import { Vault } from '../../src/vault/vault';
import { needs } from '../support/needs';

/**
 * Streams that OpenAI really sent, with tokens in place of some of their words. They must be restored alike wherever the bytes are
 * cut, through the real decoder and re-identifier.
 */

const FOLDER = join(__dirname, '..', '..', '..', 'shared', 'recordings', 'chat');
const files = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : [];

const VALUES = ['Hannah "Nan" Osei', 'Zoë 😀\nNúñez', '00482917', '3/14/1960'];

function filledVault(): Vault {
  const vault = new Vault();
  for (const [group, value] of VALUES.entries()) vault.issue({ label: group < 2 ? 'NAME' : 'MRN', group, form: 'full' }, value);
  return vault;
}

const TOKENS = [...filledVault().entries()].map(({ token }) => token.text);

/** The recording as SSE bytes; `.chunks.txt` hold bare events. */
function readStream(file: string): string {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  if (file.endsWith('.sse')) return text;
  return `${text
    .trim()
    .split('\n')
    .map((line) => `data: ${line}\n\n`)
    .join('')}data: [DONE]\n\n`;
}

/** Every third word of the deltas becomes a token, its pieces spread over the deltas that follow as OpenAI's tokens are. */
function spliceTokens(stream: string): string {
  let count = 0;
  let carry = '';
  return stream.replace(
    /("(?:content|refusal|arguments)":")((?:[^"\\]|\\.)*)(")/g,
    (_whole, head: string, text: string, tail: string) => {
      let output = carry.slice(0, 5);
      carry = carry.slice(5);
      if (output === '' && /[A-Za-z]{2}/.test(text)) {
        count += 1;
        if (count % 3 === 1) {
          const token = TOKENS[count % TOKENS.length] ?? '';
          output = text.replace(/[A-Za-z]{2,}/, token.slice(0, 4));
          carry = token.slice(4);
          return head + output + tail;
        }
      }
      return head + output + text + tail;
    },
  );
}

function restoreItems(items: readonly SseItem[], push: (chunk: JsonValue) => JsonValue[], flush: () => JsonValue[]): string[] {
  return items.flatMap((item) => {
    if (item.kind !== 'event') return [];
    return (item.data.trim() === '[DONE]' ? flush() : push(parseReplyJson(item.data))).map(stringifyJson);
  });
}

function decode(pieces: readonly Uint8Array[]): SseItem[] {
  const decoder = createSseDecoder();
  return [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.flush()];
}

/** Decodes and restores a stream that arrives in these pieces; returns the events for the client. */
function restore(pieces: readonly Uint8Array[], body = {}): string[] {
  const session = new Session({
    body,
    forward: '',
    vault: filledVault(),
    entities: {},
    toolNames: new ToolNames(),
    dialect: chatDialect,
    urlHosts: new Set(),
  });
  const reidentifier = session.createStreamReidentifier();
  const decoder = createSseDecoder();
  const push = (chunk: JsonValue): JsonValue[] => reidentifier.push(chunk);
  const flush = (): JsonValue[] => reidentifier.flush();
  const output = pieces.flatMap((piece) => restoreItems(decoder.push(piece), push, flush));
  return [...output, ...restoreItems(decoder.flush(), push, flush), ...flush().map(stringifyJson)];
}

type Choice = { [key: string]: JsonValue };

function addStrings(lanes: Record<string, string>, path: string, value: JsonValue): void {
  if (typeof value === 'string') lanes[path] = (lanes[path] ?? '') + value;
  else if (Array.isArray(value))
    for (const item of value) addStrings(lanes, `${path}/${isJsonObject(item) ? String(item['index'] ?? '') : ''}`, item);
  else if (isJsonObject(value)) for (const [key, item] of Object.entries(value)) addStrings(lanes, `${path}/${key}`, item);
}

/** The texts of a stream: for each choice and field of its deltas all pieces joined. */
function textsOf(events: readonly string[]): Record<string, string> {
  const lanes: Record<string, string> = {};
  for (const event of events) {
    const chunk = parseReplyJson(event);
    const choices = isJsonObject(chunk) && Array.isArray(chunk['choices']) ? (chunk['choices'] as Choice[]) : [];
    for (const choice of choices) addStrings(lanes, String(choice['index']), choice['delta'] ?? null);
  }
  return lanes;
}

function expectedTexts(stream: string): Record<string, string> {
  const lanes = textsOf(stream.split('\n').flatMap((line) => (line.startsWith('data: {') ? [line.slice(6)] : [])));
  const json = (path: string): boolean => path.endsWith('/arguments');
  for (const [path, text] of Object.entries(lanes)) {
    const put = (value: string): string => (json(path) ? JSON.stringify(value).slice(1, -1) : value);
    lanes[path] = TOKENS.reduce((result, token, index) => result.replaceAll(token, () => put(VALUES[index] ?? '')), text);
  }
  return lanes;
}

const spliced = files.map((file) => [file, spliceTokens(readStream(file))] as const);

if (!needs(files.length > 0, 'recorded streams', '../shared/recordings'))
  test.skip('no ../shared/recordings here: nothing to replay', () => undefined);
else {
  test('tokens got into the recordings', () => {
    const values = spliced.map(([, stream]) => JSON.stringify(expectedTexts(stream))).join('');
    for (const value of VALUES) expect(values).toContain(JSON.stringify(value).slice(1, -1));
  });

  test.each(spliced)('%s: restored, whole', (_file, stream) => {
    expect(textsOf(restore([Buffer.from(stream)]))).toEqual(expectedTexts(stream));
  });

  test.each(spliced)('%s: alike byte by byte', (_file, stream) => {
    const bytes = Buffer.from(stream);
    const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    expect(restore(single)).toEqual(restore([bytes]));
  });

  test.each(spliced)('%s: the decoder gives the same events wherever the bytes are cut in two', (_file, stream) => {
    const bytes = Buffer.from(stream);
    const whole = JSON.stringify(decode([bytes]));
    // The one long stream is cut at every 97th place, which is prime to the lengths of its lines.
    const step = bytes.length > 20_000 ? 97 : 1;
    for (let at = 1; at < bytes.length; at += step) {
      if (JSON.stringify(decode([bytes.subarray(0, at), bytes.subarray(at)])) !== whole)
        throw new Error(`differs when cut at ${at}`);
    }
  });

  test.each(spliced)('%s: the client gets the same events wherever the bytes are cut in two', (_file, stream) => {
    const bytes = Buffer.from(stream);
    const whole = restore([bytes]);
    // What the client gets is made of the decoder's events one by one, so places far apart will do.
    const step = Math.ceil(bytes.length / 40) | 1;
    for (let at = 1; at < bytes.length; at += step) expect(restore([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  });

  test.each(spliced)(
    '%s: without tokens every event passes with its text; pieces may move by what could begin a token',
    (file) => {
      const stream = readStream(file);
      const events = stream.split('\n').flatMap((line) => (line.startsWith('data: {') ? [line.slice(6)] : []));
      const restored = restore([Buffer.from(stream)]);
      expect(restored).toHaveLength(events.length);
      expect(textsOf(restored)).toEqual(textsOf(events));
    },
  );
}
