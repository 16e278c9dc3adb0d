import { findFeature, MOST_LABELS, type TaggerModel } from '../../src/rules/learned/tagger-model';

/** What features weigh by label, in units of `WEIGHT_STEP`, added up one by one in ordinary numbers. */
export function plainSums(model: TaggerModel, features: Iterable<number>): number[] {
  const sums: number[] = new Array(model.labels.length).fill(0);
  const add = (label: number, weight: number): void => {
    if (weight !== 0) sums[label] = (sums[label] as number) + weight;
  };
  for (const feature of features) {
    const found = findFeature(model.table, feature);
    if (found === 0) continue;
    if ((found & 1) === 1) {
      for (const entry of [(found >> 1) & 0x3fff, (found >> 15) & 0x3fff]) add(entry >> 9, (entry & 511) - 256);
      continue;
    }
    const row = (found >> 1) * MOST_LABELS;
    for (const [label, weight] of model.rows.subarray(row, row + MOST_LABELS).entries()) add(label, weight);
  }
  return sums;
}
