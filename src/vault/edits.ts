/** One replacement: offsets in the text as it came, and the length of what took its place (UTF-16 code units). */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

/** The offset in the restored text of an offset in the text as it came; inside a token, that of its value's start. */
export function shiftOffset(offset: number, edits: readonly Edit[]): number {
  let shift = 0;
  for (const { start, end, length } of edits) {
    if (offset >= end) shift += length - (end - start);
    else if (offset > start) return start + shift;
    else break;
  }
  return offset + shift;
}
