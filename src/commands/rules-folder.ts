import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';

/** The rules that come with the package: the same place seen from `src/commands` and from `dist/commands`. */
export const DEFAULT_RULES_DIRECTORY = join(__dirname, '..', '..', 'rules');

/** The folder that an option names. Of an empty variable (`--rules "$RULES"`) nothing would remain to be named in a message. */
export function parseRulesFolder(value: string): string {
  if (value === '') throw new InvalidArgumentError('Give a folder of rule files.');
  return value;
}
