import { Agent, request } from 'node:http';
import { milliseconds } from './measure';

export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LoadFigures {
  readonly requestsPerSecond: number;
  readonly latencies: readonly number[];
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One chat request; gives its latency in milliseconds. `onData` sees the reply's parts as they arrive. */
export function sendChat(target: Target, body: string, onData: (part: Buffer) => void = () => undefined): Promise<number> {
  const started = milliseconds();
  return new Promise((resolve, reject) => {
    const headers = { ...target.headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const outgoing = request(`${target.url}/v1/chat/completions`, { method: 'POST', agent, headers }, (response) => {
      let refusal = '';
      response.on('data', (part: Buffer) => {
        if (response.statusCode === 200) onData(part);
        else refusal += part.toString('utf8');
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(milliseconds() - started);
        else reject(new Error(`status ${response.statusCode} ${/"code":"(\w+)"/.exec(refusal)?.[1] ?? ''}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** `connections` clients that send one request after the other for `seconds`. */
export async function underLoad(
  target: Target,
  bodies: readonly string[],
  options: { connections: number; seconds: number },
): Promise<LoadFigures> {
  const latencies: number[] = [];
  const started = milliseconds();
  const end = started + options.seconds * 1000;
  let next = 0;
  const client = async (): Promise<void> => {
    while (milliseconds() < end) {
      next += 1;
      latencies.push(await sendChat(target, bodies[next % bodies.length] ?? ''));
    }
  };
  await Promise.all(Array.from({ length: options.connections }, client));
  return { requestsPerSecond: (1000 * latencies.length) / (milliseconds() - started), latencies };
}

/** Delays of streamed chunks: the stand-in writes the time of sending into each. Milliseconds. */
export async function chunkDelays(target: Target, body: string): Promise<number[]> {
  const delays: number[] = [];
  let text = '';
  await sendChat(target, body, (part) => {
    const now = milliseconds();
    text += part.toString('utf8');
    // The part after the last mark may be cut, so it stays for the next time.
    text = text.replace(/@(\d+\.\d+)@/g, (_, sent: string) => {
      delays.push(now - Number(sent));
      return '';
    });
  });
  return delays;
}

export const closeConnections = (): void => agent.destroy();
