import { detect } from '../../src/detect/detect';
import type { RuleSet } from '../../src/rules/types';
import type { Prediction } from './score';

/** What the detector finds in one text, in the scorer's terms. */
export function predict(text: string, ruleSet: RuleSet): Prediction[] {
  const [detections = []] = detect([{ text }], ruleSet).segments;
  return detections.map(({ start, end, entity, rule }) => ({ start, end, entity, rule }));
}
