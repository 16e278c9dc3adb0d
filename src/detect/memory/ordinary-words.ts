import { isInLists, ordinaryLists } from '../../rules/ordinary-word';
import type { RuleSet, WordList } from '../../rules/types';
import { fold } from '../text/value-key';

const MONTH_WORDS = new Set(['may', 'april', 'june', 'august', 'march', 'january', 'jan', 'mar', 'jun', 'aug']);
const BEFORE_MONTH =
  /\b(?:in|since|until|till|by|of|on|during|early|mid|late|last|next|this|through|thru|from|before|after|end|every)[ -]$/;
const WORD_BEFORE = /([a-z]{1,12})[.:,]? $/;
/** The number in `rules/lists/words-before-people.txt` of what stands in front of any word ("he will"). */
const BEFORE_ANY_WORD = 2;
const BEFORE_PLACE = /\b(?:in|at|from|to|near|of|outside|leaving|left|visited|via)[ ]$/;
const ARTICLE = /\b(?:a|an|the|no|his|her|their|my|your|new|old|another)[ -]$/;
const HEAD_BEHIND = /^(?:'s)?[ -]([a-z]+)/;
/** The number in `rules/lists/medical-heads.txt` of what nobody has: of the others "Cook's memory" may be a person's. */
const OF_NOBODY = 1;
/** What persons do, but not they alone. */
const AUXILIARY = /^(?:is|was|has|had|will|would|should|could|did|does|took|takes|and|needs|uses|presents|appears)$/;
const VERB_BEHIND = /^(?:'s|,)? ([a-z]+)/;
const PERSON_BEHIND = /^,? ([a-z]+)/;
const WHO_BEHIND = /^, who\b/;
const SENTENCE_START = /(?:^|[.!?:;\n]["')\]]?)[ \t\n*>#-]{0,8}$/;

const NO_WORDS: WordList = new Map();
const ABBREVIATION_LISTS = ['credentials', 'care-roles', 'not-names', 'name-labels', 'function-words'];

/** "May 2021", "since April", "12 June". */
function isMonth(word: string, before: string, behind: string): boolean {
  if (!MONTH_WORDS.has(word.toLowerCase())) return false;
  return /^[ ,.-]{1,2}\d/.test(behind) || BEFORE_MONTH.test(before) || /\d[ -]$/.test(before);
}

/** Knows which words are ordinary, and whether an ordinary word at some place is used as a name. */
export class OrdinaryWords {
  private readonly lists: readonly WordList[];
  private readonly eponyms: WordList;
  private readonly heads: WordList;
  private readonly beforePeople: WordList;
  private readonly doings: WordList;
  private readonly abbreviations: readonly WordList[];

  constructor(ruleSet: RuleSet) {
    this.lists = ordinaryLists(ruleSet);
    const list = (name: string): WordList => ruleSet.lists.get(name) ?? NO_WORDS;
    this.eponyms = list('eponyms');
    this.heads = list('medical-heads');
    this.beforePeople = list('words-before-people');
    this.doings = list('doings-of-namesakes');
    this.abbreviations = ABBREVIATION_LISTS.flatMap((name) => ruleSet.lists.get(name) ?? []);
  }

  /** Whether a short word is usual in clinical text as the abbreviation of a credential, a role or a department. */
  isAbbreviation(word: string): boolean {
    return this.abbreviations.some((list) => list.has(word));
  }

  has(word: string): boolean {
    return isInLists(fold(word), this.lists);
  }

  /** Whether the ordinary word at `start`..`end` of normalised text reads as a proper name there. */
  usedAsName(text: string, start: number, end: number, isPlace: boolean): boolean {
    const word = text.slice(start, end);
    if (!/^\p{Lu}/u.test(word)) return false;
    const before = text.slice(Math.max(0, start - 24), start).toLowerCase();
    const behind = text.slice(end, end + 24).toLowerCase();
    if (isMonth(word, before, behind)) return false;
    if (ARTICLE.test(before) || this.heads.get(HEAD_BEHIND.exec(behind)?.[1] ?? '') === OF_NOBODY) return false;
    if (isPlace) return BEFORE_PLACE.test(before);
    if (this.isBehindPeople(before)) return true;
    // "r/o Wilson's", "16 Fr Foley was placed": an eponym is a person only where it does what persons do.
    if (this.eponyms.has(fold(word))) return this.doings.has(PERSON_BEHIND.exec(behind)?.[1] ?? '');
    if (word.length > 1 && word === word.toUpperCase()) return false;
    return !SENTENCE_START.test(before) || this.isDoing(behind);
  }

  private isBehindPeople(before: string): boolean {
    const number = this.beforePeople.get(WORD_BEFORE.exec(before)?.[1] ?? '');
    return number !== undefined && number !== BEFORE_ANY_WORD;
  }

  private isDoing(behind: string): boolean {
    const verb = VERB_BEHIND.exec(behind)?.[1] ?? '';
    return AUXILIARY.test(verb) || this.doings.has(verb) || WHO_BEHIND.test(behind);
  }
}
