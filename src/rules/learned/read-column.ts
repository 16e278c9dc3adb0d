import { endianness } from 'node:os';

/** Where a column of little-endian numbers of equal width, in bytes, stands in a file. */
export interface Column {
  readonly start: number;
  readonly length: number;
  readonly width: 1 | 2 | 4;
}

/** The column's bytes, aligned and in this machine's order, ready for a typed array: far faster than reading number by number. */
export function readColumn(buffer: Buffer, { start, length, width }: Column): ArrayBuffer {
  const aligned = new ArrayBuffer(length * width);
  const bytes = Buffer.from(aligned);
  buffer.copy(bytes, 0, start, start + length * width);
  if (endianness() === 'BE' && width === 4) bytes.swap32();
  if (endianness() === 'BE' && width === 2) bytes.swap16();
  return aligned;
}
