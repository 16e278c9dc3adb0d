import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { createUpstreamClient } from '../../../src/upstream/client';
import { readReplyText } from '../../../src/upstream/read-reply';

/** Answers the first request of the first connection, then resets it at its second request; further connections answer. */
function resettingServer(): Server {
  let connections = 0;
  return createServer((socket: Socket) => {
    connections += 1;
    let requests = 0;
    const first = connections === 1;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      requests += 1;
      if (first && requests > 1) socket.resetAndDestroy();
      else socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}');
    });
  });
}

test('a request on a kept connection that upstream had closed is sent again, once', async () => {
  const server = resettingServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createUpstreamClient({ upstreamUrl: `http://127.0.0.1:${port}`, upstreamTimeoutMs: 5000 });
  const send = async (): Promise<string> => {
    const { signal } = new AbortController();
    const reply = await client.send({
      method: 'POST',
      path: '/x',
      body: '{}',
      openaiKey: 'k',
      headers: {},
      streaming: false,
      signal,
    });
    return readReplyText(reply.body, { maxBytes: 100, idleMs: 5000 });
  };
  try {
    expect(await send()).toBe('{}');
    expect(await send()).toBe('{}');
  } finally {
    client.close();
    server.close();
  }
});
