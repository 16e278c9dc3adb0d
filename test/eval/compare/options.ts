import { parseArgs } from 'node:util';
import { NOTES_FOLDER, UNSEEN_FOLDER } from '../read-documents';
import { DEFAULT_PEERS, PEERS } from './engines';

export const USAGE = `usage: npm run compare -- [options]

Scores phi-proxy and other engines on the same marked text. Peers are installed at first use into node_modules/.cache/phi-proxy-peers (npm,
and Python 3 with PyPI for Presidio); one that cannot be installed or run is skipped, with the reason.

  --notes PATH…         folders of notes, notes, JSONL files (default: fixtures/unseen, from which nothing was learned); may be repeated
  --sample N            every Nth document only
  --held-out            only notes of the hands d to l, phi-proxy with a tagger learned from those of all others (minutes) and a network that
                        has not seen them either
  --model FILE          phi-proxy with another tagger file
  --network FILE        phi-proxy with another network file
  --peers a,b           of ${[...PEERS.keys()].join(', ')} (default: ${DEFAULT_PEERS.join(',')}); none: ''
  --json FILE           the figures as JSON as well
  --document-timeout S  seconds for one document (default 60)
  --engine-timeout S    seconds for one engine over all documents (default 1800)
`;

export interface CompareOptions {
  readonly notes: readonly string[];
  readonly sample: number;
  readonly heldOut: boolean;
  readonly model?: string;
  readonly network?: string;
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
      'held-out': { type: 'boolean', default: false },
      model: { type: 'string' },
      network: { type: 'string' },
      peers: { type: 'string', default: DEFAULT_PEERS.join(',') },
      json: { type: 'string' },
      'document-timeout': { type: 'string', default: '60' },
      'engine-timeout': { type: 'string', default: '1800' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const heldOut = values['held-out'];
  if (heldOut && (values.model ?? values.network) !== undefined)
    throw new Error('--held-out brings its own tagger and network: not with --model or --network');
  const notes = [...values.notes, ...positionals];
  return {
    notes: notes.length > 0 ? notes : [heldOut ? NOTES_FOLDER : UNSEEN_FOLDER],
    sample: wholeNumber('--sample', values.sample, [1, Number.MAX_SAFE_INTEGER]),
    heldOut,
    ...(values.model === undefined ? {} : { model: values.model }),
    ...(values.network === undefined ? {} : { network: values.network }),
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
