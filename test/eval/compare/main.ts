import { readdirSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { GoldDocument } from '../../../src/training/marked-note';
import { HANDS_ROUND, networkFor } from '../held-out';
import { NOTES_FOLDER, readDocuments } from '../read-documents';
import { type Comparison, comparisonJson, comparisonTable, type Row } from './comparison';
import { type Engine, type OwnFiles, ownEngines, PEERS } from './engines';
import { cutHands, trainOn } from './held-out';
import { type CompareOptions, parseOptions, USAGE } from './options';
import { type Limits, runEngine } from './run-engine';

const START_TIMEOUT_MS = 180_000;

/** `npm run compare`: phi-proxy and other engines on the same text, by the same scorer. One engine after the other. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) return void process.stdout.write(USAGE);
  const comparison = await compare(options);
  process.stdout.write(`${comparisonTable(comparison)}\n`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(comparisonJson(comparison), null, 2)}\n`);
}

async function compare(options: CompareOptions): Promise<Comparison> {
  const all = readDocuments(options.notes);
  const { heldOut, others } = options.heldOut ? cutHands(all) : { heldOut: all, others: [] };
  const documents = heldOut.filter((_, index) => index % options.sample === 0);
  if (documents.length === 0) throw new Error('no documents');
  const own = ownRows(options, { documents, others });
  const peers = options.peers.flatMap((name) => PEERS.get(name) ?? []);
  const limits = { start: START_TIMEOUT_MS, document: options.documentTimeout, engine: options.engineTimeout };
  const rows: Row[] = [];
  for (const { engine, remark } of [...own, ...peers.map((peer) => ({ engine: peer, remark: undefined }))]) {
    const result = await tryEngine(engine, documents, limits);
    rows.push({ engine: engine.name, version: engine.version, ...(remark === undefined ? {} : { remark }), result });
  }
  return { text: describe(options, documents), rows };
}

interface Cut {
  readonly documents: readonly GoldDocument[];
  readonly others: readonly GoldDocument[];
}

/** This project's engines, with what its tagger has seen of the text. */
function ownRows(
  { heldOut, model, network }: CompareOptions,
  { documents, others }: Cut,
): { engine: Engine; remark: string | undefined }[] {
  if (heldOut) {
    const files = { model: trainOn(others), network: networkFor(HANDS_ROUND), title: 'held out' };
    return ownEngines(files).map((engine) => ({ engine, remark: undefined }));
  }
  const ownNotes = new Set(readdirSync(NOTES_FOLDER).map((name) => name.replace(/\.txt$/, '')));
  const seen = documents.filter(({ id }) => ownNotes.has(id)).length;
  const isOther = (model ?? network) !== undefined;
  const remark = isOther ? 'what the files have seen is not known' : 'seen in training';
  const engines = ownEngines(isOther ? otherFiles(model, network) : undefined);
  return engines.map((engine, index) => ({
    engine,
    remark: index === 0 && (seen > 0 || isOther) ? remark : undefined,
  }));
}

function otherFiles(model: string | undefined, network: string | undefined): OwnFiles {
  const files = [model, network].flatMap((file) => file ?? []);
  return {
    model: model === undefined ? undefined : resolve(model),
    network: network === undefined ? undefined : resolve(network),
    title: files.map((file) => basename(file)).join(' and '),
  };
}

async function tryEngine(engine: Engine, documents: readonly GoldDocument[], limits: Limits): Promise<Row['result']> {
  process.stderr.write(`${engine.name} ${engine.version}\n`);
  try {
    return await runEngine(engine.prepare(), engine.readOutput, documents, limits);
  } catch (error) {
    return { skipped: (error as Error).message };
  }
}

function describe({ heldOut, sample }: CompareOptions, documents: readonly GoldDocument[]): string {
  const spans = documents.reduce((sum, document) => sum + document.spans.filter(({ optional }) => !optional).length, 0);
  const hands = heldOut ? ' of the hands d to l, held out from training' : '';
  const every = sample === 1 ? '' : `, one in ${sample}`;
  return `${documents.length} documents${hands}${every}, ${spans} marked spans`;
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
