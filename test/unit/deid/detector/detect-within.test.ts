import { detectWithin } from '../../../../src/deid/detector/detect-within';
import { Network } from '../../../../src/detect/network/network';
import { SumKernel } from '../../../../src/detect/tagger/sum-kernel';
import { clinicalDocuments } from '../../../bench/clinical-text';
import { isEmpty, roomsOf } from '../../../support/network-memory';
import { projectRules } from '../../../support/project-rules';

/** Whether a kernel's WebAssembly sees nothing but 0 from one place on. */
function isEmptyBehind(kernel: unknown, begin: number): boolean {
  const { memory } = (kernel as { kernel: { memory: { buffer: ArrayBuffer } } }).kernel;
  return isEmpty(new Uint8Array(memory.buffer).subarray(begin));
}

const task = (text: string, budgetMs: number) => ({ segments: [{ text }], budgetMs, policy: 'safe-harbor' });

test('after a time-out nothing of the text is left in the memories of tagger and network', () => {
  const ruleSet = projectRules();
  const run = jest.spyOn(Network.prototype, 'run');
  const window = jest.spyOn(SumKernel.prototype, 'sumWindow');
  detectWithin(task('Patient John Doe, seen by Dewberry.', 60_000), ruleSet);
  const network = run.mock.contexts[0] as Network;
  const sums = window.mock.contexts[0] as SumKernel;
  run.mockRestore();
  window.mockRestore();
  const { ofText } = sums as unknown as { ofText: number };
  const text = clinicalDocuments(60_000).join('\n');
  const left: boolean[] = [];
  for (let budgetMs = 20; budgetMs < 2000; budgetMs *= 1.5) {
    try {
      detectWithin(task(text, Math.round(budgetMs)), ruleSet);
    } catch {
      left.push(...Object.values(roomsOf(network)).map((room) => !isEmpty(room)), !isEmptyBehind(sums, ofText));
    }
  }
  expect(left.length).toBeGreaterThan(3);
  expect(left).not.toContain(true);
});
