import type { Detection } from '../../detect/types';
import type { Colours } from '../output';

/** The text with every detection as a mark of `fixtures/notes`: `⟦NAME|Mary Smith⟧`. Colours only add; the characters are the same. */
export function markText(text: string, detections: readonly Detection[], colours: Colours): string {
  const parts: string[] = [];
  let position = 0;
  for (const { start, end, entity } of detections) {
    parts.push(
      text.slice(position, start),
      colours.cyan(`⟦${entity}|`),
      colours.bold(colours.yellow(text.slice(start, end))),
      colours.cyan('⟧'),
    );
    position = end;
  }
  parts.push(text.slice(position));
  return parts.join('');
}
