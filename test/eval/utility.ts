import type { RuleSet } from '../../src/rules/types';
import type { Finding } from './score';

/**
 * Which harmless text was replaced. A needless replacement makes the model's answer useless, and what kind of text it hits says where
 * to look: an eponym, a drug, a laboratory value, a dose, a score, a code, a duration, an ordinary word.
 */

const HARMLESS_KINDS = [
  'eponym',
  'drug',
  'dose',
  'lab value',
  'score',
  'duration',
  'code',
  'number',
  'ordinary word',
  'other',
] as const;
export type HarmlessKind = (typeof HARMLESS_KINDS)[number];

const DOSE = /^ ?(?:mg|mcg|g|ml|units?|u|iu|meq|mmol|puffs?|tabs?|tablets?|caps?|drops?|%)\b/i;
const LAB =
  /\b(?:hgb|hct|wbc|plt|platelets|na|k|cl|bun|cr|creatinine|glucose|a1c|ldl|hdl|tsh|inr|ast|alt|crp|lactate|bnp|troponin|bp|hr|rr|spo2|o2|temp|wt|ht|bmi|psa|ef)[ :=]{1,3}[^\n]{0,6}$/i;
const SCORE =
  /\b(?:score|scale|grade|stage|class|gcs|apgar|phq|gad|nihss|moca|mmse|borg|pain|level|moca)[ -]{0,2}\d{0,2}[ :=]{0,3}$|^\/\d{1,3}\b/i;
const DURATION = /^[- ]?(?:days?|d|weeks?|wks?|months?|mos?|years?|yrs?|hours?|hrs?|h|minutes?|min|s|sec)\b/i;
const CODE = /[A-Za-z]\d|\d[A-Za-z]|\d[-_./:]\d|[_@=<>{}()[\]|]/;

/** Kinds of numbers by what stands around them, in the order in which they are asked. */
const NUMBERS: readonly (readonly [HarmlessKind, (before: string, behind: string, text: string) => boolean])[] = [
  ['dose', (_before, behind) => DOSE.test(behind)],
  ['score', (before, behind) => SCORE.test(before) || /^\/\d/.test(behind)],
  ['lab value', (before) => LAB.test(before)],
  ['duration', (_before, behind) => DURATION.test(behind)],
  ['code', (before, behind, text) => CODE.test(text) || CODE.test(before.slice(-1) + behind.slice(0, 1))],
];

/** The kind of a detection on nothing marked; words are told by the lists of the rule set. */
export function harmlessKind({ text, around }: Finding, { lists }: RuleSet): HarmlessKind {
  const words = text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  const isListed = (...names: string[]): boolean =>
    words.some((word) => names.some((name) => lists.get(name)?.has(word) === true));
  if (isListed('eponyms')) return 'eponym';
  if (isListed('drugs')) return 'drug';
  if (!/\d/.test(text)) return isListed('common-words', 'medical-words', 'not-names') ? 'ordinary word' : 'other';
  const at = around.indexOf(text.replace(/\s+/g, ' '));
  const before = around.slice(0, Math.max(0, at));
  const behind = around.slice(at + text.length);
  return NUMBERS.find(([, holds]) => holds(before, behind, text))?.[0] ?? 'number';
}

/** How many detections on nothing marked hit which kind, most first, with examples. */
export function utilityReport(findings: readonly Finding[], ruleSet: RuleSet, words: number): string {
  const kinds = new Map<HarmlessKind, string[]>();
  for (const finding of findings) {
    const kind = harmlessKind(finding, ruleSet);
    kinds.set(kind, [...(kinds.get(kind) ?? []), finding.text.replace(/\s+/g, ' ')]);
  }
  const rows = [...kinds].sort((left, right) => right[1].length - left[1].length);
  return rows
    .map(([kind, texts]) => {
      const share = ((1000 * texts.length) / Math.max(1, words)).toFixed(2);
      const examples = texts.filter((_, index) => index % Math.ceil(texts.length / 4) === 0).slice(0, 4);
      return `${kind.padEnd(14)} ${String(texts.length).padStart(5)}  ${share.padStart(6)} per 1000 words   ${examples.join(' | ')}`;
    })
    .join('\n');
}
