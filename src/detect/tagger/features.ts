import { KEYED_GROUPS, writeSurroundings } from './context-features';
import type { FeatureWriter } from './feature-writer';
import { OWN_GROUPS, REACH } from './own-features';

/**
 * Writes all features of token `index`: what training reads. Tagging sums the same group by group (`emission-sums.ts`). A change of a
 * feature asks for a new training.
 */
export function writeFeatures(writer: FeatureWriter, index: number): void {
  writer.clear();
  for (let offset = -REACH; offset <= REACH; offset += 1)
    for (const group of OWN_GROUPS) group.write(writer, writer.fact(index + offset), offset);
  for (const group of KEYED_GROUPS) group.write(writer, index);
  writeSurroundings(writer, index);
}
