import { namesIn } from '../detect/records/descriptions';
import { labelOf } from '../detect/records/label-of';
import type { Segment } from '../detect/types';
import type { TextLeaf } from './text-leaf';

/**
 * "What is your MRN?" in one message, "55123" in the next: what was asked for is the label of the answer, which says nothing by
 * itself.
 */

/** How much of the end of a message is searched for its question, and of the beginning of the next for the answer; in UTF-16 code units. */
const REACH = 200;
/** Longest label. */
const LONGEST = 80;
const CONTENT = /^messages\[(\d+)\]\.content(?:\[\d+\]\.text)?$/;
const CALL = /^messages\[(\d+)\]\.(?:tool_calls\[(\d+)\]\.function|function_call)\.(name|arguments)$/;

const SENTENCE = /[^.?!\n]{2,200}[.?!\n]{0,3}/g;
/** A sentence that is no question and asks all the same. */
const REQUEST =
  /:\s*$|\b(?:please|need|tell|give|provide|enter|share|confirm|type|send|spell|(?:may|can|could) (?:i|we)|next message|what|which|who)\b/i;
/** What stands behind the thing that is asked for. */
const MANNER = /(?:[ ,]{1,2}please| in \w{1,8} digits| ?\([^()]{1,40}\))+$/i;
/** What is asked for stands behind one of these; not so "of the card", "for the refill". */
const WHOSE = /(?<!\b(?:of|on|for|in|to|with) )\b(?:your|his|her|their|my|the|an?|this|that) +/i;
/** "Which account number is it about?" */
const WHICH =
  /\b(?:what|which|whose) (?!(?:is|are|was|were|do|does|did|should|can|may|would|will)\b)((?:\p{L}+ ){0,2}?\p{L}+) (?:is|are|was|were|do|does|did|should|can|may|would|will)\b/iu;

/** Questions that do not name what they ask for. */
const NAMED_BY: readonly (readonly [RegExp, string])[] = [
  [/\bborn\b|\bbirthday\b/i, 'date of birth'],
  [/\bwhere (?:do|does|did) \p{L}+ work\b|\bwho (?:do|does) \p{L}+ work for\b/iu, 'employer'],
  [/\bwhere (?:do|does) \p{L}+ (?:live|stay)\b/iu, 'home address'],
  [
    /\bcall (?:you|him|her|them)\b|\b(?:like|prefer) to be called\b|\b(?:is|was) (?:he|she) called\b|\bam i (?:speaking|talking|chatting)\b/i,
    'name',
  ],
];

/** Greetings, refusals, questions and orders are no answers, nor is a sentence about what was asked for ("Paris is the capital of France"). */
const NO_ANSWER =
  /^(?:sure|ok(?:ay)?|yes|no|nope|hello|hi|hey|skip|pass|thanks?|why|what|how|who|when|where|which|can|could|i (?:don'?t|do not|can'?t|cannot|would|want|need|prefer|forgot|forget)|translate|summari[sz]e|rewrite|please|tell|write|explain|help|show|list|give)\b|^\p{L}+ (?:is|was|are|were) (?:the|a|an)\b/iu;

/** What a message asks for, as a label for the answer. */
export function askedFor(text: string): string | undefined {
  const sentences =
    text
      .trimEnd()
      .slice(-2 * REACH)
      .match(SENTENCE) ?? [];
  const asking = sentences.filter((sentence) => sentence.includes('?')).at(-1) ?? sentences.at(-1);
  if (asking === undefined || !(asking.includes('?') || REQUEST.test(asking))) return undefined;
  for (const [question, label] of NAMED_BY) {
    if (question.test(asking)) return label;
  }
  const plain = asking.replace(/[\s.?!:]+$/, '').replace(MANNER, '');
  const whose = WHOSE.exec(plain);
  const named = WHICH.exec(plain)?.[1] ?? (whose === null ? plain : plain.slice(whose.index + whose[0].length));
  const label = named.trim().slice(-LONGEST);
  return /\p{L}/u.test(label) ? label : undefined;
}

/** Reads the leaves of a request one after another and remembers what the message before asked for. */
export class Asking {
  /** Index of the message that is being read. */
  private message = -1;
  /** The end of its text, or what the tool that it calls is to find. */
  private text = '';
  /** The same of the message before. */
  private before = '';

  /** The beginning of a leaf's text with the label that the message before gives it, if it is an answer. */
  answer({ path, segment }: TextLeaf): Segment | undefined {
    const call = CALL.exec(path);
    const found = call ?? CONTENT.exec(path);
    if (found === null) return undefined;
    const isFirst = this.turnTo(Number(found[1]));
    if (call !== null) {
      this.noteCall(segment.text, call[3] === 'name', Number(call[2] ?? 0));
      return undefined;
    }
    this.text = segment.text;
    const mayAnswer = /\d/.test(segment.text) || !NO_ANSWER.test(segment.text.trimStart());
    const label = isFirst && mayAnswer && segment.knownOnly !== true ? askedFor(this.before) : undefined;
    return label === undefined
      ? undefined
      : { text: beginningOf(segment.text), label, field: { names: namesIn(label), beside: [] } };
  }

  private turnTo(message: number): boolean {
    if (message === this.message) return false;
    this.before = message === this.message + 1 ? this.text : '';
    this.message = message;
    this.text = '';
    return true;
  }

  /** "get_zip_code", or "ask_user" with a question among its arguments. Results of several calls come in any order. */
  private noteCall(text: string, isName: boolean, index: number): void {
    if (index > 0) this.text = '';
    else if (isName) this.text = `${labelOf(text)}:`;
    else if (text.includes('?')) this.text = text;
  }
}

/** Ends between words, so that nothing is found that is cut. */
function beginningOf(text: string): string {
  if (text.length <= REACH) return text;
  const cut = text.slice(0, REACH).search(/\s\S*$/);
  return text.slice(0, Math.max(0, cut));
}
