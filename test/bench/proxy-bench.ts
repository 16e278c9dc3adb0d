import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { benchFile, memoryOf, type RunningServer, startServer, stopServer } from './child';
import { clinicalDocuments, promptOf } from './clinical-text';
import { chunkDelays, closeConnections, sendChat, type Target, underLoad } from './load';
import { median, percentile } from './measure';

export interface ProxyFigures {
  readonly startMs: number;
  readonly residentAtStartMegabytes: number;
  readonly residentPeakMegabytes: number;
  readonly bareRequestsPerSecond: number;
  readonly proxyRequestsPerSecond: number;
  readonly proxyToBare: number;
  readonly addedLatencyP50Ms: number;
  readonly addedLatencyP99Ms: number;
  readonly addedChunkDelayP50Ms: number;
  readonly addedChunkDelayP99Ms: number;
  /** Or why there was none. */
  readonly roundTripOf2MegabytesMs: number | string;
}

const MAIN = join(__dirname, '..', '..', 'dist', 'main.js');
const PROMPT = 2000;
const SETTLE_MS = 2000;

const chatBody = (content: string, stream = false): string =>
  JSON.stringify({ model: 'bench', messages: [{ role: 'user', content }], ...(stream ? { stream } : {}) });

/** The proxy against a bare express and axios pass-through, both in processes of their own, with the same stand-in for OpenAI. */
export async function benchProxy(seconds: number): Promise<ProxyFigures> {
  const running: RunningServer[] = [];
  const start = async (...args: Parameters<typeof startServer>): Promise<RunningServer> => {
    const server = await startServer(...args);
    running.push(server);
    return server;
  };
  try {
    const upstream = await start(benchFile('upstream-process.ts'));
    const bare = await start([...benchFile('bare-process.ts'), upstream.url]);
    const proxy = await start([MAIN, 'serve'], {
      PHI_PROXY_PORT: '0',
      PHI_PROXY_UPSTREAM_URL: `${upstream.url}/v1`,
      PHI_PROXY_LOG_LEVEL: 'silent',
      PHI_PROXY_KEYS_FILE: '',
      // A slow or busy machine should give a bad figure, not an error.
      PHI_PROXY_DETECT_TIMEOUT_MS: '300000',
    });
    return await compare(bare, proxy, seconds);
  } finally {
    closeConnections();
    await Promise.all(running.map(stopServer));
  }
}

async function compare(bareServer: RunningServer, proxyServer: RunningServer, seconds: number): Promise<ProxyFigures> {
  const key = /proxy key: (\S+)/.exec(proxyServer.printed)?.[1] ?? '';
  const bare: Target = { url: bareServer.url, headers: {} };
  const proxy: Target = { url: proxyServer.url, headers: { 'x-compliantchatgpt-key': key, 'x-openai-key': 'sk-bench' } };
  // It makes its look-up tables right after it listens.
  await setTimeout(SETTLE_MS);
  const residentAtStartMegabytes = memoryOf(proxyServer, 'VmRSS');
  const documents = clinicalDocuments(200_000);
  const bodies = Array.from({ length: 50 }, (_, index) => chatBody(promptOf(documents, PROMPT, index * 3)));
  for (const target of [bare, proxy]) await underLoad(target, bodies, { connections: 4, seconds: 1 });
  const alone = {
    bare: await underLoad(bare, bodies, { connections: 1, seconds }),
    proxy: await underLoad(proxy, bodies, { connections: 1, seconds }),
  };
  const load = {
    bare: await underLoad(bare, bodies, { connections: 16, seconds }),
    proxy: await underLoad(proxy, bodies, { connections: 16, seconds }),
  };
  const stream = chatBody('Tell me more.', true);
  const delays = { bare: await chunkDelays(bare, stream), proxy: await chunkDelays(proxy, stream) };
  const added = ({ bare: without, proxy: having }: Record<'bare' | 'proxy', readonly number[]>, share: number): number =>
    percentile(having, share) - percentile(without, share);
  const latencies = { bare: alone.bare.latencies, proxy: alone.proxy.latencies };
  return {
    startMs: proxyServer.startMs,
    residentAtStartMegabytes,
    bareRequestsPerSecond: load.bare.requestsPerSecond,
    proxyRequestsPerSecond: load.proxy.requestsPerSecond,
    proxyToBare: load.proxy.requestsPerSecond / load.bare.requestsPerSecond,
    addedLatencyP50Ms: added(latencies, 0.5),
    addedLatencyP99Ms: added(latencies, 0.99),
    addedChunkDelayP50Ms: added(delays, 0.5),
    addedChunkDelayP99Ms: added(delays, 0.99),
    roundTripOf2MegabytesMs: await longRoundTrip(proxy),
    residentPeakMegabytes: memoryOf(proxyServer, 'VmHWM'),
  };
}

/** Median of three, or the first when that takes long: the bench has to end. Says why, when the proxy refuses. */
async function longRoundTrip(proxy: Target): Promise<number | string> {
  const body = chatBody(promptOf(clinicalDocuments(800_000), 2_000_000));
  try {
    const first = await sendChat(proxy, body);
    if (first > 10_000) return first;
    return median([first, await sendChat(proxy, body), await sendChat(proxy, body)]);
  } catch (error) {
    return (error as Error).message;
  }
}
