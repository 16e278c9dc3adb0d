import { hashKey } from '../../access/key';
import { CommandError, EXIT } from '../command-error';
import { readText } from '../detect/source';

/** `keys hash`: reads one key from standard input and prints its hash for the key file. */
export async function hashFromInput(): Promise<void> {
  if (process.stdin.isTTY) process.stderr.write('Type or paste the key, then Ctrl-D.\n');
  const key = (await readText('-')).trim();
  if (!/^[A-Za-z0-9]{32}$/.test(key)) {
    throw new CommandError(
      'standard input: is not a proxy key. A key has 32 letters and digits; `phi-proxy keys new` makes one.',
      EXIT.usage,
    );
  }
  process.stdout.write(`${hashKey(key)}\n`);
}
