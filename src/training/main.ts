import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadRules } from '../rules/load';
import { type GoldDocument, parseMarkedNote } from './marked-note';
import { DEFAULT_TRAINING, trainTagger } from './train-tagger';

const USAGE = `usage: npm run train -- [--hold-out d,e,...] [--output FILE]

Learns the tagger from the notes of fixtures/notes and writes rules/models/tagger.bin; the same bytes for the same notes, rules and lists.
Half an hour on one core.

  --hold-out HANDS  without the notes of these hands (what stands before the first hyphen of a note's name); asks for --output
  --output FILE     writes there instead
`;

const ROOT = join(__dirname, '..', '..');

/** All notes of a folder, in the order of their names. */
export function readNotes(folder: string): GoldDocument[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => ({ id: name.slice(0, -4), ...parseMarkedNote(readFileSync(join(folder, name), 'utf8'), name) }));
}

/** The hand that wrote a note: what stands before the first hyphen of its id. */
export function handOf(id: string): string {
  return id.split('-', 1)[0] ?? id;
}

interface TrainCommand {
  readonly heldOut: ReadonlySet<string>;
  readonly output: string;
}

function train({ heldOut, output }: TrainCommand): void {
  const all = readNotes(join(ROOT, 'fixtures', 'notes'));
  const hands = new Set(all.map(({ id }) => handOf(id)));
  const unknown = [...heldOut].filter((hand) => !hands.has(hand));
  if (unknown.length > 0) throw new Error(`--hold-out: no notes by ${unknown.join(', ')}`);
  const notes = all.filter(({ id }) => !heldOut.has(handOf(id)));
  const onEpoch = (epoch: number, loss: number): void => {
    process.stderr.write(`epoch ${epoch + 1} of ${DEFAULT_TRAINING.epochs}: loss ${loss.toFixed(0)}\n`);
  };
  const model = trainTagger(notes, loadRules(join(ROOT, 'rules')), { ...DEFAULT_TRAINING, onEpoch });
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, model);
  process.stderr.write(`${notes.length} notes, ${model.length} bytes: ${relative(process.cwd(), output)}\n`);
}

function main(): void {
  const { values } = parseArgs({
    options: { 'hold-out': { type: 'string' }, output: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  const { 'hold-out': hands, output } = values;
  if (values.help) process.stdout.write(USAGE);
  else if (hands !== undefined && output === undefined)
    throw new Error('--hold-out asks for --output: what is delivered learns from all');
  else
    train({
      heldOut: new Set(hands?.split(',').map((hand) => hand.trim())),
      output: resolve(output ?? join(ROOT, 'rules', 'models', 'tagger.bin')),
    });
}

if (require.main === module) {
  try {
    main();
  } catch (error) {
    const { message, code = '' } = error as NodeJS.ErrnoException;
    process.stderr.write(`train: ${message}\n`);
    process.exitCode = code.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
  }
}
