import { detectWithin } from '../../../src/deid/detect-within';
import { Network } from '../../../src/detect/network/network';
import { SumKernel } from '../../../src/detect/tagger/sum-kernel';
import { clinicalDocuments } from '../../bench/clinical-text';
import { projectRules } from '../../support/project-rules';

/** Everything a kernel's WebAssembly can see from where texts begin, or 0. */
function isEmptyBehind(kernel: unknown, place: number): boolean {
  const { memory } = (kernel as { kernel: { memory: { buffer: ArrayBuffer } } }).kernel as { memory: { buffer: ArrayBuffer } };
  return new Uint8Array(memory.buffer, place).every((byte) => byte === 0);
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
  const { pieces } = (network as unknown as { places: { pieces: number } }).places;
  const { ofText } = sums as unknown as { ofText: number };
  const text = clinicalDocuments(60_000).join('\n');
  const left: boolean[] = [];
  for (let budgetMs = 20; budgetMs < 2000; budgetMs *= 1.5) {
    try {
      detectWithin(task(text, Math.round(budgetMs)), ruleSet);
    } catch {
      left.push(!isEmptyBehind(network, pieces), !isEmptyBehind(sums, ofText));
    }
  }
  expect(left.length).toBeGreaterThan(2);
  expect(left).not.toContain(true);
});
