import type { RuleSet, WordList } from '../../rules/types';
import { LETTERED, letteredThingsOf } from '../lettered-things';
import { oncePer } from '../once-per';
import type { Candidate } from '../types';
import { insertSorted, uncovered } from './resolve-overlaps';

/** A person called by one capital letter, with or without a dot: "R.", "J". */
const LETTER = /^\p{Lu}\.?$/u;

/** Small words in front of people. */
const BEFORE_PEOPLE = 'per|with|w\\/|to|and|that|told|for|by|than|asked|lets?|of|was|&';
/** Where a capital by itself may be somebody. "A" and "I" are words. */
const STANDS_ALONE = new RegExp(
  String.raw`(?<=^|[\s("'[])[B-HJ-Z](?:${[
    // A sentence in small letters follows ("R softened", "K. last", "W's mom"), or it is one of a pair ("F & L"); "R. at 118" is a page.
    String.raw`(?=\.? (?!at \d)\p{Ll}|\.?'s \p{Ll}| & [A-Z]\b)`,
    // It ends what begins with a word in front of people: "per Y,", "it was P."
    String.raw`(?<=\b(?:${BEFORE_PEOPLE}) .)(?=[,;?!)"]|\.(?:\s|$))`,
    // It speaks: "M: so can"
    String.raw`(?<=(?:^|\n|\. |" )[B-NRT-Z])(?=: ["\p{L}])`,
  ].join('|')})(?:\.(?! ?\p{Lu}|$|\n))?`,
  'gu',
);
/** The word in front of a letter: "room ", "twin: ", "Fig. ". */
const WORD_IN_FRONT = /(?<word>\w+)(?:[ :#]{0,2}|(?<dot>\. ))$/u;
/** A measure or a cell of a table. */
const NUMBER_OR_CELL = /(?:[\d°] ?|[\t|])$/u;
const REACH = 16;

/** How somebody who is called by a letter begins a clause. */
const OPENS_CLAUSE = /(?:^|[\n.!?;:]|[,;(]? (?:and|that|when|because|bc|but|then|while|time)|[,("']) ?$/iu;
/** Right and left: "pain in R shoulder". */
const SIDE = /^[LR]\.? \p{Ll}/u;
/** People called by their initials: "RB came in". Where they are, others are called by one letter. */
const INITIALS = /^\p{Lu}\.?\p{Lu}\.?$/u;

/** What may be somebody's doing, right behind the letter. */
const MAY_ACT = /^\.? (?<verb>\p{Ll}+)\b(?! ?[=<>])/u;
const IN_ED = /^\p{Ll}{3,}ed$/u;
/** The number in `rules/lists/doings-of-people.txt` of words in -ed, and ends of such, that nobody does. */
const NOTHING_DONE = 1;

/** A title in front of a letter that stands for anybody: "Mr. A" of a vignette. */
const ANYBODY = /\b(?:mr|mrs|ms|miss|mx)\.? $/i;
/** With a dot within a sentence it is short for somebody's name: "Mrs. X. is". */
const STANDS_FOR_ANYBODY = /^[A-DX-Z](?:(?!\. \p{Ll})\P{L}|$)/u;

/** Parts of names in records and tables ("ANA^M") are no persons by themselves. */
const IN_A_RECORD = /[^\s("'[@]$/u;

/** Tells by the words of a rule set's lists what stands around a letter. */
class LetterWords {
  private readonly things: WordList;
  private readonly doings: WordList;
  private readonly nothingDone: readonly string[];

  constructor(ruleSet: RuleSet) {
    this.things = letteredThingsOf(ruleSet);
    this.doings = ruleSet.lists.get('doings-of-people') ?? new Map<string, number>();
    this.nothingDone = [...this.doings].filter(([, number]) => number === NOTHING_DONE).map(([word]) => word);
  }

  /** Whether the letter behind a text tells the kind, number or place of a thing, is one of twins, a measure or a cell of a table. */
  isThing(before: string): boolean {
    if (NUMBER_OR_CELL.test(before)) return true;
    const { word, dot } = WORD_IN_FRONT.exec(before)?.groups ?? {};
    const number = word === undefined ? undefined : this.things.get(word.toLowerCase());
    return dot === undefined ? number !== undefined : number === LETTERED.cutShort;
  }

  /** Whether a text begins, behind the letter, with what only people do; with nothing else than another letter found, "is" and "has" do not tell. */
  acts(behind: string): boolean {
    const verb = MAY_ACT.exec(behind)?.groups?.['verb'];
    if (verb === undefined) return false;
    if (this.doings.get(verb) === 0) return true;
    return IN_ED.test(verb) && !this.nothingDone.some((end) => verb.endsWith(end));
  }
}

const letterWordsOf = oncePer(
  (ruleSet: RuleSet) => new LetterWords(ruleSet),
  ({ lists }) => lists,
);

function areInitials(text: string, { entity, stays, start, end }: Candidate): boolean {
  return entity === 'NAME' && stays !== true && end - start <= 4 && INITIALS.test(text.slice(start, end));
}

function isLetter(text: string, { entity, stays, start, end }: Candidate): boolean {
  if (entity !== 'NAME' || stays === true || end - start > 2 || !LETTER.test(text.slice(start, end))) return false;
  return !IN_A_RECORD.test(text.slice(Math.max(0, start - 1), start)) && !/^[\^|*;\t]/.test(text.slice(end, end + 1));
}

/** "Mr. A" and "Ms. B" in a text that names nobody: a vignette, an exercise. */
function withoutAnybody(text: string, winners: readonly Candidate[]): readonly Candidate[] {
  const named = winners.some((one) => one.entity === 'NAME' && !isLetter(text, one));
  if (named) return winners;
  const isAnybody = ({ start }: Candidate): boolean =>
    STANDS_FOR_ANYBODY.test(text.slice(start, start + 4)) && ANYBODY.test(text.slice(Math.max(0, start - 6), start));
  return winners.filter((one) => !isLetter(text, one) || !isAnybody(one));
}

/**
 * People called by one letter are so throughout a text. Once one was found, the same letter is found where it is the subject of a sentence or
 * somebody's, and another letter where it does what only people do, as also in a text with people called by their initials ("RB").
 *
 * @param winners sorted, disjoint
 * @returns the same with what was added, sorted and disjoint
 */
export function loneLetters(text: string, winners: readonly Candidate[], ruleSet: RuleSet): readonly Candidate[] {
  const first = winners.find((one) => isLetter(text, one)) ?? winners.find((one) => areInitials(text, one));
  if (first === undefined) return winners;
  const kept = [...withoutAnybody(text, winners)];
  const letters = new Set(kept.filter((one) => isLetter(text, one)).map(({ start }) => text.charAt(start)));
  if (letters.size === 0 && !areInitials(text, first)) return kept;
  const mentions = mentionsIn(text, letterWordsOf(ruleSet));
  for (const { start, acts } of mentions) if (acts) letters.add(text.charAt(start));
  for (const { start, end } of mentions) {
    if (!letters.has(text.charAt(start)) || uncovered({ start, end }, kept)[0]?.start !== start) continue;
    insertSorted(kept, {
      ...first,
      start,
      end,
      pattern: 'letter-again',
      evidence: { base: first.score, note: 'a person called by a letter' },
    });
  }
  return kept;
}

interface LetterMention {
  readonly start: number;
  readonly end: number;
  /** It does what only people do. */
  readonly acts: boolean;
}

/** Where a capital stands as somebody's name might. */
function mentionsIn(text: string, words: LetterWords): LetterMention[] {
  const mentions: LetterMention[] = [];
  for (const { 0: letter, index } of text.matchAll(STANDS_ALONE)) {
    const before = text.slice(Math.max(0, index - REACH), index);
    const opens = OPENS_CLAUSE.test(before);
    if (words.isThing(before) || (!opens && SIDE.test(text.slice(index, index + 4)))) continue;
    const end = index + letter.length;
    mentions.push({ start: index, end, acts: opens && words.acts(text.slice(index + 1, index + REACH + 1)) });
  }
  return mentions;
}
