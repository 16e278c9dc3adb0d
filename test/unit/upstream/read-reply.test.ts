import { once } from 'node:events';
import { Readable } from 'node:stream';
import { discardReply, readReplyItems, readReplyText } from '../../../src/upstream/read-reply';

const limits = { maxBytes: 4, idleMs: 1000 };

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
  for await (const _item of readReplyItems(body, 1000)) break;
  expect(body.destroyed).toBe(false);
  const over = once(body, 'end');
  body.push('data: 3\n\n');
  body.push(null);
  await over;
});

test('a stream that is left and does not end is cut off', async () => {
  const body = unending();
  for await (const _item of readReplyItems(body, 1000)) break;
  await once(body, 'close');
  expect(body.readableEnded).toBe(false);
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
