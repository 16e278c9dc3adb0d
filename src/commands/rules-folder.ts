import { join } from 'node:path';

/** The rules that come with the package: beside `dist` as well as beside `src`. */
export const PACKAGE_RULES = join(__dirname, '..', '..', 'rules');
