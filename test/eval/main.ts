import { DEFAULT_RULES_DIRECTORY } from '../../src/commands/rules-folder';
import { loadRules } from '../../src/rules/load';
import { type Entity, type RuleSet, withoutModel } from '../../src/rules/types';
import { type GoldDocument, isEntity } from '../../src/training/marked-note';
import { raiseFloors, readFloors, writeFloors } from '../corpus/standing-floors';
import { commandOptions, wholeNumber, wrongUsage } from '../support/command-options';
import { predict } from './predict';
import { isOfRules, NOTES_FOLDER, readDocuments, UNSEEN_FOLDER } from './read-documents';
import { entityTable, findingLines, groupTable, summary } from './report';
import { createScorer, type Score } from './score';
import { utilityReport } from './utility';

const USAGE = `usage: npm run eval -- [FILES…] [options]

Scores the detector on gold documents: notes (*.txt with marks), folders of notes, or JSONL (offsets in code points).
Default: fixtures/unseen, from which nothing was learned; in fixtures/notes the tagger finds what it has learned.

  --misses N            print N overlooked spans
  --false-positives N   print N detections on nothing marked
  --letters             a row for each group of documents (what stands before the first - of their ids)
  --must NAME,DATE      entities that count; others become optional
  --json                the figures as JSON
  --rules DIR           another folder of rules
  --without-model       the rules alone; for unseen text with the tagger see npm run cross-validate
  --write-floors        of the rules alone, on the notes that they were written with: raise test/corpus/floors.json to what was reached (they never fall)
`;

const { values, positionals } = commandOptions(
  USAGE,
  {
    misses: { type: 'string', default: '0' },
    'false-positives': { type: 'string', default: '0' },
    letters: { type: 'boolean', default: false },
    must: { type: 'string' },
    json: { type: 'boolean', default: false },
    rules: { type: 'string' },
    'without-model': { type: 'boolean', default: false },
    'write-floors': { type: 'boolean', default: false },
  },
  { takesFiles: true },
);
const misses = wholeNumber('--misses', values.misses);
const falsePositives = wholeNumber('--false-positives', values['false-positives']);

tryEvaluate();

/** A malformed note or rule is named with its line; the stack would only hide that. */
function tryEvaluate(): void {
  try {
    evaluate();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

function documentsToScore(): GoldDocument[] {
  if (positionals.length > 0) return readDocuments(positionals);
  return values['write-floors'] ? readDocuments([NOTES_FOLDER]).filter(isOfRules) : readDocuments([UNSEEN_FOLDER]);
}

function entitiesOf(list: string): ReadonlySet<Entity> {
  const names = list.split(',');
  const unknown = names.filter((name) => !isEntity(name));
  if (unknown.length > 0) wrongUsage(`--must: no entity is called ${unknown.join(', ')}`);
  return new Set(names.filter(isEntity));
}

function evaluate(): void {
  const documents = documentsToScore();
  const loaded = loadRules(values.rules ?? DEFAULT_RULES_DIRECTORY);
  const ruleSet = values['without-model'] || values['write-floors'] ? withoutModel(loaded) : loaded;
  const must = values.must === undefined ? {} : { must: entitiesOf(values.must) };
  const all = createScorer(must);
  const groups = new Map<string, ReturnType<typeof createScorer>>();
  const started = process.hrtime.bigint();
  for (const document of documents) {
    const predictions = predict(document.text, ruleSet);
    all.add(document, predictions);
    groupScorer(groups, document, must).add(document, predictions);
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const grouped = new Map([...groups].map(([name, scorer]) => [name, scorer.score()] as const));
  report(all.score(), grouped, seconds, ruleSet);
}

function groupScorer(
  groups: Map<string, ReturnType<typeof createScorer>>,
  { id }: GoldDocument,
  options: Parameters<typeof createScorer>[0],
) {
  const name = id.split('-')[0] ?? id;
  const scorer = groups.get(name) ?? createScorer(options);
  groups.set(name, scorer);
  return scorer;
}

function report(score: Score, groups: ReadonlyMap<string, Score>, seconds: number, ruleSet: RuleSet): void {
  if (values['write-floors']) {
    const standing = readFloors();
    writeFloors({ ...standing, rulesAlone: raiseFloors(standing.rulesAlone, score) });
  }
  if (values.json) {
    const { misses, falsePositiveFindings, entities, ...figures } = score;
    process.stdout.write(`${JSON.stringify({ ...figures, entities: Object.fromEntries(entities) })}\n`);
    return;
  }
  const parts = [
    entityTable(score),
    summary(score),
    `scored in ${seconds.toFixed(1)} s`,
    `\nharmless text that was replaced\n${utilityReport(score.falsePositiveFindings, ruleSet, score.words)}\n`,
  ];
  if (values.letters) parts.push(groupTable(groups));
  parts.push(...findingLines('MISS', score.misses, misses));
  parts.push(...findingLines('FALSE', score.falsePositiveFindings, falsePositives));
  process.stdout.write(`${parts.join('\n')}\n`);
}
