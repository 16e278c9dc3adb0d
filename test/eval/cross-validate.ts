import { DEFAULT_RULES_DIRECTORY } from '../../src/commands/rules-folder';
import { loadRules } from '../../src/rules/load';
import { handOf } from '../../src/training/main';
import { commandOptions, wholeNumber, wrongUsage } from '../support/command-options';
import { FOLD_ROUNDS, FOLDS, goldOf, predictHeldOut } from './held-out';
import { NOTES_FOLDER, readDocuments } from './read-documents';
import { entityTable, findingLines, groupTable, summary } from './report';
import { createScorer } from './score';
import { utilityReport } from './utility';

const USAGE = `usage: npm run cross-validate -- [--folds 0,1,2,3,4] [--hands d,e+f] [--misses N] [--false-positives N]

Scores notes that the tagger has not seen: for each fold a tagger is trained on the other four, or with --hands on the notes of all other
hands (each by itself, or several together: e+f). Minutes a round. The rules were written with some of the notes at hand; only the tagger is
held out, and the network where only hands of d to l are (test/eval/networks); elsewhere there is no network that has not seen the notes.
`;

const { values } = commandOptions(USAGE, {
  folds: { type: 'string' },
  hands: { type: 'string' },
  misses: { type: 'string', default: '0' },
  'false-positives': { type: 'string', default: '0' },
});
const misses = wholeNumber('--misses', values.misses);
const falsePositives = wholeNumber('--false-positives', values['false-positives']);

const documents = readDocuments([NOTES_FOLDER]);

function rounds(): readonly string[] {
  if (values.hands !== undefined) return values.hands.split(',').map(roundOfHands);
  if (values.folds === undefined) return FOLD_ROUNDS;
  return values.folds.split(',').map((fold) => {
    const round = `fold:${fold}`;
    return FOLD_ROUNDS.includes(round) ? round : wrongUsage(`--folds takes numbers from 0 to ${FOLDS - 1}, not '${fold}'`);
  });
}

function roundOfHands(hands: string): string {
  const known = new Set(documents.map(({ id }) => handOf(id)));
  const unknown = hands.split('+').filter((hand) => !known.has(hand));
  return unknown.length === 0 ? `hand:${hands}` : wrongUsage(`--hands: no notes by '${unknown.join("', '")}'`);
}

async function crossValidate(): Promise<void> {
  const gold = goldOf(documents);
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
    ...findingLines('MISS', unseen.misses, misses),
    ...findingLines('FALSE', unseen.falsePositiveFindings, falsePositives),
  ];
  process.stdout.write(`${parts.join('\n')}\n`);
}

crossValidate().catch((error: Error) => {
  process.stderr.write(`cross-validate: ${error.message}\n`);
  process.exitCode = 1;
});
