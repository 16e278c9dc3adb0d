import { generateKey, hashKey } from '../../access/key';
import { CommandError, EXIT } from '../command-error';
import type { NewKeyOptions } from '../keys';
import { coloursFor } from '../output';
import { appendKeyEntry } from './append-key-entry';

/** `keys new`: the key goes to standard output and nowhere else; explanations go to standard error. */
export function makeKey({ label, file }: NewKeyOptions): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(label)) {
    throw new CommandError(
      '--label: use 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit',
      EXIT.usage,
    );
  }
  if (file === '') throw new CommandError('--file: give the path of a key file', EXIT.usage);
  const key = generateKey();
  const entry = { hash: hashKey(key), label };
  const colours = coloursFor(process.stderr);
  // The file first: a key that was printed but not stored would be refused by the proxy.
  if (file !== undefined) appendKeyEntry(file, entry);
  process.stdout.write(`${key}\n`);
  process.stderr.write(colours.dim('This key is shown once. Send it as x-compliantchatgpt-key, or as Authorization: Bearer.\n'));
  if (file !== undefined) process.stderr.write(`Its hash was added to ${file}.\n`);
  else process.stderr.write(`Entry for the key file:\n  - hash: ${entry.hash}\n    label: ${label}\n`);
}
