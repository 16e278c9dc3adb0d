import { parseArgs } from 'node:util';
import { DEFAULT_RULES_DIRECTORY } from '../../src/commands/rules-folder';
import { loadRules } from '../../src/rules/load';
import { handOf } from '../../src/training/main';
import { FOLD_ROUNDS, goldOf, predictHeldOut } from './held-out';
import { NOTES_FOLDER, readDocuments } from './read-documents';
import { entityTable, findingLines, groupTable, summary } from './report';
import { createScorer } from './score';
import { utilityReport } from './utility';

const USAGE = `usage: npm run cross-validate -- [--folds 0,1,2,3,4] [--hands d,e+f] [--misses N] [--false-positives N]

Scores notes that the tagger has not seen: for each fold a tagger is trained on the other four, or with --hands on the notes of all other
hands (each by itself, or several together: e+f). Minutes a round. The rules were written with some of the notes at hand; only the tagger is
held out, and the network where only hands of d to l are (test/eval/networks); elsewhere there is no network that has not seen the notes.
`;

const { values } = parseArgs({
  options: {
    folds: { type: 'string' },
    hands: { type: 'string' },
    misses: { type: 'string', default: '0' },
    'false-positives': { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});

function rounds(): readonly string[] {
  if (values.hands !== undefined) return values.hands.split(',').map((hand) => `hand:${hand}`);
  return values.folds === undefined ? FOLD_ROUNDS : values.folds.split(',').map((fold) => `fold:${fold}`);
}

async function crossValidate(): Promise<void> {
  const gold = goldOf(readDocuments([NOTES_FOLDER]));
  const full = createScorer();
  const withTagger = createScorer();
  const rulesAlone = createScorer();
  const groups = new Map<string, ReturnType<typeof createScorer>>();
  for (const predictions of (await predictHeldOut(rounds())).values()) {
    for (const prediction of predictions) {
      const document = gold(prediction.id);
      const hand = handOf(document.id);
      const group = groups.get(hand) ?? createScorer();
      groups.set(hand, group);
      for (const scorer of [full, group]) scorer.add(document, prediction.withNetwork ?? prediction.withTagger);
      withTagger.add(document, prediction.withTagger);
      rulesAlone.add(document, prediction.rulesAlone);
    }
  }
  const unseen = full.score();
  const hands = new Map([...groups].sort().map(([hand, scorer]) => [hand, scorer.score()] as const));
  const parts = [
    entityTable(unseen),
    summary(unseen),
    groupTable(hands),
    `\nrules and tagger, without the network\n${summary(withTagger.score())}`,
    `\nrules alone\n${summary(rulesAlone.score())}`,
    `\nharmless text that was replaced\n${utilityReport(unseen.falsePositiveFindings, loadRules(DEFAULT_RULES_DIRECTORY), unseen.words)}`,
    ...findingLines('MISS', unseen.misses, Number(values.misses)),
    ...findingLines('FALSE', unseen.falsePositiveFindings, Number(values['false-positives'])),
  ];
  process.stdout.write(`${parts.join('\n')}\n`);
}

if (values.help) process.stdout.write(USAGE);
else
  crossValidate().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
