import { createKernel, type KernelMemory } from '../webassembly';
import { KERNEL_CODE } from './kernel-code';

/** What a product of rows with a matrix takes. */
type Product = [
  input: number,
  stride: number,
  size: number,
  weights: number,
  factors: number,
  bias: number,
  columns: number,
  output: number,
  rows: number,
  count: number,
];

/** What `scripts/kernels/network/` exports; places are in bytes. */
export interface NetworkKernel extends KernelMemory {
  multiply(...arguments_: [...Product, rectify: number]): void;
  multiplySparse(...arguments_: [...Product, places: number]): void;
  addAndNormalise(
    ...arguments_: [
      values: number,
      more: number,
      gain: number,
      shift: number,
      width: number,
      rows: number,
      count: number,
      rounded: number,
      scale: number,
    ]
  ): void;
  look(
    ...arguments_: [
      pieces: number,
      forms: number,
      rows: number,
      bytes: number,
      scales: number,
      ofForms: number,
      width: number,
      piecesTo: number,
      formsTo: number,
    ]
  ): void;
  roundAll(...arguments_: [values: number, count: number, rounded: number, scale: number]): void;
  packKeys(
    ...arguments_: [keys: number, width: number, rows: number, count: number, scale: number, packed: number, spread: number]
  ): void;
  packValues(...arguments_: [values: number, width: number, rows: number, count: number, scale: number, packed: number]): void;
  attend(
    ...arguments_: [
      queries: number,
      rows: number,
      count: number,
      keys: number,
      spread: number,
      factor: number,
      values: number,
      length: number,
      width: number,
      heads: number,
      distances: number,
      reach: number,
      scores: number,
      attended: number,
    ]
  ): void;
  average(...arguments_: [input: number, width: number, rows: number, reach: number, sums: number, means: number]): void;
}

/** A kernel with a memory of its own. */
export function createNetworkKernel(): NetworkKernel {
  return createKernel<NetworkKernel>(KERNEL_CODE);
}
