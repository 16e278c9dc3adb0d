import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { KeyPair } from '../../src/http/tls/key-pair';

export interface FakeRedis {
  readonly port: number;
  /** Names of the commands that arrived, in order. */
  readonly commands: readonly string[];
  close(): Promise<void>;
}

type Reply = string | number | readonly Reply[];

/** As Redis writes its replies: errors and words of its own begin with their sign. */
function encode(reply: Reply): string {
  if (typeof reply === 'number') return `:${reply}\r\n`;
  if (typeof reply !== 'string') return `*${reply.length}\r\n${reply.map(encode).join('')}`;
  return /^[+-]/.test(reply) ? `${reply}\r\n` : `$${Buffer.byteLength(reply)}\r\n${reply}\r\n`;
}

/** Takes the first whole command (a list of texts) from what has arrived. */
function takeCommand(text: string): { readonly words: string[]; readonly rest: string } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (head === null) return undefined;
  const words: string[] = [];
  let at = head[0].length;
  while (words.length < Number(head[1])) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at));
    if (size === null) return undefined;
    const start = at + size[0].length;
    at = start + Number(size[1]) + 2;
    if (at > text.length) return undefined;
    words.push(text.slice(start, at - 2));
  }
  return { words, rest: text.slice(at) };
}

/** The two scripts that phi-proxy runs, in JavaScript: a counter of the limiter's, and a row of usage. */
function evaluate(held: Map<string, Map<string, number>>, [script = '', count = '0', ...rest]: readonly string[]): Reply {
  const key = rest[0] ?? '';
  const values = rest.slice(Number(count));
  const hash = held.get(key) ?? new Map<string, number>();
  held.set(key, hash);
  const add = (field: string, amount: string): number => {
    const sum = (hash.get(field) ?? 0) + Number(amount);
    hash.set(field, sum);
    return sum;
  };
  if (!script.includes('HINCRBY')) return [add('', values[0] ?? '0'), Number(values[1]) * 1000];
  for (let index = 6; index < values.length; index += 2) add(`${values[1]}|${values[index]}`, values[index + 1] ?? '0');
  return '+OK';
}

/** So much of Redis as phi-proxy needs, over TLS only and with a password: a test with it needs no package of the system. */
export async function startFakeRedis(pair: KeyPair, password: string): Promise<FakeRedis> {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const held = new Map<string, Map<string, number>>();
  const answer = (name: string, args: readonly string[]): Reply => {
    // As a Redis before 6, which speaks the older protocol alone.
    if (name === 'HELLO') return "-ERR unknown command 'HELLO'";
    if (name === 'EVAL') return evaluate(held, args);
    if (name === 'EVALSHA') return '-NOSCRIPT No matching script.';
    if (name === 'INFO') return 'loading:0';
    if (name === 'HGETALL') return [...(held.get(args[0] ?? '') ?? [])].flatMap(([field, sum]) => [field, String(sum)]);
    return '+OK';
  };
  const server = createServer({ ...pair }, (socket) => {
    let waiting = '';
    let isKnown = false;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (part: Buffer) => {
      waiting += part.toString('latin1');
      for (let taken = takeCommand(waiting); taken !== undefined; taken = takeCommand(waiting)) {
        const [word = '', ...args] = taken.words;
        const name = word.toUpperCase();
        waiting = taken.rest;
        commands.push(name);
        if (name === 'AUTH') isKnown = args.at(-1) === password;
        socket.write(encode(isKnown || name === 'HELLO' ? answer(name, args) : '-NOAUTH Authentication required.'));
      }
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    commands,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
