import type { RuleSet, WordList } from '../rules/types';
import { OF_WORDS } from './kinds-of-entities';
import type { SegmentDetection } from './pieces/detect-segment';
import { labelOf } from './records/label-of';
import { type ThingReader, thingReaderOf } from './records/things';
import { fold } from './text/value-key';
import type { Candidate, Choices, Segment } from './types';

/**
 * Values to choose from (`enum` of a schema) are read as one list: among "python", "ruby" and "julia" nobody is meant by Julia, among
 * "maria", "john" and "aisha" somebody is by each. In what programs call things by several words (`jasmine_tea`, `jasper-export`) one is
 * nobody's if the others are words for things.
 */

/** Of so many of the values nobody may be called for the list to be one of constants: a third. */
const SHARE = 3;
/** Values that stand in lists of people, too. */
const NOBODY = /^(?:none|any|all|other|others|unknown|null|n\/?a|self|me|both|default|unspecified|unassigned|)$/i;
/** Names of this rank or a rarer one are words first. */
const RARE = 5;
const QUITE_RARE = 4;
/** The rank of the names that most people have. */
const MOST_COMMON = 1;
/** A name as programs give them, of several words. */
const NAME_OF_THING = /^[\p{L}\d]+(?:[_.:/-][\p{L}\d]+)*$/u;
/** "faith in": in several words of a sentence only a word is no name. */
const SMALL_WORDS = /^\p{Ll}+(?: \p{Ll}+)+$/u;
const ONE_WORD = /^\p{L}[\p{L}\p{M}'-]*$/u;
const BETWEEN_WORDS = /[_ .:/-]+|(?<=\p{Ll})(?=\p{Lu})/u;
/** The name of one of several things, such as properties, and that of a tool or a schema. */
const SMALL_WORD = /^\p{Ll}+$/u;
const TOOL = /^\p{Lu}?\p{Ll}+(?:[_-]?v?\d{1,2})?$/u;
const NUMBER = /^v?\d{0,3}$/i;
/** Below this score nothing but its form speaks for a login, and many a tool is called in the same form: `form_1099`, `rfc_7519`. */
const BY_MORE_THAN_FORM = 0.6;
/** "America/Los_Angeles" */
const TIME_ZONE = /^(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US)\/[A-Z][\w+/-]{2,30}$/;

/** Judges lists of choices, each of them once. */
export class ChoiceReader {
  private readonly names: readonly WordList[];
  private readonly words: readonly WordList[];
  private readonly cities: readonly WordList[];
  private readonly towns: readonly WordList[];
  private readonly people: readonly WordList[];
  private readonly thingWords: ThingReader;
  private readonly known = new Map<Choices, boolean>();
  private readonly things = new Map<Choices, boolean>();

  constructor(ruleSet: RuleSet) {
    const { lists } = ruleSet;
    const of = (...names: string[]): WordList[] => names.flatMap((name) => lists.get(name) ?? []);
    this.names = of('given-names', 'surnames');
    this.words = of('common-words', 'not-names', 'drugs');
    this.cities = of('world-cities');
    this.towns = of('world-cities', 'us-cities');
    this.people = of('kinship', 'care-roles', 'name-titles');
    this.thingWords = thingReaderOf(ruleSet);
  }

  /** What was found in one of the choices or in the name of a thing, without the names of one word that are nobody's. */
  withoutConstants(segment: Segment, found: SegmentDetection, named: ReadonlySet<string>): SegmentDetection {
    if ((segment.choices === undefined && segment.isName !== true) || found.winners.length === 0) return found;
    const isNone = (one: Candidate): boolean => this.isNone(segment, one, named);
    const constants = found.winners.filter(isNone).map((one) => ({ ...one, reason: 'one of a list of constants' }));
    return { winners: found.winners.filter((one) => !isNone(one)), rejected: [...found.rejected, ...constants] };
  }

  /** Whether what was found is nobody's: a constant, a thing or one of several that are numbered. */
  private isNone(segment: Segment, found: Candidate, named: ReadonlySet<string>): boolean {
    const { text, choices, isName } = segment;
    const isChoice = found.entity === 'NAME' && choices !== undefined && choices.areKeys !== true;
    if (isChoice && (TIME_ZONE.test(text) || this.isConstant(text, choices))) return true;
    return (isName === true && this.isThing(segment, found, named)) || this.isNumbered(segment, found);
  }

  /** Whether a word is what a program calls something by, alone or among others, and nobody who is named elsewhere. */
  private isThing({ text, choices }: Segment, { entity, start, end }: Candidate, named: ReadonlySet<string>): boolean {
    const word = text.slice(start, end);
    if (entity === 'ADDRESS' && word === text && choices !== undefined && this.areThings(choices)) return true;
    if (!ONE_WORD.test(word) || named.has(fold(word))) return false;
    if (!OF_WORDS.has(entity) && !this.isWordOrIn(fold(word), [])) return false;
    const isOne = (choices === undefined ? TOOL : SMALL_WORD).test(text);
    return isOne || (choices !== undefined && this.areThings(choices)) || this.isPartOfName(text, start, end);
  }

  /** Whether all of a name is taken for a login: that of a tool or a schema, or a key or a choice of words (`{"question_101": …}`), not users. */
  private isNumbered({ text, choices }: Segment, { entity, score, start, end }: Candidate): boolean {
    if (entity !== 'ID' || score >= BY_MORE_THAN_FORM || end - start < text.length) return false;
    if (choices === undefined) return true;
    if (this.thingWords.isOfPeople(`${choices.name ?? ''} ${labelOf(text)}`)) return false;
    const words = text.replace(/_?\d+$/, '').split(BETWEEN_WORDS);
    return words.every((word) => this.isNobodysWord(fold(word), QUITE_RARE));
  }

  /** Whether one of the choices is a word that stands for a thing. */
  isConstant(text: string, choices: Choices): boolean {
    if (!ONE_WORD.test(text)) return false;
    const known = this.known.get(choices) ?? this.areConstants(choices);
    this.known.set(choices, known);
    return known;
  }

  /** Whether one word is all that was found in a name of several that are no names of people and do not speak of any. */
  private isPartOfName(text: string, start: number, end: number): boolean {
    const isWords = SMALL_WORDS.test(text) && this.isWordOrIn(fold(text.slice(start, end)), []);
    if (!(isWords || NAME_OF_THING.test(text)) || this.thingWords.isOfPeople(labelOf(text))) return false;
    const others = [text.slice(0, start), text.slice(end)].flatMap((rest) => rest.split(BETWEEN_WORDS));
    const words = others.filter((word) => !NUMBER.test(word));
    return words.length > 0 && words.every((word) => this.isNobodysWord(fold(word), QUITE_RARE));
  }

  /**
   * Whether keys are words and cities: `{"Hope": 1, "Joy": 2}`, `{"Berlin": 1, "Austin": 2}`. Cities known the world over are half of them,
   * since people are called as many smaller ones.
   */
  private areThings(choices: Choices): boolean {
    const known = this.things.get(choices) ?? this.areWordsAndCities(choices);
    this.things.set(choices, known);
    return known;
  }

  private areWordsAndCities({ name, values }: Choices): boolean {
    if (values.length < 2 || (name !== undefined && this.thingWords.isOfPeople(name))) return false;
    const known = values.filter((value) => this.isWordOrIn(fold(value), this.cities)).length;
    return known * 2 >= values.length && values.every((value) => this.isWordOrIn(fold(value), this.towns));
  }

  private isWordOrIn(value: string, places: readonly WordList[]): boolean {
    const isOrdinary = this.words.some((list) => list.has(value)) && !this.names.some((list) => list.get(value) === MOST_COMMON);
    return isOrdinary || places.some((list) => list.has(value));
  }

  private areConstants({ name = '', values }: Choices): boolean {
    if (this.thingWords.isOfPeople(name)) return false;
    if (this.thingWords.isKind(name)) return true;
    const told = values.filter((value) => !NOBODY.test(value));
    const nobodys = told.filter((value) => this.isNobodys(value)).length;
    return nobodys > 0 && nobodys * SHARE >= told.length;
  }

  /** Whether a value is of words that nobody is called, and that do not stand for a person: "unit_price". */
  private isNobodys(value: string): boolean {
    return value.split(BETWEEN_WORDS).every((word) => this.isNobodysWord(fold(word)));
  }

  private isNobodysWord(word: string, rare = RARE): boolean {
    if (this.people.some((list) => list.has(word))) return false;
    const isNamed = this.names.some((list) => (list.get(word) ?? RARE) < rare);
    return !isNamed && this.words.some((list) => list.has(word));
  }
}
