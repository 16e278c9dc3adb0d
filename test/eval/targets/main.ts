import { parseArgs } from 'node:util';
import { raiseUnseenFloors, readFloors, writeFloors } from '../../corpus/standing-floors';
import { FOLD_ROUNDS, predictHeldOut } from '../held-out';
import { table } from '../report';
import { measureSpeed, measureTargets } from './measure';
import { readMeasured, writeMeasured } from './measured';
import { targetRows } from './target-table';

const USAGE = `usage: npm run targets -- [--measure [--folds 0,1,…]] [--speed] [--hands d,e,…]

Prints the project's targets and where it stands, as measured last (test/eval/targets/last-measured.json).

  --measure     measure anew: five trainings of the tagger, each scored on notes it has not seen, and the speed; half an hour on two cores.
                Raises the floors in test/corpus/floors.json to what was reached (with the same notes they never fall); npm run docs then renews the README
  --folds 0,1   of the five folds only these
  --speed       measure the speed alone anew; a minute, on a machine that does nothing else
  --hands d,e   also hold out all notes of these hands, one hand at a time
`;

const { values } = parseArgs({
  options: {
    measure: { type: 'boolean', default: false },
    speed: { type: 'boolean', default: false },
    folds: { type: 'string' },
    hands: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  if (values.measure) {
    const folds = values.folds?.split(',').map((fold) => `fold:${fold}`) ?? FOLD_ROUNDS;
    const hands = values.hands?.split(',') ?? [];
    const predicted = await predictHeldOut([...folds, ...hands.map((hand) => `hand:${hand}`)]);
    // Written before the speed is measured: what took so long must not be lost where a bench cannot run.
    const measured = { ...measureTargets(predicted, folds, hands), speed: readMeasured().speed };
    writeMeasured(measured);
    writeFloors(raiseUnseenFloors(readFloors(), measured));
  }
  if (values.speed || values.measure) writeMeasured({ ...readMeasured(), speed: await measureSpeed() });
  const measured = readMeasured();
  const hands = Object.entries(measured.hands).map(([hand, figures]) => [
    `notes of hand ${hand}, unseen`,
    `${(100 * figures.charRecall).toFixed(1)} % of characters at ${(100 * figures.charPrecision).toFixed(1)} % precision`,
  ]);
  const parts = [
    table([['measure', 'target', 'measured', 'reached'], ...targetRows(measured)]),
    ...(hands.length > 0 ? [table(hands)] : []),
    `measured on ${measured.date} at commit ${measured.commit}, rules ${measured.rules.slice(0, 12)}, ${measured.folds}`,
  ];
  process.stdout.write(`${parts.join('\n\n')}\n`);
}

if (values.help) process.stdout.write(USAGE);
else
  main().catch((error: Error) => {
    process.stderr.write(`targets: ${error.message}\n`);
    process.exitCode = 1;
  });
