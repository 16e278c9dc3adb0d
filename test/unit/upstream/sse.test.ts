import { PhiProxyError } from '../../../src/errors';
import { createSseDecoder, type SseItem } from '../../../src/upstream/sse-decoder';
import { encodeSseEvent } from '../../../src/upstream/sse-encoder';
import { cutBytes } from '../../support/fake-upstream';

function decode(pieces: readonly Uint8Array[], maxFrameLength?: number): SseItem[] {
  const decoder = createSseDecoder(maxFrameLength);
  return [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.flush()];
}

const decodeText = (text: string): SseItem[] => decode([Buffer.from(text)]);
const event = (data: string, name?: string): SseItem => ({ kind: 'event', event: name, data });

test.each([
  ['line feeds', 'data: a\n\ndata: b\n\n', [event('a'), event('b')]],
  ['carriage return and line feed', 'data: a\r\n\r\ndata: b\r\n\r\n', [event('a'), event('b')]],
  ['lone carriage returns', 'data: a\r\rdata: b\r\r', [event('a'), event('b')]],
  ['no blank behind the colon', 'data:a\n\n', [event('a')]],
  ['only the first blank is dropped', 'data:  a\n\n', [event(' a')]],
  ['several data lines', 'data: a\ndata: b\ndata\n\n', [event('a\nb\n')]],
  ['comments, of several side by side one', ': hello\n\ndata: a\n:x\n\n: y', [{ kind: 'comment' }, event('a')]],
  ['event name', 'event: error\ndata: a\n\ndata: b\n\n', [event('a', 'error'), event('b')]],
  ['unknown fields', 'id: 1\nretry: 5\nnonsense\ndata: a\n\n', [event('a')]],
  ['byte order mark', '\uFEFFdata: a\n\n', [event('a')]],
  ['empty frames', '\n\n\nevent: x\n\ndata: a\n\n', [event('a')]],
  ['unterminated last frame', 'data: a\n\ndata: [DONE]', [event('a'), event('[DONE]')]],
])('reads %s', (_what, text, expected) => {
  expect(decodeText(text)).toEqual(expected);
});

test('any split gives the same items', () => {
  const text = 'data: Zoë 😀\r\n\r\n: c\revent: e\ndata: {"a":"é"}\ndata:x\n\r\ndata: ß\r\r';
  const whole = decodeText(text);
  expect(whole).toHaveLength(4);
  for (let size = 1; size < 20; size += 1) expect(decode(cutBytes(text, size))).toEqual(whole);
  const bytes = Buffer.from(text);
  for (let at = 0; at <= bytes.length; at += 1) expect(decode([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
});

test.each([
  ['invalid UTF-8', [Buffer.from([0x64, 0xff, 0x0a])]],
  ['a character cut off at the end', [Buffer.from('data: é').subarray(0, 7)]],
  ['an endless line', [Buffer.from('data: '), ...cutBytes('x'.repeat(200), 10)]],
  ['an endless frame', cutBytes('data: xxxxxxxx\n'.repeat(20), 15)],
])('refuses %s', (_what, pieces) => {
  expect(() => decode(pieces, 100)).toThrow(new PhiProxyError('upstream_invalid_response'));
});

test('a million comments that come at once are one sign of life', () => {
  expect(decode([Buffer.from(':\n'.repeat(1_000_000)), Buffer.from('data: a\n\n:\n')])).toEqual([
    { kind: 'comment' },
    event('a'),
    { kind: 'comment' },
  ]);
});

test('many small frames are no long frame', () => {
  expect(decode([Buffer.from('data: xxxxxxxx\n\n'.repeat(100))], 100)).toHaveLength(100);
});

test('what is encoded decodes to the same, and no text can break out of its frame', () => {
  for (const data of ['a', '', 'a\nb', 'x\n\nevent: evil\ndata: y', ' a']) {
    expect(decodeText(encodeSseEvent(data, 'name'))).toEqual([event(data, 'name')]);
  }
  expect(decodeText(encodeSseEvent('a\r\nb\rc'))).toEqual([event('a\nb\nc')]);
  expect(encodeSseEvent('a', 'x\ndata: evil')).toBe('data: a\n\n');
});

test('line breaks of Unicode in JSON go as escapes, so that clients that split at them find whole lines', () => {
  const json = JSON.stringify({ text: 'a\u2028b\u2029c\u0085d' });
  expect(encodeSseEvent(json)).toBe('data: {"text":"a\\u2028b\\u2029c\\u0085d"}\n\n');
});
