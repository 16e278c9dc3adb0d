import { workerData } from 'node:worker_threads';
import type { RuleSet } from '../../rules/types';
import { loadChosenRules, type RuleChoice } from '../rule-choice';
import { deidentifyLine, type LineResult } from './line-task';

let ruleSet: RuleSet | undefined;

/** Runs in a worker thread: the rules are loaded once for each thread, from the folder that the pool was given. */
export function runLines(lines: readonly string[]): LineResult[] {
  const source = workerData as RuleChoice;
  ruleSet ??= loadChosenRules(source);
  const rules = ruleSet;
  return lines.map((line) => deidentifyLine(line, rules));
}
