import { writeContext } from '../detect/tagger/context-features';
import type { FeatureWriter } from '../detect/tagger/feature-writer';
import { REACH, writeOwn } from '../detect/tagger/own-features';

/**
 * Writes all features of token `index`. Tagging adds up the weights of the same ones, those of single words once for each distinct word
 * (`src/detect/tagger/emission-sums.ts`). A change of a feature asks for a new training.
 */
export function writeFeatures(writer: FeatureWriter, index: number): void {
  writer.clear();
  for (let offset = -REACH; offset <= REACH; offset += 1) writeOwn(writer, writer.fact(index + offset), offset);
  writeContext(writer, index);
}
