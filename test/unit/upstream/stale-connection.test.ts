import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { createUpstreamClient } from '../../../src/upstream/client';
import { readReplyText } from '../../../src/upstream/read-reply';

/** Longer than any machine stands still. */
const PATIENT_MS = 60_000;
const REPLY = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';

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
      else socket.write(REPLY);
    });
  });
}

interface Connected {
  send(body: string): Promise<string>;
  close(): void;
}

async function connectTo(server: Server): Promise<Connected> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createUpstreamClient({ upstreamUrl: `http://127.0.0.1:${port}`, upstreamTimeoutMs: PATIENT_MS });
  return {
    async send(body) {
      const { signal } = new AbortController();
      const reply = await client.send({
        method: 'POST',
        path: '/x',
        body,
        openaiKey: 'k',
        headers: {},
        streaming: false,
        signal,
      });
      return readReplyText(reply.body, { maxBytes: 100, idleMs: PATIENT_MS, totalMs: PATIENT_MS });
    },
    close() {
      client.close();
      server.close();
    },
  };
}

test('a request on a kept connection that upstream had closed is sent again, once', async () => {
  const { send, close } = await connectTo(resettingServer());
  try {
    expect(await send('{}')).toBe('{}');
    expect(await send('{}')).toBe('{}');
  } finally {
    close();
  }
});

test('a request on a new connection is not sent again', async () => {
  let requests = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      requests += 1;
      socket.resetAndDestroy();
    });
  });
  const { send, close } = await connectTo(server);
  try {
    await expect(send('{}')).rejects.toMatchObject({ code: 'upstream_unreachable' });
    expect(requests).toBe(1);
  } finally {
    close();
  }
});

test('so is one with a long body, of which a part is written before the closing is seen', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    let length = 0;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      length += bytes.length;
      if (sockets.length === 1 || length > 5_000_000) socket.write(REPLY);
    });
  });
  const { send, close } = await connectTo(server);
  try {
    expect(await send('{}')).toBe('{}');
    await new Promise((resolve) => setImmediate(resolve));
    sockets[0]?.destroy();
    // In the same turn, so that the client cannot know of it yet.
    expect(await send('x'.repeat(5_000_000))).toBe('{}');
    expect(sockets.length).toBe(2);
  } finally {
    close();
    for (const socket of sockets) socket.destroy();
  }
});

test('the second time goes over a new connection, whatever other connections are kept', async () => {
  const sockets: Socket[] = [];
  let requests = 0;
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    // The first two requests are answered together, so that each has a connection of its own.
    socket.on('data', () => {
      requests += 1;
      if (requests === 2) for (const one of sockets) one.write(REPLY);
      else if (requests > 2) socket.write(REPLY);
    });
  });
  const { send, close } = await connectTo(server);
  try {
    expect(await Promise.all([send('{}'), send('{}')])).toEqual(['{}', '{}']);
    await new Promise((resolve) => setImmediate(resolve));
    for (const socket of sockets) socket.destroy();
    expect(await send('{}')).toBe('{}');
    expect(sockets.length).toBe(3);
  } finally {
    close();
    for (const socket of sockets) socket.destroy();
  }
});
