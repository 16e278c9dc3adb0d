import type { Span } from '../types';
import { askedFor, asksForNames, asksSurely, itemsOf, namesAskedFor } from './asked-for';
import { LONGEST_TURN, placesBehind, questionBefore, type TalkWords } from './turns';

/** Where in a text values stand that say nothing without the question in front of them. */

/** A value and what was asked for; offsets in the text. */
export interface Answer extends Span {
  readonly label: string;
}

/** Most of a message that is taken for an answer, in UTF-16 code units. */
const LONGEST_ANSWER = 200;
/** More words tell something; in the line of the question they go on with it. */
const MOST_WORDS = 10;
const FEW_WORDS = 4;

/** Greetings, refusals, questions and orders are no answers, nor is a sentence about what was asked for ("Paris is the capital of France"). */
const NO_ANSWER =
  /^(?:sure|ok(?:ay)?|yes|no|nope|hello|hi|hey|skip|pass|thanks?|why|what|how|who|when|where|which|can|could|i (?:don'?t|do not|can'?t|cannot|would|want|need|prefer|forgot|forget)|translate|summari[sz]e|rewrite|please|tell|write|explain|help|show|list|give)\b|^\p{L}+ (?:is|was|are|were) (?:the|a|an)\b/iu;
/** What people say before they come to the point. */
const FILLER =
  /^(?:["'[*_-]|\((?!\d{3}\))|(?:uh+|um+|er+|ah|oh|hm+|yeah|yep|yes|sure|ok(?:ay)?|so|well|right|let me (?:see|look|check)|hold on|one sec(?:ond)?|here (?:it is|you go)|(?:i think |i believe )?(?:it'?s|it is|that'?s|that is|that (?:would|should|will) be|it (?:would|should) be|this is|mine is|my (?!\d)[\p{L} -]{2,24} is|i (?:live|stay|work) (?:at|in|on|for)|i'?m|i am|he'?s|she'?s|they'?re|these are))(?![\p{L}\p{N}']))[\s,.:;…–-]*/iu;
/** Answers to "who" that name nobody. */
const NO_PERSON =
  /^(?:(?:my|his|her|our|the) )?(?:(?:god|grand|step)?(?:mom|mum|ma|dad|mother|father|son|daughter|parents?|child(?:ren)?|kids?|pa)|husband|wife|hubby|spouse|partner|sister|brother|baby|family|friends?|boyfriend|girlfriend|roommates?|urgent care|kaiser|er|myself|me|god|hospice|insurance)[.!]?$/i;
/** The end of what was asked for: the rest is said besides. */
const POINT = /["'\])*_]{0,3}(?:[.,;!?…]+(?=\s|$)|\s[–—-]\s|\s*$)/;
/** The end of a first sentence: "Dr. Bell", but not "Bell. She is my aunt". */
const SENTENCE_ENDS = /(?:(?<!(?<!\p{L})\p{L}{1,3})\.|[;!?…])\s/u;
/** What is said behind an answer: in a line that does not go on with it, or in doubt. */
const BESIDES = /\n(?=[^\S\n]*[^\p{Lu}\p{N}\s#(]|[^\n]*\?)|,?\s+[Ii] (?:think|believe|guess)\b/u;
/** What closes an answer and is no part of its value: "55123.", "(55123)". */
const CLOSE = /(?:[\s"'\]*_.,;!?…]|(?<!\([^()]*)\))+$/u;
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

/** Without what is said behind it, and without what closes it. */
function withoutBesides(text: string, { start, end }: Span): Span {
  const [said = ''] = text.slice(start, end).split(BESIDES, 1);
  return { start, end: start + said.replace(CLOSE, '').length };
}

/** Answers to a question in a span: one, or as many as things were asked for. */
function answersIn(text: string, label: string, span: Span): Answer[] {
  const whole = withoutFillers(text, span);
  const items = itemsOf(label);
  if (asksForNames(label))
    return partsOf(text, whole)
      .map((part) => ({ ...withoutFillers(text, part), label: 'name' }))
      .filter(({ start, end }) => !NO_PERSON.test(text.slice(start, end)));
  const parts = items.length < 2 ? [] : partsOf(text, whole);
  if (parts.length < 2 || parts.length !== items.length) return [{ ...withoutBesides(text, whole), label }];
  return parts.map((part, index) => ({ ...withoutBesides(text, withoutFillers(text, part)), label: items[index] ?? label }));
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
  return late === undefined ? [] : [{ ...withoutBesides(text, bare), label: late }];
}

/** The end of a question or a request within a text. */
const ASKS =
  /\?(?=[\s"')\]*_,;|]|$)|\bplease[.!]?[ \t]*(?=\n)|\b(?:enter|provide|state|spell|confirm|verify|give|tell|need|whats|what's|what is|which|may i|can i|could i|who)\b[^\n?]{1,100}(?=\n)/gi;
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

/** The answers to one question. */
function answersBehind(text: string, end: number, label: string, words: TalkWords): Answer[] {
  const answers: Answer[] = [];
  for (const { turn, ...span } of placesBehind(text, end, words)) {
    if (turn > 0 && text.slice(span.start, span.end).includes('?')) break;
    const said = firstSentence(text, withoutFillers(text, span));
    const isQuestion = text.charAt(said.end) === '?';
    if (isQuestion || !mayAnswer(text.slice(said.start, said.end), turn === 0 ? FEW_WORDS : MOST_WORDS)) continue;
    const point = pointOf(text, said);
    const isNumber = BARE_NUMBER.test(text.slice(point.start, point.end));
    if (turn <= 1 || isNumber) answers.push(...answersIn(text, label, said));
    if (isNumber) break;
  }
  return answers;
}

/**
 * Answers to the questions of a text. Of those within a line or a turn only short ones are, and only to questions for something that the
 * rules know. Linear in the text.
 */
export function answersWithin(text: string, words: TalkWords): Answer[] {
  const answers: Answer[] = [];
  let taken = 0;
  for (const { 0: asks, index } of text.matchAll(ASKS)) {
    const end = index + asks.length;
    const question = questionBefore(text, end, words);
    if (YES_OR_NO.test(question)) continue;
    const label = askedFor(question);
    if (
      label === undefined ||
      ![label, ...itemsOf(label)].some((item) => namesAskedFor(item).some((name) => name === 'full name' || words.knows(name)))
    )
      continue;
    for (const answer of answersBehind(text, end, label, words)) {
      if (answer.start < taken) continue;
      answers.push(answer);
      taken = answer.end;
    }
  }
  return answers;
}
