import { isInLists, ordinaryLists } from '../../rules/ordinary-word';
import type { RuleSet, WordList } from '../../rules/types';
import { fold } from '../text/value-key';

const MONTH_WORDS = new Set(['may', 'april', 'june', 'august', 'march', 'january', 'jan', 'mar', 'jun', 'aug']);
const BEFORE_MONTH =
  /\b(?:in|since|until|till|by|of|on|during|early|mid|late|last|next|this|through|thru|from|before|after|end|every)[ -]$/;
const BEFORE_NAME =
  /\b(?:dr|mr|mrs|ms|miss|mx|prof|nurse|pastor|rev|sister|brother|son|daughter|wife|husband|mother|mom|father|dad|aunt|uncle|partner|friend|named|patient|pt|client|resident|tell|told|asked|ask|with|called|call|for|to|from|by|and|hi|hello|dear|thanks)[.,:]? $/;
const BEFORE_PLACE = /\b(?:in|at|from|to|near|of|outside|leaving|left|visited|via)[ ]$/;
const ARTICLE = /\b(?:a|an|the|no|his|her|their|my|your|new|old|another)[ -]$/;
const EPONYM_HEAD =
  /^(?:'s)?[ -](?:disease|syndrome|sign|palsy|catheter|score|scale|test|criteria|lymphoma|tumou?r|fracture|phenomenon|murmur|tube|drain|stain|position|classification|maneuver|procedure|operation|reflex|duct|thyroiditis|encephalopathy|contracture|esophagus|ulcers?|nodes?|cells?|bodies|line|ring|stage|grade|mallampati)\b/;
/** What persons do in notes, and hardly anything else. */
const DOES =
  'says?|reports?|denies|states|lives|wants|feels|agrees|complains|endorses|thinks|smokes|drinks|sleeps|walks|eats|declines|refuses|tolerates|understands|admits|describes|attends|prefers|asks|tells|calls|works|likes|hopes|worries';
const DID =
  'said|reported|denied|stated|lived|wanted|felt|called|asked|told|came|went|agreed|complained|endorsed|thought|smoked|drank|slept|walked|ate|declined|refused|tolerated|understood|admitted|described|attended|arrived|missed|preferred';
const VERB_BEHIND = new RegExp(
  `^(?:'s|,)? (?:is|was|has|had|will|would|should|could|did|does|took|takes|and|needs|uses|presents|appears|${DOES}|${DID})\\b|^, who\\b`,
);
const PERSON_BEHIND = new RegExp(`^,? (?:${DOES}|${DID})\\b`);
const SENTENCE_START = /(?:^|[.!?:;\n]["')\]]?)[ \t\n*>#-]{0,8}$/;

const ABBREVIATION_LISTS = ['credentials', 'care-roles', 'not-names', 'name-labels', 'function-words'];

/** Knows which words are ordinary, and whether an ordinary word at some place is used as a name. */
export class OrdinaryWords {
  private readonly lists: readonly WordList[];
  private readonly eponyms: WordList | undefined;
  private readonly abbreviations: readonly WordList[];

  constructor(ruleSet: RuleSet) {
    this.lists = ordinaryLists(ruleSet);
    this.eponyms = ruleSet.lists.get('eponyms');
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
    if (
      MONTH_WORDS.has(word.toLowerCase()) &&
      (/^[ ,.-]{1,2}\d/.test(behind) || BEFORE_MONTH.test(before) || /\d[ -]$/.test(before))
    )
      return false;
    if (EPONYM_HEAD.test(behind) || ARTICLE.test(before)) return false;
    if (isPlace) return BEFORE_PLACE.test(before);
    if (BEFORE_NAME.test(before)) return true;
    // "r/o Wilson's", "16 Fr Foley was placed": an eponym is a person only where it does what persons do.
    if (this.eponyms?.has(fold(word)) === true) return PERSON_BEHIND.test(behind);
    if (word.length > 1 && word === word.toUpperCase()) return false;
    return SENTENCE_START.test(before) ? VERB_BEHIND.test(behind) : true;
  }
}
