import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_RULES_DIRECTORY } from '../../../src/commands/rules-folder';
import { raiseQualityFloors, readFloors, writeFloors } from '../../corpus/standing-floors';
import { commandOptions, wrongUsage } from '../../support/command-options';
import { HANDS_ROUND, predictHeldOut } from '../held-out';
import { table } from '../report';
import { measureDelivered, measureSpeed, measureTargets } from './measure';
import { type Figures, readMeasured, writeMeasured } from './measured';
import { type TargetFigure, targetRows } from './target-table';

const DELIVERED_TAGGER = join(DEFAULT_RULES_DIRECTORY, 'models', 'tagger.bin');

const USAGE = `usage: npm run targets -- [--measure [--tagger FILE]] [--delivered] [--speed]

Prints the project's targets and where it stands, as measured last (test/eval/targets/last-measured.json).

  --measure     measure anew: trains a tagger without the notes of the hands d to l, scores these notes with it and with a network that has
                not seen them either, and measures the speed; forty minutes. Raises the floors in test/corpus/floors.json to what was
                reached (with the same notes they never fall); npm run docs then renews the documents
  --tagger FILE takes a tagger that has not seen these notes instead of training one; three minutes:
                npm run train -- --hold-out d,e,f,g,h,i,j,k,l --output FILE
  --delivered   measure what is delivered anew, on notes from which nothing was learned (fixtures/unseen); ten seconds. --measure does so, too
  --speed       measure the speed alone anew; a minute, on a machine that does nothing else
`;

const { values } = commandOptions(USAGE, {
  measure: { type: 'boolean', default: false },
  tagger: { type: 'string' },
  delivered: { type: 'boolean', default: false },
  speed: { type: 'boolean', default: false },
});

async function main(): Promise<void> {
  if (values.tagger !== undefined && !values.measure) wrongUsage('--tagger goes with --measure');
  if (values.tagger !== undefined && readFileSync(values.tagger).equals(readFileSync(DELIVERED_TAGGER)))
    throw new Error('--tagger: this is the delivered tagger, which has seen all notes');
  if (values.measure) {
    const predicted = await predictHeldOut([HANDS_ROUND], values.tagger);
    // Written before the speed is measured: what took so long must not be lost where a bench cannot run.
    const { speed, delivered } = readMeasured();
    const measured = { ...measureTargets(predicted, [HANDS_ROUND]), speed, delivered };
    writeMeasured(measured);
    raise('unseen', measured.notes, measured.unseen);
  }
  if (values.delivered || values.measure) {
    const delivered = measureDelivered();
    writeMeasured({ ...readMeasured(), delivered });
    raise('delivered', delivered.unseen.documents, delivered.unseen);
  }
  if (values.speed || values.measure) writeMeasured({ ...readMeasured(), speed: await measureSpeed() });
  const measured = readMeasured();
  const cells = (result: TargetFigure | undefined, missing = ''): string[] =>
    result === undefined ? [missing, ''] : [result.figure, result.reached ? 'yes' : 'no'];
  const rows = targetRows(measured).map(({ measure, target, heldOut, delivered }) => [
    measure,
    target,
    ...cells(heldOut, 'not measured'),
    ...cells(delivered),
  ]);
  const { delivered, date, commit, rules, hands } = measured;
  const parts = [
    table([['measure', 'target', 'held out', 'reached', 'delivered', 'reached'], ...rows]),
    `held out: learned without the notes of the hands ${hands}, measured on these; ${date}, commit ${commit}, rules ${rules.slice(0, 12)}`,
    `delivered: as it is, on ${delivered.unseen.documents} notes of the hands ${delivered.hands} (fixtures/unseen); ${delivered.date}, commit ${delivered.commit}`,
  ];
  process.stdout.write(`${parts.join('\n\n')}\n`);
}

function raise(kind: 'unseen' | 'delivered', notes: number, figures: Figures): void {
  const floors = readFloors();
  writeFloors({ ...floors, [kind]: raiseQualityFloors(floors[kind], notes, figures) });
}

main().catch((error: Error) => {
  process.stderr.write(`targets: ${error.message}\n`);
  process.exitCode = 1;
});
