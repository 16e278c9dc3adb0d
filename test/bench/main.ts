import { cpus } from 'node:os';
import { commandOptions, wholeNumber, wrongUsage } from '../support/command-options';
import { benchDetector, type DetectorFigures } from './detector-bench';
import { benchProxy, type ProxyFigures } from './proxy-bench';

const USAGE = `usage: npm run bench -- [--json] [--seconds N] [--only detector|proxy]

Measures on this machine, over loopback only; a minute or two. Timings move with what else the machine does: read ratios.
`;

const { values } = commandOptions(USAGE, {
  json: { type: 'boolean', default: false },
  seconds: { type: 'string', default: '3' },
  only: { type: 'string', default: '' },
});
const seconds = wholeNumber('--seconds', values.seconds);
if (seconds === 0) wrongUsage('--seconds takes at least 1');
if (!['', 'detector', 'proxy'].includes(values.only)) wrongUsage(`--only takes detector or proxy, not '${values.only}'`);

async function main(): Promise<void> {
  const detector = values.only === 'proxy' ? undefined : benchDetector();
  const proxy = values.only === 'detector' ? undefined : await benchProxy(seconds);
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  if (values.json) process.stdout.write(`${JSON.stringify({ machine, detector, proxy })}\n`);
  else process.stdout.write(`${[machineLine(machine), ...detectorLines(detector), ...proxyLines(proxy)].join('\n')}\n`);
}

const machineLine = ({ node, cpu, cores }: { node: string; cpu: string; cores: number }): string =>
  `node ${node}, ${cores} x ${cpu}`;

function detectorLines(figures: DetectorFigures | undefined): string[] {
  if (!figures) return [];
  return [
    `detector            ${figures.detectorMegabytesPerSecond.toFixed(2)} MB/s on one core (2 MB of clinical text, a document at a time)`,
    `compromise          ${figures.compromiseMegabytesPerSecond.toFixed(3)} MB/s, people() on a twentieth of the same documents`,
    `ratio               ${figures.detectorToCompromise.toFixed(1)} times as fast`,
    `one 2 MB prompt     ${figures.promptOf2MegabytesMs.toFixed(0)} ms in the detector, ${figures.heapPerTextByte.toFixed(1)} bytes of heap per byte of text for the result, at most ${figures.heapPeakPerTextByte.toFixed(0)} meanwhile`,
  ];
}

function proxyLines(figures: ProxyFigures | undefined): string[] {
  if (!figures) return [];
  const { proxyRequestsPerSecond: proxied, bareRequestsPerSecond: bare } = figures;
  return [
    `start               ${figures.startMs.toFixed(0)} ms to the first line, ${figures.residentAtStartMegabytes.toFixed(0)} MB resident, peak in this bench ${figures.residentPeakMegabytes.toFixed(0)} MB`,
    `throughput          ${proxied.toFixed(0)} requests/s of 2 kB, 16 connections; bare express + axios ${bare.toFixed(0)}; ratio ${figures.proxyToBare.toFixed(2)}`,
    `added latency       p50 ${figures.addedLatencyP50Ms.toFixed(2)} ms, p99 ${figures.addedLatencyP99Ms.toFixed(2)} ms (2 kB prompt, one connection)`,
    `added chunk delay   p50 ${figures.addedChunkDelayP50Ms.toFixed(2)} ms, p99 ${figures.addedChunkDelayP99Ms.toFixed(2)} ms (streamed)`,
    `one 2 MB prompt     ${roundTrip(figures)}`,
  ];
}

function roundTrip({ roundTripOf2MegabytesMs: result }: ProxyFigures): string {
  return typeof result === 'number' ? `${result.toFixed(0)} ms round trip` : `refused: ${result}`;
}

main().catch((error: Error) => {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
});
