import type { Candidate, MatchText, Recognizer, RecognizerContext } from '../types';
import { dayOfMonthScore, spokenDayScore } from './date/day-of-month';
import { isOverruled, monthDayScore, UNDECIDED } from './date/month-day';
import { matchPatterns } from './pattern';

type Decide = (text: MatchText, candidate: Candidate, context: RecognizerContext) => number;

/** Patterns that are a date only where their surroundings say so. */
const DECIDED: Readonly<Record<string, Decide>> = {
  'month-day-numeric': monthDayScore,
  'month-day-dashed': monthDayScore,
  'day-of-month': dayOfMonthScore,
  'spoken-day-alone': spokenDayScore,
};

function decide(text: MatchText, candidate: Candidate, context: RecognizerContext): Candidate {
  const rescore = DECIDED[candidate.pattern];
  if (rescore === undefined) return candidate;
  const score = rescore(text, candidate, context);
  const isLikelier = score > candidate.evidence.base;
  return rescored(
    candidate,
    score,
    isLikelier ? 'its surroundings read like a date' : 'nothing around it says that it is a date',
  );
}

function rescored(candidate: Candidate, score: number, note: string): Candidate {
  return { ...candidate, score, evidence: { base: candidate.evidence.base, note } };
}

const BESIDE = /^(?:, ?(?:and )?| ?- ?| ?& ?| and | to | thru |; | or |\/)$/;
/** Heads of columns, and days with their results: "2/2 22.1  2/3 15.8". */
const IN_ROW = /^(?: {2,24}|\)?:? \d{1,4}(?:\.\d{1,2})?[,;]? {1,4}(?:> ?)?\(?)$/;

/** Both are days in one row, of one month or the next. */
function isRow(text: MatchText, last: Candidate, candidate: Candidate, between: string): boolean {
  if (!IN_ROW.test(between) || last.pattern !== 'month-day-numeric' || candidate.pattern !== last.pattern) return false;
  const step = Math.abs(Number(monthOf(text, candidate)) - Number(monthOf(text, last)));
  return (step <= 1 || step === 11) && text.text.slice(last.start, last.end) !== text.text.slice(candidate.start, candidate.end);
}

/** Days beside a day are days: "labs 2/7, 2/8", "3/4-3/9". Reads the candidates in order of place. */
function extendLists(text: MatchText, candidates: readonly Candidate[]): Candidate[] {
  const sorted = [...candidates].sort((left, right) => left.start - right.start || right.end - left.end);
  const result: Candidate[] = [];
  let last: Candidate | undefined;
  for (const candidate of sorted) {
    const between = last === undefined ? '' : text.text.slice(last.end, candidate.start);
    const beside = last !== undefined && last.score >= 0.5 && (BESIDE.test(between) || isRow(text, last, candidate, between));
    const kept =
      beside && candidate.score < 0.5 && candidate.pattern in DECIDED && !isOverruled(text, candidate)
        ? rescored(candidate, 0.6, 'a day stands beside it')
        : candidate;
    result.push(kept);
    last = kept;
  }
  return result;
}

function monthOf(text: MatchText, { start, end }: Candidate): string {
  return /^0?(\d{1,2})\//.exec(text.text.slice(start, end))?.[1] ?? '';
}

/** "PSA 5.8 (11/5)" beside "seen 11/20": an undecided day is one if the text holds a sure day of the same month. */
function settleByMonth(text: MatchText, candidates: readonly Candidate[]): Candidate[] {
  const months = new Set(
    candidates
      .filter(({ score, pattern }) => score >= 0.5 && pattern.includes('numeric'))
      .map((candidate) => monthOf(text, candidate)),
  );
  return candidates.map((candidate) =>
    candidate.score === UNDECIDED && candidate.pattern === 'month-day-numeric' && months.has(monthOf(text, candidate))
      ? rescored(candidate, 0.55, 'the text holds a day of the same month')
      : candidate,
  );
}

/** "3/7", "2/12": days and months of a British note, or days of a month. Those in weeks ("1/52") are durations anywhere. */
const DURATION = 'no-date-duration';
const IN_WEEKS = /\/52$/;
const IN_DAYS = /^(\d{1,2})\/7$/;
/** "on 3/7", "since 3/12": a day also in a text of durations. */
const BEFORE_DAY = /\b(?:on|since|from|until|till|dated?|dob|born|dos)[ :]{1,3}$/;
const LONGEST_BEFORE_DAY = 12;

/** Whether the text writes durations so: one of them is of weeks, or two are of days and no day of a month stands in it. */
function writesDurations(text: MatchText, durations: readonly Candidate[], found: readonly Candidate[]): boolean {
  const values = durations.map(({ start, end }) => text.text.slice(start, end));
  if (values.some((value) => IN_WEEKS.test(value))) return true;
  const days = new Set(values.flatMap((value) => IN_DAYS.exec(value)?.[1] ?? []));
  const isDay = ({ start, end, score }: Candidate): boolean =>
    score >= 0.5 && !durations.some((duration) => duration.start <= start && duration.end >= end);
  return days.size > 1 && !found.some(isDay);
}

/** What is a duration is no date; in a text that writes none the same fractions are left to the other patterns. */
function settleDurations(text: MatchText, found: readonly Candidate[]): Candidate[] {
  const durations = found.filter(({ pattern }) => pattern === DURATION);
  if (durations.length === 0) return [...found];
  const areWritten = writesDurations(text, durations, found);
  const isNone = ({ start, end }: Candidate): boolean =>
    IN_WEEKS.test(text.text.slice(start, end)) ||
    (areWritten && !BEFORE_DAY.test(text.lower.slice(Math.max(0, start - LONGEST_BEFORE_DAY), start)));
  return found.filter((candidate) => candidate.pattern !== DURATION || isNone(candidate));
}

/** Dates by the rule's patterns; what is ambiguous ("3/14", "the 14th") by the words around it. */
export const recognizeDate: Recognizer = (text, context) => {
  const found = matchPatterns(text, context).map((candidate) => decide(text, candidate, context));
  return settleDurations(text, settleByMonth(text, extendLists(text, found)));
};
