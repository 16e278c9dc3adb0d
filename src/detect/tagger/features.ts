import { writeContext } from './context-features';
import type { FeatureWriter } from './feature-writer';
import { REACH, writeOwn } from './own-features';

/**
 * Writes all features of token `index`: what training reads. Tagging adds up the same, those of single words once for each distinct word
 * (`emission-sums.ts`). A change of a feature asks for a new training.
 */
export function writeFeatures(writer: FeatureWriter, index: number): void {
  writer.clear();
  for (let offset = -REACH; offset <= REACH; offset += 1) writeOwn(writer, writer.fact(index + offset), offset);
  writeContext(writer, index);
}
