import { readFileSync, statSync } from 'node:fs';

/**
 * Reads a file that ends: a pipe or device would stop the server for ever. Links are followed.
 *
 * @param mostBytes a larger file is not read
 * @throws Error with a `code`: `EFTYPE` for what is neither file nor folder, `EFBIG` for a file that is too large, else Node's own
 */
export function readRegularFile(path: string, mostBytes: number): Buffer {
  const stats = statSync(path);
  if (!stats.isFile() && !stats.isDirectory()) throw Object.assign(new Error('no regular file'), { code: 'EFTYPE' });
  if (stats.size > mostBytes) throw Object.assign(new Error('too large'), { code: 'EFBIG' });
  return readFileSync(path);
}
