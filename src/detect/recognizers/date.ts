import type { Candidate, MatchText, Recognizer, RecognizerContext } from '../types';
import { dayOfMonthScore } from './date/day-of-month';
import { isOverruled, monthDayScore } from './date/month-day';
import { matchPattern } from './pattern';

type Decide = (text: MatchText, candidate: Candidate, context: RecognizerContext) => number;

/** Patterns that are a date only where their surroundings say so. */
const DECIDED: Readonly<Record<string, Decide>> = {
  'month-day-numeric': monthDayScore,
  'month-day-dashed': monthDayScore,
  'day-of-month': dayOfMonthScore,
};

function decide(text: MatchText, candidate: Candidate, context: RecognizerContext): Candidate {
  const rescore = DECIDED[candidate.pattern];
  if (rescore === undefined) return candidate;
  const score = rescore(text, candidate, context);
  const { base } = candidate.evidence;
  return { ...candidate, score, evidence: { base, note: score > base ? 'its surroundings read like a date' : 'nothing around it says that it is a date' } };
}

/** Days beside a day are days: "labs 2/7, 2/8", "3/4-3/9". Reads the candidates in order of place. */
function extendLists(text: MatchText, candidates: readonly Candidate[]): Candidate[] {
  const sorted = [...candidates].sort((left, right) => left.start - right.start || right.end - left.end);
  const result: Candidate[] = [];
  let last: Candidate | undefined;
  for (const candidate of sorted) {
    const between = last === undefined ? '' : text.text.slice(last.end, candidate.start);
    const beside = last !== undefined && last.score >= 0.5 && /^(?:, ?(?:and )?| ?- ?| ?& ?| and | to | thru |; | or |\/)$/.test(between);
    const kept = beside && candidate.score < 0.5 && candidate.pattern in DECIDED && !isOverruled(text, candidate) ? { ...candidate, score: 0.6 } : candidate;
    result.push(kept);
    last = kept;
  }
  return result;
}

/** Dates by the rule's patterns; what is ambiguous ("3/14", "the 14th") by the words around it. */
export const recognizeDate: Recognizer = (text, context) => {
  const found = context.rule.patterns.flatMap((pattern) => matchPattern(text, pattern, context));
  return extendLists(text, found.map((candidate) => decide(text, candidate, context)));
};
