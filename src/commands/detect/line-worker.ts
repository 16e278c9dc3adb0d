import { workerData } from 'node:worker_threads';
import { loadRules } from '../../rules/load';
import type { RuleSet } from '../../rules/types';
import { rulesUnder } from '../policy-option';
import type { RuleSource } from './line-runner';
import { deidentifyLine, type LineResult } from './line-task';

let ruleSet: RuleSet | undefined;

/** Runs in a worker thread: the rules are loaded once for each thread, from the folder that the pool was given. */
export function runLines(lines: readonly string[]): LineResult[] {
  const source = workerData as RuleSource;
  ruleSet ??= rulesUnder(loadRules(source.rules), source.policy);
  const rules = ruleSet;
  return lines.map((line) => deidentifyLine(line, rules));
}
