import { detect } from '../../../src/detect/detect';
import { processorTime } from '../../support/processor-time';
import { projectRules } from '../../support/project-rules';

const rules = projectRules();
const SIZE = 60_000;

const filled = (unit: string): string => unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE);

/** Milliseconds of the processor, the best of two runs. */
function cost(text: string): number {
  const once = (): number => {
    const before = processorTime();
    detect([{ text }], rules);
    return processorTime() - before;
  };
  return Math.min(once(), once());
}

const ordinary = filled('Ana Young was seen on 3/14/2024 by Dr. Osei, MRN 4471882. BP 120/80, takes metoprolol 25 mg.\n');
detect([{ text: ordinary }], rules);
const yardstick = cost(ordinary);

const cell = `a${` ${'1'.repeat(14)}`.repeat(5)} \u00A7`;

test.each([
  ['the sequence of a gene', filled('GATTACAGCTTGACA')],
  ['one word of capitals beyond ASCII', filled('\u00C9')],
  ['cells of many groups of digits that are no number', `MRN,unit\n${filled(`${cell},3\n`)}`],
  ['dates that are broken at each line end', filled('seen 03/\n14/2025 ')],
  ['letters that stand apart', filled('M a r i a  b ')],
  ['a gap as long as the text', `Note. Ann${filled(' ')}. kl`],
  ['a given name as long as the text', `Dr. A${filled('a')} Smith`],
])('%s takes about as long as an ordinary text of its length at most', (_what, text) => {
  // Two thirds of it, measured one after the other; each of them was tens of times as much.
  expect(cost(text)).toBeLessThan(3 * yardstick);
});
