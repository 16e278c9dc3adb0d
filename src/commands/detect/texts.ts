import { deidentifyText } from '../../deid/deidentify-text';
import type { RuleSet } from '../../rules/types';
import { type Colours, coloursFor, write } from '../output';
import { loadChosenRules } from '../rule-choice';
import { explainDetections } from './explain';
import { markText } from './marked-text';
import { chosenRules, type DetectOptions } from './options';
import { readText, sizeOfSources, sourceName } from './source';

/** `detect` without --jsonl: the text with its PHI marked on standard output, counts on standard error. */
export async function detectTexts(sources: readonly string[], options: DetectOptions): Promise<void> {
  sizeOfSources(sources);
  const ruleSet = loadChosenRules(chosenRules(options));
  const colours = coloursFor(process.stdout);
  const counts = new Map<string, number>();
  for (const source of sources) {
    if (source === '-' && process.stdin.isTTY) process.stderr.write('Reading standard input; end it with Ctrl-D.\n');
    const text = await readText(source);
    if (sources.length > 1) await write(process.stdout, colours.bold(`== ${sourceName(source)}\n`));
    for (const { entity } of await detectText(text, ruleSet, { colours, explain: options.explain === true })) {
      counts.set(entity, (counts.get(entity) ?? 0) + 1);
    }
  }
  process.stderr.write(legend(counts, coloursFor(process.stderr)));
}

async function detectText(text: string, ruleSet: RuleSet, options: { readonly colours: Colours; readonly explain: boolean }) {
  const { spans, rejected } = deidentifyText(text, ruleSet, { explain: options.explain });
  const marked = markText(text, spans, options.colours);
  await write(process.stdout, marked === '' || marked.endsWith('\n') ? marked : `${marked}\n`);
  if (options.explain) await write(process.stdout, explainDetections({ text, ruleSet, spans, rejected }, options.colours));
  return spans;
}

function legend(counts: ReadonlyMap<string, number>, colours: Colours): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'No PHI found.\n';
  const parts = [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([entity, count]) => `${entity} ${count}`);
  return `${colours.bold(`${total} ${total === 1 ? 'span' : 'spans'}`)}  ${parts.join('  ')}\n`;
}
