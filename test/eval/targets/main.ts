import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_RULES_DIRECTORY } from '../../../src/commands/rules-folder';
import { raiseUnseenFloors, readFloors, writeFloors } from '../../corpus/standing-floors';
import { HANDS_ROUND, predictHeldOut } from '../held-out';
import { table } from '../report';
import { measureSpeed, measureTargets } from './measure';
import { readMeasured, writeMeasured } from './measured';
import { targetRows } from './target-table';

const DELIVERED_TAGGER = join(DEFAULT_RULES_DIRECTORY, 'models', 'tagger.bin');

const USAGE = `usage: npm run targets -- [--measure [--tagger FILE]] [--speed]

Prints the project's targets and where it stands, as measured last (test/eval/targets/last-measured.json).

  --measure     measure anew: trains a tagger without the notes of the hands d to l, scores these notes with it and with a network that has
                not seen them either, and measures the speed; forty minutes. Raises the floors in test/corpus/floors.json to what was
                reached (with the same notes they never fall); npm run docs then renews the README
  --tagger FILE takes a tagger that has not seen these notes instead of training one; three minutes:
                npm run train -- --hold-out d,e,f,g,h,i,j,k,l --output FILE
  --speed       measure the speed alone anew; a minute, on a machine that does nothing else
`;

const { values } = parseArgs({
  options: {
    measure: { type: 'boolean', default: false },
    tagger: { type: 'string' },
    speed: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  if (values.tagger !== undefined && !values.measure) throw new Error('--tagger goes with --measure');
  if (values.tagger !== undefined && readFileSync(values.tagger).equals(readFileSync(DELIVERED_TAGGER)))
    throw new Error('--tagger: this is the delivered tagger, which has seen all notes');
  if (values.measure) {
    const predicted = await predictHeldOut([HANDS_ROUND], values.tagger);
    // Written before the speed is measured: what took so long must not be lost where a bench cannot run.
    const measured = { ...measureTargets(predicted, [HANDS_ROUND]), speed: readMeasured().speed };
    writeMeasured(measured);
    writeFloors(raiseUnseenFloors(readFloors(), measured));
  }
  if (values.speed || values.measure) writeMeasured({ ...readMeasured(), speed: await measureSpeed() });
  const measured = readMeasured();
  const parts = [
    table([['measure', 'target', 'measured', 'reached'], ...targetRows(measured)]),
    `measured on ${measured.date} at commit ${measured.commit}, rules ${measured.rules.slice(0, 12)}, notes of the hands ${measured.hands}`,
  ];
  process.stdout.write(`${parts.join('\n\n')}\n`);
}

if (values.help) process.stdout.write(USAGE);
else
  main().catch((error: Error) => {
    process.stderr.write(`targets: ${error.message}\n`);
    process.exitCode = 1;
  });
