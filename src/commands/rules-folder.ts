import { join } from 'node:path';

/** The rules that come with the package: the same place seen from `src/commands` and from `dist/commands`. */
export const DEFAULT_RULES_DIRECTORY = join(__dirname, '..', '..', 'rules');
