import { createNetworkKernel } from '../../../../src/detect/network/kernel';
import { type ListedRows, multiply, multiplySparse, placeDense } from '../../../../src/detect/network/placed-layers';
import { MemoryLayout } from '../../../../src/detect/webassembly';
import { SeededRandom } from '../../../../src/training/random';

const INPUTS = 96;
const COLUMNS = 48;
const ROWS = 7;

/** Products of rows, of whose numbers this share is not 0, by either way; as bytes, with what lies behind them. */
function productsOf(share: number, seed: number): { dense: Buffer; sparse: Buffer } {
  const random = new SeededRandom(seed);
  const kernel = createNetworkKernel();
  const layout = new MemoryLayout(kernel);
  const placed = placeDense(
    layout,
    {
      matrix: Int8Array.from({ length: INPUTS * COLUMNS }, () => random.below(255) - 127),
      scales: Float32Array.from({ length: COLUMNS }, () => random.next()),
      bias: Float32Array.from({ length: COLUMNS }, () => random.next() - 0.5),
    },
    { scale: 100, longest: 1 },
  );
  const numbers = Int16Array.from({ length: INPUTS * ROWS }, () => (random.next() < share ? random.below(65_536) - 32_768 : 0));
  const input = layout.put(numbers);
  const rows: ListedRows = { list: layout.put(Int32Array.from([0, 1, 2, 4, 6])), count: 5 };
  const places = layout.take(rows.count * (INPUTS / 2 + 1) * 4);
  const length = (ROWS + 1) * COLUMNS * 4;
  const [first, second] = [layout.take(length), layout.take(length)];
  multiply(kernel, placed, rows, { input, output: first });
  multiplySparse(kernel, placed, rows, { input, output: second, places });
  const read = (at: number): Buffer => Buffer.from(Buffer.from(kernel.memory.buffer, at, length));
  return { dense: read(first), sparse: read(second) };
}

test.each([0, 0.02, 0.1, 0.5, 1])('the sparse way gives the same bits where a share of %d is not 0', (share) => {
  for (const seed of [1, 2, 3]) {
    const { dense, sparse } = productsOf(share, seed);
    expect(sparse.equals(dense)).toBe(true);
    expect(dense.every((byte) => byte === 0)).toBe(false);
  }
});
