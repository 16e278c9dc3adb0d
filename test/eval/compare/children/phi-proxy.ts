import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_RULES_DIRECTORY } from '../../../../src/commands/rules-folder';
import { decodeNetwork } from '../../../../src/rules/learned/network-model';
import { decodeModel } from '../../../../src/rules/learned/tagger-model-file';
import { loadRules } from '../../../../src/rules/load';
import { type RuleSet, withoutModel } from '../../../../src/rules/types';
import { predict } from '../../predict';
import { serveLines } from './serve-lines';

/** This project: as it stands, with the tagger or the network of the files that are given, or `--rules-alone`. */
function ruleSetFor(args: string[]): RuleSet {
  const options = {
    'rules-alone': { type: 'boolean', default: false },
    model: { type: 'string' },
    network: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args, options });
  const loaded = loadRules(DEFAULT_RULES_DIRECTORY);
  if (values['rules-alone']) return withoutModel(loaded);
  return {
    ...loaded,
    ...(values.model === undefined ? {} : { model: decodeModel(readFileSync(values.model)) }),
    ...(values.network === undefined ? {} : { network: decodeNetwork(readFileSync(values.network)) }),
  };
}

const ruleSet = ruleSetFor(process.argv.slice(2));
void serveLines((text) => predict(text, ruleSet).map(({ start, end }) => [start, end]));
