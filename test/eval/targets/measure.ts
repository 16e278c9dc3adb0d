import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_RULES_DIRECTORY } from '../../../src/commands/rules-folder';
import { detect } from '../../../src/detect/detect';
import { loadRules } from '../../../src/rules/load';
import type { RuleSet } from '../../../src/rules/types';
import { handOf } from '../../../src/training/main';
import type { GoldDocument } from '../../../src/training/marked-note';
import { clinicalDocuments, promptOf } from '../../bench/clinical-text';
import { median, timed } from '../../bench/measure';
import { benchProxy } from '../../bench/proxy-bench';
import { goldOf, type HeldOutPrediction } from '../held-out';
import { predict } from '../predict';
import { NOTES_FOLDER, readDocuments, UNSEEN_FOLDER } from '../read-documents';
import { createScorer, type Score } from '../score';
import { type Delivered, figuresOf, type Measured, type Quality, type SpeedFigures } from './measured';

const ROOT = join(__dirname, '..', '..', '..');
const SHARED = join(ROOT, '..', 'shared', 'data');
const MEGABYTE = 1e6;

type Kind = 'withNetwork' | 'withTagger' | 'rulesAlone';

/**
 * Measures everything that the table of targets holds, but for the speed.
 *
 * @param predicted of `rounds`
 * @param rounds those for which there is a network that has not seen their notes
 */
export function measureTargets(
  predicted: ReadonlyMap<string, readonly HeldOutPrediction[]>,
  rounds: readonly string[],
): Omit<Measured, 'speed' | 'delivered'> {
  const ruleSet = loadRules(DEFAULT_RULES_DIRECTORY);
  const documents = readDocuments([NOTES_FOLDER]);
  const gold = goldOf(documents);
  const score = (predictions: readonly HeldOutPrediction[], kind: Kind = 'withNetwork'): Score => {
    const scorer = createScorer();
    for (const prediction of predictions) scorer.add(gold(prediction.id), prediction[kind] ?? []);
    return scorer.score();
  };
  const unseen = rounds.flatMap((round) => predicted.get(round) ?? []);
  return {
    ...today(),
    rules: ruleSet.sha256,
    notes: documents.length,
    ...qualityOf(unseen, gold, score),
    withoutNetwork: figuresOf(score(unseen, 'withTagger')),
    rulesAlone: figuresOf(score(unseen, 'rulesAlone')),
    ...sharedFigures(ruleSet),
  };
}

function today(): Pick<Measured, 'date' | 'commit'> {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim(),
  };
}

/** Hands that wrote prompts. */
const PROMPTS = /^(?:l|ef)-/;

function qualityOf<T extends { readonly id: string }>(
  unseen: readonly T[],
  gold: (id: string) => GoldDocument,
  score: (predictions: readonly T[]) => Score,
): Quality {
  const clean = unseen.filter(({ id }) => gold(id).spans.every(({ optional }) => optional));
  const prompts = clean.filter(({ id }) => PROMPTS.test(id));
  const touched = prompts.filter((prediction) => score([prediction]).falsePositives > 0);
  return {
    hands: [...new Set(unseen.map(({ id }) => handOf(id)))].sort().join(', '),
    unseen: figuresOf(score(unseen)),
    cleanNotes: score(clean).falsePositivesPer1kWords,
    promptsUntouched: 1 - touched.length / Math.max(1, prompts.length),
  };
}

/** Scores what is delivered, as it is, on `fixtures/unseen`. */
export function measureDelivered(ruleSet: RuleSet = loadRules(DEFAULT_RULES_DIRECTORY)): Delivered {
  const documents = readDocuments([UNSEEN_FOLDER]);
  const predicted = documents.map(({ id, text }) => ({ id, found: predict(text, ruleSet) }));
  const gold = goldOf(documents);
  const score = (predictions: readonly (typeof predicted)[number][]): Score => {
    const scorer = createScorer();
    for (const { id, found } of predictions) scorer.add(gold(id), found);
    return scorer.score();
  };
  return { ...today(), ...qualityOf(predicted, gold, score) };
}

/** What is delivered has not seen these either. */
function sharedFigures(ruleSet: RuleSet): Pick<Measured, 'cleanDialogues' | 'handoffs'> {
  const scoreOf = (file: string): Score | undefined => {
    const path = join(SHARED, file);
    if (!existsSync(path)) return undefined;
    const scorer = createScorer();
    for (const document of readDocuments([path])) scorer.add(document, predict(document.text, ruleSet));
    return scorer.score();
  };
  const dialogues = scoreOf('clean_mts_dialog.jsonl');
  const handoffs = scoreOf('pediatric_handoffs.jsonl');
  return {
    ...(dialogues === undefined ? {} : { cleanDialogues: dialogues.falsePositivesPer1kWords }),
    ...(handoffs === undefined ? {} : { handoffs: handoffs.spanRecall }),
  };
}

/** Words of the short prompt. */
const PROMPT_WORDS = 500;

/** One core for the detector; the start is that of the built program. */
export async function measureSpeed(ruleSet: RuleSet = loadRules(DEFAULT_RULES_DIRECTORY)): Promise<SpeedFigures> {
  const documents = clinicalDocuments(4 * MEGABYTE);
  const read = (text: string): unknown => detect([{ text }], ruleSet);
  for (const text of documents.slice(0, 100)) read(text);
  const one = promptOf(documents, MEGABYTE);
  const four = promptOf(documents, 4 * MEGABYTE);
  const oneMs = timed(() => read(one));
  const fourMs = timed(() => read(four));
  const words = one.split(' ');
  const prompts = Array.from({ length: 100 }, (_, at) => words.slice(at * PROMPT_WORDS, (at + 1) * PROMPT_WORDS).join(' '));
  const { startMs, residentAtStartMegabytes } = await benchProxy(1);
  const packed = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8' }),
  ) as readonly { readonly size: number }[];
  return {
    megabytesPerSecond: Buffer.byteLength(one) / MEGABYTE / (oneMs / 1000),
    growth: fourMs / Buffer.byteLength(four) / (oneMs / Buffer.byteLength(one)),
    promptMs: median(prompts.map((text) => timed(() => read(text)))),
    startMs,
    residentMegabytes: residentAtStartMegabytes,
    packageMegabytes: (packed[0]?.size ?? 0) / MEGABYTE,
  };
}
