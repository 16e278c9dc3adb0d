import { findCaseNear } from './case-near';
import { type Chunks, findChunks, findNearLabels, type NearLabels } from './chunks';
import { findColumns } from './columns';
import { countMarksNear, findElsewhere, findNamedLines } from './document-marks';
import { hashText } from './hash';
import { findPhrases } from './listed-phrases';
import type { RuleEvidence } from './rule-evidence';
import { KIND, LONGEST_MESSAGE, type TaggerTokens } from './tokens';
import { beginsWithCapital, type TaggerLexicon, type WordFacts, wordFacts } from './word-facts';

/** Computes what features are made of, once per text. */

const LABEL_IN_FRONT = /^[^A-Za-z\n]{0,6}([A-Za-z][A-Za-z#/ ']{0,30}?)["']?\s{0,2}[:=|,#]/;

/** What a token's features are made of besides its neighbours. */
export interface TaggerInput {
  readonly text: string;
  readonly tokens: TaggerTokens;
  readonly lexicon: TaggerLexicon;
  readonly evidence: RuleEvidence;
}

/** Facts of all tokens, ready for feature extraction. */
export interface PreparedTokens {
  readonly facts: readonly WordFacts[];
  /** Hash of the label at the start of the line, 0 without one. */
  readonly labels: Int32Array;
  /** Tokens since the line began, in buckets. */
  readonly places: Uint8Array;
  /** Whether a blank stands in front. */
  readonly spaced: Uint8Array;
  /** How often the word stands in the text capitalised and in lower case, in buckets. */
  readonly usage: Uint8Array;
  readonly evidence: RuleEvidence;
  /** How short the text is, if it is a message of a line or two; 0 for a longer one. */
  readonly brevity: number;
  /** How many winners of the rules stand around, in buckets. */
  readonly marksNear: Uint8Array;
  /** How much of the line around begins with a capital, and how many words stand there, in buckets. */
  readonly caseNear: Uint8Array;
  /** Hash of the first word of the line before, for tables and labels above values. */
  readonly above: Int32Array;
  /** Which tokens belong to a name of the lists that may have several words; 0 elsewhere. */
  readonly phrases: Uint8Array;
  readonly chunks: Chunks;
  readonly nearLabels: NearLabels;
  /** Hash of the column in tables, 0 elsewhere. */
  readonly columns: Int32Array;
  /** How many of the text's lines begin with a name by the rules, in buckets, for the first tokens of lines; 0 elsewhere. */
  readonly namedLines: Uint8Array;
  /** Hash of the last word of letters in front, up to a few tokens back. */
  readonly wordsBefore: Int32Array;
  /** Rule mark that the same word, or a code of the same form, has elsewhere in the text; 0 for none and for marked tokens. */
  readonly elsewhere: Uint8Array;
}

function placeBucket(place: number): number {
  if (place < 8) return Math.min(place, 4);
  return place < 16 ? 5 : 6;
}

function countUsage(facts: readonly WordFacts[], kinds: Uint8Array): Uint8Array {
  const usage = new Uint8Array(kinds.length);
  const counts = new Map<number, { capital: number; lower: number }>();
  const ofTokens: { capital: number; lower: number }[] = [];
  for (let index = 0; index < kinds.length; index += 1) {
    if (kinds[index] !== KIND.letters) continue;
    const fact = facts[index] as WordFacts;
    let count = counts.get(fact.word);
    if (count === undefined) {
      count = { capital: 0, lower: 0 };
      counts.set(fact.word, count);
    }
    if (beginsWithCapital(fact)) count.capital += 1;
    else count.lower += 1;
    ofTokens.push(count);
  }
  for (let index = 0, word = 0; index < kinds.length; index += 1) {
    if (kinds[index] !== KIND.letters) continue;
    const { capital, lower } = ofTokens[word] as { capital: number; lower: number };
    usage[index] = Math.min(3, capital) * 4 + Math.min(3, lower) + 1;
    word += 1;
  }
  return usage;
}

function lineLabel(text: string, start: number): { hash: number; end: number } {
  const match = LABEL_IN_FRONT.exec(text.slice(start, start + 48));
  if (match === null) return { hash: 0, end: 0 };
  const label = (match[1] ?? '').toLowerCase().trim();
  return { hash: hashText(label), end: start + match[0].length };
}

/** Computes what features are made of. */
export function prepareTokens({ text, tokens, lexicon, evidence }: TaggerInput): PreparedTokens {
  const { marks } = evidence;
  const { count, starts, ends, kinds } = tokens;
  const known = new Map<string, WordFacts>();
  const facts: WordFacts[] = [];
  const labels = new Int32Array(count);
  const places = new Uint8Array(count);
  const spaced = new Uint8Array(count);
  const above = new Int32Array(count);
  let label = lineLabel(text, 0);
  let place = 0;
  let firstOfLine = 0;
  let firstAbove = 0;
  for (let index = 0; index < count; index += 1) {
    const start = starts[index] ?? 0;
    const end = ends[index] ?? 0;
    const word = text.slice(start, end);
    const kind = kinds[index];
    let fact = known.get(word);
    if (fact === undefined) {
      fact = wordFacts(word, kind === KIND.digits, lexicon);
      known.set(word, fact);
    }
    facts.push(fact);
    if (place === 0) firstOfLine = fact.word;
    labels[index] = label.hash !== 0 && start >= label.end ? label.hash : 0;
    places[index] = placeBucket(place);
    above[index] = firstAbove;
    spaced[index] = start > 0 && text.charCodeAt(start - 1) <= 32 ? 1 : 0;
    place += 1;
    if (kind === KIND.lineEnd) {
      label = lineLabel(text, end);
      place = 0;
      firstAbove = firstOfLine;
    }
  }
  const chunks = findChunks(text, tokens);
  return {
    facts,
    labels,
    places,
    spaced,
    usage: countUsage(facts, kinds),
    evidence,
    brevity: brevityOf(kinds, count),
    marksNear: countMarksNear(marks),
    caseNear: findCaseNear(facts, tokens),
    above,
    phrases: findPhrases({ text, tokens, facts }, lexicon.phrases),
    chunks,
    nearLabels: findNearLabels(text, tokens, facts),
    columns: findColumns(text, starts),
    namedLines: findNamedLines(tokens, places, marks),
    wordsBefore: findWordsBefore(facts, kinds),
    elsewhere: findElsewhere(facts, tokens, chunks, marks),
  };
}

/** Words and numbers of a line. */
const LINE = 20;

/** In a message a person is often called by a bare name, which in a note is rather an eponym or a town. */
function brevityOf(kinds: Uint8Array, count: number): number {
  let words = 0;
  for (let index = 0; index < count && words < LONGEST_MESSAGE; index += 1)
    words += (kinds[index] as number) <= KIND.digits ? 1 : 0;
  if (words >= LONGEST_MESSAGE) return 0;
  return words < LINE ? 1 : 2;
}

/** How far back a word in front is looked for, in tokens. */
const WORD_REACH = 8;

function findWordsBefore(facts: readonly WordFacts[], kinds: Uint8Array): Int32Array {
  const words = new Int32Array(kinds.length);
  let last = -1;
  for (let index = 0; index < kinds.length; index += 1) {
    words[index] = last >= 0 && index - last <= WORD_REACH ? (facts[last]?.word ?? 0) : 0;
    if (kinds[index] === KIND.letters) last = index;
  }
  return words;
}
