import type { WordList } from '../../../rules/types';
import type { Candidate, MatchText, RecognizerContext } from '../../types';

const REACH = 40;
const MONTH_DAY = /^(0?[1-9]|1[0-2])\/(0?[1-9]|[12]\d|3[01])\s*$/;
/** By the number of the month, in a leap year, so that 2/29 is a day. A table: every fraction of a text is asked, and date-fns takes microseconds. */
const DAYS_OF_MONTH = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DATE = 0.65;
const NO_DATE = 0.2;
/** Denominators of scores and shares ("7/10", "5/5", "1/2"): a date only with a sign. */
const SCORE_DENOMINATORS = new Set(['10', '5', '4', '6', '3', '2']);
/** Undecided: a date if others in the text are of the same month. */
export const UNDECIDED = 0.4;

const CLOCK_BEHIND =
  /^(?: at|,| @)? ?(?:\d{1,2}:\d{2}|\d{1,2} ?[ap]\.?m\b|[01]\d[0-5]\d\b|2[0-3][0-5]\d\b|am\b|pm\b|noon\b|mon\b|tue|wed|thu|fri\b|sat\b|sun\b)/;
const LINE_START = /(?:^|\n)[ \t>|*·([-]{0,6}$/;
/** A cue in the sentence before says nothing of a share: "May need MRI. 3/4 strength formula." */
const SENTENCE_END = /[.!?]["')]? {1,2}$/;
const PART_OF_MORE = /(?:\d |\d-)$/;

const WORD = /[\p{L}'/]+/gu;

function words(text: string): string[] {
  return text.match(WORD) ?? [];
}

function exists(value: string): boolean {
  const written = value.includes('/') ? value.replace(/-.*$/, '') : value.replace(/[-.]/, '/');
  const [, month, day] = MONTH_DAY.exec(written) ?? [];
  return month !== undefined && Number(day) <= (DAYS_OF_MONTH[Number(month)] as number);
}

/** A number in front makes it a fraction ("24 2/7 weeks"), a noun of a share behind too ("3/4 strength"). */
export function isOverruled(text: MatchText, { start, end }: Candidate): boolean {
  const before = text.lower.slice(Math.max(0, start - REACH), start);
  if (/\b[1-4]\d $/.test(before) && /^[0-6]\/7$/.test(text.text.slice(start, end))) return true;
  return PART_OF_MORE.test(before) && /^ ?(?:w|wk|wks|weeks?|in\b|")/.test(text.lower.slice(end, end + 8));
}

/** What stands between a feeling and its rating ("urges are 3/5"); of other words ("sleep study 3/10", "stress debrief 1/5") there is a day. */
const LEADS_TO_SCORE =
  /^(?:is|are|was|were|remains?|now|today|currently|still|only|level|levels|scale|thermometer|low|high|better|worse|od|os|ou)$/;

function cueNumber(before: string, context: RecognizerContext): number {
  const cues = context.list('date-cues');
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const near = [...line.matchAll(WORD)].slice(-2).reverse();
  for (const [distance, { 0: word, index }] of near.entries()) {
    const number = cues.get(word.replace(/'s$/, '')) ?? cues.get(word.replace(/^.*\//, '')) ?? 0;
    if (number >= 2 && IS_SPENT.test(line.slice(index + word.length))) return 0;
    const leads = distance === 0 || number === 2 || (number === 3 && LEADS_TO_SCORE.test(near[0]?.[0] ?? ''));
    if (number > 0 && leads) return number;
  }
  return 0;
}

/** "Hgb 13.1 (1/30)", "off bipap, home 6/15": the word in front has its number already, or a comma ends what it says. */
const IS_SPENT = /^[ :=]{1,3}[<>]?\d{1,4}(?:\.\d{1,2})?(?![\d/])|^\)?[,;)] /;
/** "wbc 2/2 22.1": a result stands behind its day. */
const RESULT_BEHIND = /^:? {1,2}\d{1,4}(?:\.\d{1,2})?(?![\d/.%]| ?(?:mg|ml|w|d|h|x)\b)/;
const RESULT_IN_FRONT = /(?<![\w-])(?:[\w]{1,12}-)?([a-z][a-z0-9]{0,12}(?:-\d{1,3})?)[ :]{1,2}$/;

/** "A1c went from 8.2 to 7.1", "up from 9.3", "pain went from 7/10 to 3/10": values that change. */
const CHANGED_FROM =
  /(?<![\w-])(?:\w{1,12}-)?(?<what>[a-z][a-z0-9]{0,15})(?: (?<how>up|down|slightly|gradually|nicely))? from (?:\d{1,3}(?:[./]\d{1,2})? ?(?:to|->) )?$/;
const CHANGES =
  /^(?:went|gone|rose|risen|rising|fell|fallen|falling|dropped|dropping|(?:in|de)creas(?:ed|ing)|improv(?:ed|ing)|declin(?:ed|ing)|climb(?:ed|ing)|came|trend(?:ed|ing)|worsen(?:ed|ing)|changed|reduced|lowered|rang(?:ed|ing)|up|down)$/;

/** "Visit changed from 3.14 to 3.21": what has a date may get another. */
const MOVED_FROM =
  /\b(?:appt|appointment|visit|follow-?up|f\/u|surgery|procedure|scan|session|hearing|leave|trip|stay|class|start|edd|edc|dob|due date|date)s?(?: (?:was|were|is|has been|got|moved|pushed)){0,2} [a-z]+(?: (?:up|down))? from (?:\d{1,2}[./]\d{1,2} ?(?:to|->) )?$/;

/** "9.3" of "A1c went from 9.3 to 8.1", "7/10" of "went from 7/10 to 3/10". */
function isChangedValue(value: string, before: string, results: WordList): boolean {
  if (!value.includes('.') && !mayBeScore(value)) return false;
  const { what, how } = CHANGED_FROM.exec(before)?.groups ?? {};
  if (what === undefined || MOVED_FROM.test(before)) return false;
  // No result of a laboratory is written with a slash: "glucose from 3/10" was taken that day.
  return how === 'up' || how === 'down' || CHANGES.test(what) || (value.includes('.') && results.has(what));
}

/** "wbc 2/2 22.1" */
function isBetweenResult(text: MatchText, { start, end }: Candidate, results: WordList): boolean {
  if (!text.text.slice(start, end).includes('/')) return false;
  const name = RESULT_IN_FRONT.exec(text.lower.slice(Math.max(0, start - REACH), start))?.[1];
  return name !== undefined && results.has(name) && RESULT_BEHIND.test(text.lower.slice(end, end + 16));
}

const BRACKETED = /\($/;
const BRACKET_GOES_ON = /^[),:;]/;
const BEHIND_LINE_START = /^(?:\)|\]|:| ?-|\t| {1,12}[a-z0-9(#]|$|\n|,)/;

/** "09-03" may open a line of a log; "5-7" is a range. */
function dashedScore(value: string): number {
  return /^0\d.\d\d/.test(value) ? 0.5 : 0.3;
}

/** Out of ten, five and such. */
function mayBeScore(value: string): boolean {
  const [points = '', most = ''] = value.split('/');
  return SCORE_DENOMINATORS.has(most) && Number(points) <= Number(most);
}

function slashedScore(value: string): number {
  const [month, day] = value.split('/');
  if (mayBeScore(value)) return month === day ? NO_DATE : UNDECIDED;
  return /^0\d\/\d\d/.test(value) ? DATE : 0.55;
}

/** What its place says: a clock time behind, the start of a line, brackets. */
function placeScore(text: MatchText, { start, end }: Candidate): number {
  const before = text.lower.slice(Math.max(0, start - REACH), start);
  const behind = text.lower.slice(end, end + 24);
  const value = text.text.slice(start, end);
  const slashed = value.includes('/');
  if (CLOCK_BEHIND.test(behind) || (slashed && /^=\d/.test(behind))) return DATE;
  if (LINE_START.test(before) && BEHIND_LINE_START.test(behind)) return slashed || /^\d\d-\d\d$/.test(value) ? 0.6 : UNDECIDED;
  if (!slashed) return dashedScore(value);
  const score = slashedScore(value);
  return score > UNDECIDED && BRACKETED.test(before) && BRACKET_GOES_ON.test(behind) ? DATE : score;
}

/**
 * Whether "3/14" is a day: an existing one, no fraction, dose or score by the words around it, and a cue, a clock time, or the place of a
 * date (line start, brackets). Without any sign it is one if it cannot be a score out of 5, 10 or 30.
 */
export function monthDayScore(text: MatchText, candidate: Candidate, context: RecognizerContext): number {
  const { start, end } = candidate;
  const value = text.text.slice(start, end);
  const before = text.lower.slice(Math.max(0, start - REACH), start);
  const results = context.list('names-of-results');
  if (!exists(value) || isOverruled(text, candidate) || isChangedValue(value, before, results)) return NO_DATE;
  const next = words(text.lower.slice(end, end + 24).split('\n')[0] ?? '')[0] ?? '';
  const refused = /^[ -]{1,2}\p{L}/u.test(text.text.slice(end, end + 3)) && context.list('date-refusals').has(next);
  if (isBetweenResult(text, candidate, results)) return DATE;
  const cue = cueNumber(before, context);
  if (cue === 2 || (cue === 3 && mayBeScore(value)) || (refused && (cue !== 1 || SENTENCE_END.test(before)))) return NO_DATE;
  const dashed = !value.includes('/');
  if (cue === 1) return dashed ? dashedBehindCue(text, candidate) : 0.7;
  return placeScore(text, candidate);
}

const LABEL = /\b(?:date|dated|dob|dos|adm|admitted|collected|signed)[ :]{1,3}$/;

/** "by 10-22" is a day, "for 5-7 days" a range. */
function dashedBehindCue(text: MatchText, { start, end }: Candidate): number {
  if (LABEL.test(text.lower.slice(Math.max(0, start - REACH), start))) return 0.6;
  const [first = '', second = ''] = text.text.slice(start, end).split(/[.-]/);
  const unit =
    /^ ?(?:d|h|w|x|mg|ml|l|kg|g|lb|lbs|cm|mm|hours?|hrs?|days?|weeks?|wks?|months?|mos?|years?|yrs?|min|minutes?|times?|units?|%|tabs?|of|per|a|drinks?|beers?|cups?)\b/;
  if (unit.test(text.lower.slice(end, end + 10)) || text.text.slice(start, end).includes('.')) return 0.3;
  return second.length === 2 && (Number(second) > 12 || first.length === 2) ? 0.6 : 0.4;
}
