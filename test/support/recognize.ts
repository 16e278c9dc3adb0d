import { createMatchText } from '../../src/detect/text/match-text';
import type { Recognizer } from '../../src/detect/types';
import { THRESHOLD } from '../../src/detect/winners/resolve-overlaps';
import { projectRules } from './project-rules';

/** What a recognizer finds with one of the project's rules, at or above the threshold, in order, without what lies inside another find. */
export function recognizeWith(recognizer: Recognizer, ruleId: string, text: string): string[] {
  const ruleSet = projectRules();
  const rule = ruleSet.rules.find(({ id }) => id === ruleId);
  if (rule === undefined) throw new Error(`no rule ${ruleId}`);
  const list = (name: string): ReadonlyMap<string, number> => ruleSet.lists.get(name) ?? new Map<string, number>();
  const found = recognizer(createMatchText(text), { rule, ruleSet, list, checkpoint: () => undefined });
  const strong = found.filter(({ score }) => score >= THRESHOLD).sort((a, b) => a.start - b.start || b.end - a.end);
  const outer = strong.filter((one, index) => !strong.slice(0, index).some((other) => other.end >= one.end));
  return outer.map(({ start, end }) => text.slice(start, end));
}
