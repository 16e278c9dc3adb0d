import { readFileSync } from 'node:fs';
import { DEFAULT_RULES_DIRECTORY } from '../../../../src/commands/rules-folder';
import { loadRules } from '../../../../src/rules/load';
import { decodeModel } from '../../../../src/rules/tagger-model-file';
import { type RuleSet, withoutModel } from '../../../../src/rules/types';
import { predict } from '../../predict';
import { serveLines } from './serve-lines';

/** This project: as it stands, with the tagger of the file that is given, or `--rules-alone`. */
function ruleSetFor(choice: string | undefined): RuleSet {
  const loaded = loadRules(DEFAULT_RULES_DIRECTORY);
  if (choice === undefined) return loaded;
  const rules = withoutModel(loaded);
  return choice === '--rules-alone' ? rules : { ...rules, model: decodeModel(readFileSync(choice)) };
}

const ruleSet = ruleSetFor(process.argv[2]);
void serveLines((text) => predict(text, ruleSet).map(({ start, end }) => [start, end]));
