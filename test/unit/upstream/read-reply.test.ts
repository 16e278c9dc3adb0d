import { once } from 'node:events';
import { Readable } from 'node:stream';
import { discardReply, readReplyItems, readReplyText } from '../../../src/upstream/read-reply';

const limits = { maxBytes: 4, idleMs: 1000, totalMs: 60_000 };

test('a reply may be as long as the limit', async () => {
  expect(await readReplyText(Readable.from([Buffer.from('ab'), Buffer.from('cd')]), limits)).toBe('abcd');
  await expect(readReplyText(Readable.from([Buffer.from('abcd'), Buffer.from('e')]), limits)).rejects.toMatchObject({
    code: 'upstream_invalid_response',
  });
});

/** Two events, and then silence. */
function unending(): Readable {
  const body = new Readable({ read: () => undefined });
  body.push('data: 1\n\ndata: 2\n\n');
  return body;
}

test('a stream that is left is read to its end, if that comes soon', async () => {
  const body = unending();
  for await (const _item of readReplyItems(body, limits)) break;
  expect(body.destroyed).toBe(false);
  const over = once(body, 'end');
  body.push('data: 3\n\n');
  body.push(null);
  await over;
});

test('a stream that is left and does not end is cut off', async () => {
  const body = unending();
  for await (const _item of readReplyItems(body, limits)) break;
  await once(body, 'close');
  expect(body.readableEnded).toBe(false);
});

describe('the time allowed for silence', () => {
  const IDLE_MS = 1000;
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  test('is that of upstream: a slow reader may take longer', async () => {
    const body = unending();
    const items = readReplyItems(body, { idleMs: IDLE_MS, totalMs: 60_000 });
    await items.next();
    await items.next();
    jest.advanceTimersByTime(10 * IDLE_MS);
    body.push('data: 3\n\n');
    expect(await items.next()).toMatchObject({ done: false });
    jest.advanceTimersByTime(10 * IDLE_MS);
    body.push(null);
    expect(await items.next()).toMatchObject({ done: true });
  });

  test('runs while the next event is waited for', async () => {
    const items = readReplyItems(unending(), { idleMs: IDLE_MS, totalMs: 60_000 });
    await items.next();
    await items.next();
    const failed = expect(items.next()).rejects.toMatchObject({ code: 'upstream_timeout' });
    await new Promise((resolve) => setImmediate(resolve));
    jest.advanceTimersByTime(IDLE_MS - 1);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(1);
    await failed;
  });
});

test('a connection that breaks behind an answer that is not read harms nothing', async () => {
  const body = unending();
  discardReply(body);
  // Not by `once` of node:events, which would itself listen for errors.
  const closed = new Promise((resolve) => body.on('close', resolve));
  body.destroy(new Error('reset'));
  await closed;
  expect(body.destroyed).toBe(true);
});

test.each<[string, (body: Readable) => void]>([
  ['has come to its end', (body) => body.push(null)],
  ['has broken off', (body) => body.destroy()],
])('a reply that %s is not waited for', async (_reason, end) => {
  const body = unending();
  end(body);
  body.resume();
  await once(body, 'close');
  jest.useFakeTimers();
  discardReply(body);
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

test.each<[string, (body: Readable) => AsyncIterable<unknown> | Promise<unknown>]>([
  ['a stream', (body) => readReplyItems(body, { idleMs: 1000, totalMs: 150 })],
  ['a text', (body) => readReplyText(body, { maxBytes: 1000, idleMs: 1000, totalMs: 150 })],
])('%s that is never silent and never ends is given up in time', async (_what, read) => {
  const body = new Readable({ read: () => undefined });
  const talking = setInterval(() => body.push(': alive\n\n'), 10);
  const reading = (async () => {
    const reply = read(body);
    if (reply instanceof Promise) await reply;
    else for await (const _item of reply);
  })();
  await expect(reading).rejects.toMatchObject({ code: 'upstream_timeout' });
  clearInterval(talking);
});

test('a stream of which there is always more is given up in time, too', async () => {
  const body = new Readable({ read: () => setImmediate(() => body.push(': alive\n\n'.repeat(100))) });
  const reading = (async () => {
    for await (const _item of readReplyItems(body, { idleMs: 1000, totalMs: 100 }));
  })();
  await expect(reading).rejects.toMatchObject({ code: 'upstream_timeout' });
});
