import { type Command, InvalidArgumentError } from 'commander';
import { DEFAULT_POLICY } from '../rules/types';
import type { DetectOptions } from './detect/options';
import { parseRulesFolder } from './rules-folder';

const HELP_AFTER = `
Without --jsonl the text is printed with its PHI marked, as in fixtures/notes:
⟦NAME|Mary Smith⟧. Counts go to standard error.

With --jsonl each line in is {"id": …, "text": "…"}; each line out, in the same
order, is
  {"id": …, "spans": [{"start", "end", "entity", "token", "rule", "score"}],
   "text": "…with tokens…"}
Offsets are UTF-16 code units of the text that came in, end exclusive. Files of
any size: memory stays constant.

Examples:
  $ echo "Seen by Dr. Jane Roe on 3/14/2024" | phi-proxy detect
  $ phi-proxy detect --explain note.txt         why each span was found
  $ phi-proxy detect --without-model note.txt   what the rules find alone
  $ phi-proxy detect --policy limited-data-set note.txt
  $ phi-proxy detect --jsonl --workers 0 in.jsonl > out.jsonl
  $ phi-proxy detect --jsonl --keep-going in.jsonl
      reports bad lines (file:line) and goes on; exit status 1

Exit status: 0 fine, 1 a file or line could not be read or de-identified,
2 wrong usage.`;

/** `phi-proxy detect`. */
export function registerDetect(program: Command): void {
  program
    .command('detect')
    .description('Find PHI in text files, or in standard input when no file (or -) is named.')
    .argument('[files...]', 'text files in UTF-8')
    .option('--jsonl', 'read and write JSON lines')
    .option('--workers <n>', 'with --jsonl: threads that work on the lines, 0 for one per core (default: 1)', parseCount)
    .option('--keep-going', 'with --jsonl: go on after a bad line')
    .option('--explain', 'show rule, pattern, score and context of every span, and what lost')
    .option('--rules <folder>', "folder of rule files (default: the package's rules)", parseRulesFolder)
    .option('--policy <name>', 'how strictly: a policy of the rules, see "phi-proxy rules list"', DEFAULT_POLICY)
    .option('--without-model', 'the rules alone, without what was learned (tagger, network)')
    .addHelpText('after', HELP_AFTER)
    .action(async (files: string[], options: DetectOptions, command: Command) => {
      const mistake = mistakeIn(files, options);
      if (mistake !== undefined) command.error(`error: ${mistake}`);
      const sources = files.length > 0 ? files : ['-'];
      if (options.jsonl) {
        const { detectJsonLines } = require('./detect/json-lines') as typeof import('./detect/json-lines');
        await detectJsonLines(sources, options);
      } else {
        const { detectTexts } = require('./detect/texts') as typeof import('./detect/texts');
        await detectTexts(sources, options);
      }
    });
}

function mistakeIn(files: readonly string[], { jsonl, explain, keepGoing, workers }: DetectOptions): string | undefined {
  if (jsonl && explain) return '--explain works on text, not with --jsonl';
  if (!jsonl && keepGoing) return '--keep-going needs --jsonl';
  if (!jsonl && workers !== undefined) return '--workers needs --jsonl';
  if (files.includes('')) return 'a file has an empty name';
  return files.indexOf('-') === files.lastIndexOf('-') ? undefined : 'standard input (-) can be read only once';
}

function parseCount(value: string): number {
  if (!/^\d{1,3}$/.test(value)) throw new InvalidArgumentError('Give a whole number up to 999, 0 for one per core.');
  return Number(value);
}
