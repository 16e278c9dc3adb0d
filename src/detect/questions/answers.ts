import type { Span } from '../types';
import { askedFor, asksSurely, itemsOf, namesAskedFor } from './asked-for';

/** Where in a text values stand that say nothing without the question in front of them. */

/** A value and what was asked for; offsets in the text. */
export interface Answer extends Span {
  readonly label: string;
}

/** Whether rules know what a name of a field means. */
export type KnowsName = (name: string) => boolean;

/** Most of a message, and of a turn within a text, that is taken for an answer, in UTF-16 code units. */
const LONGEST_ANSWER = 200;
const LONGEST_TURN = 80;
/** More words tell something; in the line of the question they go on with it. */
const MOST_WORDS = 10;
const FEW_WORDS = 4;
/** Longest line of a turn, with when and who. */
const LONGEST_LINE = 160;
/** How much in front of its mark a question takes. */
const LONGEST_QUESTION = 200;
/** How many turns an answer may come late, if it is a number by itself. */
const LATEST_TURN = 3;

/** Greetings, refusals, questions and orders are no answers, nor is a sentence about what was asked for ("Paris is the capital of France"). */
const NO_ANSWER =
  /^(?:sure|ok(?:ay)?|yes|no|nope|hello|hi|hey|skip|pass|thanks?|why|what|how|who|when|where|which|can|could|i (?:don'?t|do not|can'?t|cannot|would|want|need|prefer|forgot|forget)|translate|summari[sz]e|rewrite|please|tell|write|explain|help|show|list|give)\b|^\p{L}+ (?:is|was|are|were) (?:the|a|an)\b/iu;
/** What people say before they come to the point. */
const FILLER =
  /^(?:["'([*_-]|(?:uh+|um+|er+|ah|oh|hm+|yeah|yep|yes|sure|ok(?:ay)?|so|well|right|let me (?:see|look|check)|hold on|one sec(?:ond)?|here (?:it is|you go)|(?:i think |i believe )?(?:it'?s|it is|that'?s|that is|that (?:would|should|will) be|it (?:would|should) be|this is|mine is|my name is|i'?m|i am|he'?s|she'?s|they'?re|these are))(?![\p{L}\p{N}']))[\s,.:;…–-]*/iu;
/** The end of what was asked for: the rest is said besides. */
const POINT = /["'\])*_]{0,3}(?:[.,;!?…]+(?=\s|$)|\s[–—-]\s|\s*$)/;
/** The end of a first sentence: "Dr. Bell", but not "Bell. She is my aunt". */
const SENTENCE_ENDS = /(?:(?<!(?<!\p{L})\p{L}{1,3})\.|[;!?…])\s/u;
/** A number of at least three digits by itself, perhaps with letters in front. */
const BARE_NUMBER = /^[A-Za-z]{0,4}[- ]?\d[\d -]{1,20}\d[A-Za-z]?$/;

const digits = (text: string): number => text.replace(/\D/g, '').length;

/** Where an answer comes to the point. */
function withoutFillers(text: string, { start, end }: Span): Span {
  let from = start;
  for (;;) {
    const said = FILLER.exec(text.slice(from, end))?.[0] ?? '';
    if (said === '') return { start: from, end };
    from += said.length;
  }
}

/** The value that an answer begins with. */
export function pointOf(text: string, { start, end }: Span): Span {
  const length = POINT.exec(text.slice(start, end))?.index ?? end - start;
  return { start, end: start + length };
}

/** Without what is said besides. */
function firstSentence(text: string, { start, end }: Span): Span {
  const length = SENTENCE_ENDS.exec(text.slice(start, end))?.index;
  return { start, end: length === undefined ? end : start + length };
}

/** Answers to a question in a span: one, or as many as things were asked for. */
function answersIn(text: string, label: string, span: Span): Answer[] {
  const whole = firstSentence(text, withoutFillers(text, span));
  const items = itemsOf(label);
  const parts = items.length < 2 ? [] : partsOf(text, whole);
  if (parts.length < 2 || parts.length !== items.length) return [{ ...whole, label }];
  return parts.map((part, index) => ({ ...withoutFillers(text, part), label: items[index] ?? label }));
}

function partsOf(text: string, { start, end }: Span): Span[] {
  const parts: Span[] = [];
  let from = start;
  for (const { 0: between, index } of text.slice(start, end).matchAll(/\s*[,;\n]\s*(?:and\s+)?|\s+and\s+|\s{2,}/g)) {
    parts.push({ start: from, end: start + index });
    from = start + index + between.length;
  }
  return [...parts, { start: from, end }].filter((part) => part.end > part.start);
}

/** Ends between words, so that nothing is found that is cut. */
function beginningOf(text: string): Span {
  if (text.length <= LONGEST_ANSWER) return { start: 0, end: text.length };
  return { start: 0, end: Math.max(0, text.slice(0, LONGEST_ANSWER).search(/\s\S*$/)) };
}

/** @param asked texts that may ask for what this one says, the nearest first; to those further back only a number answers */
export function answersTo(asked: readonly string[], text: string): Answer[] {
  const span = beginningOf(text);
  const said = text.slice(span.start, span.end).trimStart();
  if (!/\d/.test(said) && NO_ANSWER.test(said)) return [];
  const [nearest = '', ...further] = asked;
  const label = askedFor(nearest);
  if (label !== undefined) return answersIn(text, label, span);
  const bare = withoutFillers(text, span);
  const point = pointOf(text, bare);
  if (!BARE_NUMBER.test(text.slice(point.start, point.end))) return [];
  const late = further
    .filter(asksSurely)
    .map(askedFor)
    .find((one) => one !== undefined);
  return late === undefined ? [] : [{ ...bare, label: late }];
}

/** The end of a question or a request within a text. */
const ASKS =
  /\?(?=[\s"')\]*_,;|]|$)|\bplease[.!]?[ \t]*(?=\n)|\b(?:enter|provide|state|spell|confirm|verify|give|tell|need|whats|what's|what is|which|may i|can i|could i|who)\b[^\n?]{1,100}(?=\n)/gi;
/** Between a question and what follows it in the same line, or within records of JSON. */
const BEHIND = /["')\]*_]{0,4}[ \t]{0,4}(?:[/|] )?/y;
const BETWEEN_RECORDS =
  /"\s{0,8}\}\s{0,8},?\s{0,8}\{\s{0,8}(?:"[^"\n]{1,24}"\s{0,4}:\s{0,4}(?:"[^"\n]{0,40}"|[\d.]{1,20}|null)\s{0,4},\s{0,8}){0,5}"(?:text|content|msg|message|body|value|answer|utterance|says?|line|response)"\s{0,4}:\s{0,4}"?/iy;
/** What may stand in front of a turn: bullets, a time, who speaks. */
const STAMP =
  /^[\s>|*_#–•-]{0,8}(?:\d{1,3}[ \t]{2,6})?(?:[[(]?\d{1,4}[-/.:]\d{1,2}[\d:/., TZ-]{0,18}(?:[ap]\.?m\.?)?[\])]?[\s,–-]{0,4})?/i;
const SPEAKER =
  /^[*_"'[(<]{0,3}(?<who>\p{L}[\p{L}\d .'&/#-]{0,30}?)[*_"'\])]{0,3}(?: ?[[(][^()[\]\n]{1,24}[\])])?(?:[:>][*_]{0,3}(?:[ \t]+|$)|(?<=^[QA])[.)] {1,4}|(?<=^\p{Lu}{1,3})(?: {2,8}|\t))/u;
const ROLES =
  'user|client|caller|patient|pt|customer|human|member|me|visitor|guest|respondent|claimant|witness|insured|subscriber|applicant|employee|student|resident|parent|guardian|mother|father|mom|dad|spouse|provider|doctor|dr|nurse|agent|operator|dispatcher';
/** In the lines of a CSV, perhaps behind a number and a time. */
const ROLE = new RegExp(`^(?:[^,;|\\t\\n"]{0,24}[,;|\\t]){0,3}"?(?:${ROLES})"?[,;\\t|] ?`, 'i');
/** A cell of such a line. */
const CELL = /^"(?<quoted>[^"\n]*)"|^[^,;|\t\n"]*/;
/** Behind a cell that holds a question. */
const CELL_ENDS = /^["']?[,;|\t](?! )/;
/** Labels of forms, too. */
const IS_ROLE = new RegExp(`^(?:${ROLES})$`, 'i');
/** A turn within a line ends in front of the next one. */
const NEXT_TURN = / [/|] | (?=\p{Lu}[\p{L}\d .]{0,20}: )|(?!^)["}]/u;
/** Who speaks, on a line of its own; in capitals without a colon, if the question has such a line, too. */
const SPEAKER_ALONE = /^[*_[(]{0,3}\p{L}[\p{L}\d .'-]{0,30}:[*_\])]{0,3}$/u;
const CAPITALS_ALONE = /^[*_[(]{0,3}\p{Lu}[\p{Lu}\d .'-]{0,30}[*_\])]{0,3}$/u;

/** In front of the last string of a record, the last cell of a row, the last turn of a line. */
const BEGINS_TURN = new RegExp(
  `^.*(?:[:,[]\\s?"|\\b(?:${ROLES}|bot|assistant|system|desk)[,;|\\t]|(?: |^)\\p{Lu}[\\p{L}\\d]{0,15}: )`,
  'su',
);

/** A line as a turn of a talk: where what is said stands. `undefined` if it is the label of something else. */
function turnIn(text: string, line: Span, knows: KnowsName): Span | undefined {
  let from = line.start + (STAMP.exec(text.slice(line.start, line.end))?.[0].length ?? 0);
  const rest = text.slice(from, line.end);
  const role = ROLE.exec(rest)?.[0];
  if (role !== undefined) return cellFrom(text, { start: from + role.length, end: line.end });
  const speaker = SPEAKER.exec(rest);
  const who = speaker?.groups?.['who'];
  if (who !== undefined && knows(who) && !IS_ROLE.test(who)) return undefined;
  if (speaker === null && rest.includes(' | ')) return undefined;
  from += speaker?.[0].length ?? 0;
  const said = text.slice(from, line.end);
  const end = from + (NEXT_TURN.exec(said)?.index ?? said.length);
  return { start: from, end };
}

function cellFrom(text: string, { start, end }: Span): Span {
  const cell = CELL.exec(text.slice(start, end));
  const quoted = cell?.groups?.['quoted'];
  if (quoted !== undefined) return { start: start + 1, end: start + 1 + quoted.length };
  return { start, end: start + (cell?.[0].length ?? 0) };
}

/** The rest of a line, or nothing if it is longer than any turn with who speaks in front. */
function restOfLine(text: string, start: number): Span | undefined {
  const length = text.slice(start, start + LONGEST_LINE + 1).search(/\n|$/);
  return length > LONGEST_LINE ? undefined : { start, end: start + length };
}

/** The last line with text above that of a place. */
function lineAbove(text: string, place: number): string {
  const lines = text
    .slice(Math.max(0, place - 2 * LONGEST_LINE), place)
    .trimEnd()
    .split(/\s*\n\s*/);
  return lines.at(-2) ?? '';
}

/** The turns in the lines behind a place, as many as may hold its answer. Lines without text, and who speaks, are no turns. */
function* turnsBehind(text: string, place: number, knows: KnowsName): Generator<Span> {
  const isScript = CAPITALS_ALONE.test(lineAbove(text, place));
  let line = restOfLine(text, place);
  for (let count = 0; count < 3 * LATEST_TURN && line !== undefined && line.end < text.length; count += 1) {
    line = restOfLine(text, line.end + 1);
    if (line === undefined) return;
    const written = text.slice(line.start, line.end).trim();
    if (written === '' || SPEAKER_ALONE.test(written) || (isScript && CAPITALS_ALONE.test(written))) continue;
    const turn = turnIn(text, line, knows);
    if (turn === undefined) return;
    yield turn;
  }
}

function mayAnswer(said: string, mostWords: number): boolean {
  return (
    said.length <= LONGEST_TURN &&
    /[\p{L}\d]/u.test(said) &&
    !said.includes('?') &&
    said.trim().split(/\s+/).length <= mostWords &&
    (digits(said) > 0 || !NO_ANSWER.test(said.trimStart()))
  );
}

/** Yes and no, and what somebody does, are asked for like this; "do you have your card number" is not. */
const YES_OR_NO =
  /^(?:\W*(?:and|so|ok|okay|well|now|then)[, ]+)?\W*(?:did|is|are|was|were|has|have|had|will|would|should|does|do(?! you (?:have|know|remember|recall|happen))|am)\b/i;

/** The text of the question that ends at a place. */
function questionBefore(text: string, end: number, knows: KnowsName): string {
  const floor = Math.max(0, end - LONGEST_QUESTION);
  const before = text.slice(floor, end - 1).lastIndexOf('\n');
  const line = { start: floor + before + 1, end };
  const isWhole = before >= 0 || floor === 0;
  const turn = text.slice((isWhole ? turnIn(text, line, knows) : undefined)?.start ?? line.start, end);
  return turn.slice(BEGINS_TURN.exec(turn)?.[0].length);
}

/** What is said behind a question and may answer it. */
interface Place extends Span {
  /** How many turns later; 0 in the same line. */
  readonly turn: number;
}

/** In its line, in the next record, in the next turn, and later. */
function* placesBehind(text: string, end: number, knows: KnowsName): Generator<Place> {
  BETWEEN_RECORDS.lastIndex = end;
  const record = BETWEEN_RECORDS.exec(text)?.[0].length;
  if (record !== undefined) {
    const start = end + record;
    const length = text.slice(start, start + LONGEST_TURN).search(/["}]/);
    if (length >= 0) yield { start, end: start + length, turn: 1 };
    return;
  }
  BEHIND.lastIndex = end;
  const rest = restOfLine(text, end + (BEHIND.exec(text)?.[0].length ?? 0));
  const isInCell = CELL_ENDS.test(text.slice(end, end + 3));
  const inLine = rest && !isInCell ? turnIn(text, rest, knows) : undefined;
  if (inLine !== undefined) yield { ...inLine, turn: 0 };
  let turn = 0;
  for (const span of turnsBehind(text, end, knows)) {
    turn += 1;
    yield { ...span, turn };
    if (turn === LATEST_TURN) return;
  }
}

/** The answers to one question. */
function answersBehind(text: string, end: number, label: string, knows: KnowsName): Answer[] {
  const answers: Answer[] = [];
  for (const { turn, ...span } of placesBehind(text, end, knows)) {
    const said = text.slice(span.start, span.end);
    if (turn > 0 && said.includes('?')) break;
    if (!mayAnswer(said, turn === 0 ? FEW_WORDS : MOST_WORDS)) continue;
    const point = pointOf(text, withoutFillers(text, span));
    const isNumber = BARE_NUMBER.test(text.slice(point.start, point.end));
    if (point.end > point.start && (turn <= 1 || isNumber)) answers.push(...answersIn(text, label, span));
    if (isNumber) break;
  }
  return answers;
}

/**
 * Answers to the questions of a text. Of those within a line or a turn only short ones are, and only to questions for something that the
 * rules know. Linear in the text.
 */
export function answersWithin(text: string, knows: KnowsName): Answer[] {
  const answers: Answer[] = [];
  let taken = 0;
  for (const { 0: asks, index } of text.matchAll(ASKS)) {
    const end = index + asks.length;
    const question = questionBefore(text, end, knows);
    if (YES_OR_NO.test(question)) continue;
    const label = askedFor(question);
    if (
      label === undefined ||
      ![label, ...itemsOf(label)].some((item) => namesAskedFor(item).some((name) => name === 'full name' || knows(name)))
    )
      continue;
    for (const answer of answersBehind(text, end, label, knows)) {
      if (answer.start < taken) continue;
      answers.push(answer);
      taken = answer.end;
    }
  }
  return answers;
}
