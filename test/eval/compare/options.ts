import { parseArgs } from 'node:util';
import { FOLDS } from '../held-out';
import { NOTES_FOLDER } from '../read-documents';
import { DEFAULT_PEERS, PEERS } from './engines';

export const USAGE = `usage: npm run compare -- [options]

Scores phi-proxy and other engines on the same marked text. Peers are installed at first use into node_modules/.cache/phi-proxy-peers (npm,
and Python 3 with PyPI for Presidio); one that cannot be installed or run is skipped, with the reason.

  --notes PATH…         folders of notes, notes, JSONL files (default: fixtures/notes); may be repeated
  --sample N            every Nth document only
  --held-out K          ${FOLDS} folds, 0 to ${FOLDS - 1}: compare on fold K, phi-proxy with a tagger learned from the other folds (minutes)
  --model FILE          phi-proxy with another tagger file
  --peers a,b           of ${[...PEERS.keys()].join(', ')} (default: ${DEFAULT_PEERS.join(',')}); none: ''
  --json FILE           the figures as JSON as well
  --document-timeout S  seconds for one document (default 60)
  --engine-timeout S    seconds for one engine over all documents (default 1800)
`;

export interface CompareOptions {
  readonly notes: readonly string[];
  readonly sample: number;
  readonly heldOut?: number;
  readonly model?: string;
  readonly peers: readonly string[];
  readonly json?: string;
  /** Milliseconds. */
  readonly documentTimeout: number;
  readonly engineTimeout: number;
}

/** Reads the command line; `undefined` asks for the usage. Throws Error on what it does not know. */
export function parseOptions(args: readonly string[]): CompareOptions | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      notes: { type: 'string', multiple: true, default: [] },
      sample: { type: 'string', default: '1' },
      'held-out': { type: 'string' },
      model: { type: 'string' },
      peers: { type: 'string', default: DEFAULT_PEERS.join(',') },
      json: { type: 'string' },
      'document-timeout': { type: 'string', default: '60' },
      'engine-timeout': { type: 'string', default: '1800' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const heldOut = values['held-out'];
  if (heldOut !== undefined && values.model !== undefined) throw new Error('--held-out trains its own tagger: not with --model');
  const notes = [...values.notes, ...positionals];
  return {
    notes: notes.length > 0 ? notes : [NOTES_FOLDER],
    sample: wholeNumber('--sample', values.sample, [1, Number.MAX_SAFE_INTEGER]),
    ...(heldOut === undefined ? {} : { heldOut: wholeNumber('--held-out', heldOut, [0, FOLDS - 1]) }),
    ...(values.model === undefined ? {} : { model: values.model }),
    peers: knownPeers(values.peers),
    ...(values.json === undefined ? {} : { json: values.json }),
    documentTimeout: 1000 * wholeNumber('--document-timeout', values['document-timeout'], [1, 86_400]),
    engineTimeout: 1000 * wholeNumber('--engine-timeout', values['engine-timeout'], [1, 86_400]),
  };
}

function wholeNumber(option: string, value: string, [least, most]: readonly [number, number]): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most)
    throw new Error(`${option} ${value}: not a whole number from ${least}`);
  return number;
}

function knownPeers(list: string): string[] {
  const names = list.split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !PEERS.has(name));
  if (unknown.length > 0) throw new Error(`--peers: unknown ${unknown.join(', ')}; known are ${[...PEERS.keys()].join(', ')}`);
  return names;
}
