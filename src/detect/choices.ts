import type { RuleSet, WordList } from '../rules/types';
import type { SegmentDetection } from './detect-segment';
import { isKindOfThing, isOfPeople } from './records/things';
import type { Candidate, Choices, Segment } from './types';
import { fold } from './value-key';

/**
 * Values to choose from (`enum` of a schema) are read as one list: among "python", "ruby" and "julia" nobody is meant by Julia, among
 * "maria", "john" and "aisha" somebody is by each.
 */

/** Of so many of the values nobody may be called for the list to be one of constants: a third. */
const SHARE = 3;
/** Values that stand in lists of people, too. */
const NOBODY = /^(?:none|any|all|other|others|unknown|null|n\/?a|self|me|both|default|unspecified|unassigned|)$/i;
/** Names of this rank or a rarer one are words first. */
const RARE = 5;
const ONE_WORD = /^\p{L}[\p{L}\p{M}'-]*$/u;
const BETWEEN_WORDS = /[_ -]+|(?<=\p{Ll})(?=\p{Lu})/u;
/** "America/Los_Angeles" */
const TIME_ZONE = /^(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US)\/[A-Z][\w+/-]{2,30}$/;

/** Judges lists of choices, each of them once. */
export class ChoiceReader {
  private readonly names: readonly WordList[];
  private readonly words: readonly WordList[];
  private readonly people: readonly WordList[];
  private readonly known = new Map<Choices, boolean>();

  constructor({ lists }: RuleSet) {
    const of = (...names: string[]): WordList[] => names.flatMap((name) => lists.get(name) ?? []);
    this.names = of('given-names', 'surnames');
    this.words = of('common-words', 'not-names', 'drugs');
    this.people = of('kinship', 'care-roles', 'name-titles');
  }

  /** What was found in one of the choices, without the names of one word if all of them are constants. */
  withoutConstants({ text, choices }: Segment, found: SegmentDetection): SegmentDetection {
    if (choices === undefined || found.winners.length === 0) return found;
    const isNoName = ({ entity }: Candidate): boolean =>
      entity === 'NAME' && (TIME_ZONE.test(text) || this.isConstant(text, choices));
    return {
      winners: found.winners.filter((one) => !isNoName(one)),
      rejected: [
        ...found.rejected,
        ...found.winners.filter(isNoName).map((one) => ({ ...one, reason: 'one of a list of constants' })),
      ],
    };
  }

  /** Whether one of the choices is a word that stands for a thing. */
  isConstant(text: string, choices: Choices): boolean {
    if (!ONE_WORD.test(text)) return false;
    const known = this.known.get(choices) ?? this.areConstants(choices);
    this.known.set(choices, known);
    return known;
  }

  private areConstants({ name = '', values }: Choices): boolean {
    if (isOfPeople(name)) return false;
    if (isKindOfThing(name)) return true;
    const told = values.filter((value) => !NOBODY.test(value));
    const nobodys = told.filter((value) => this.isNobodys(value)).length;
    return nobodys > 0 && nobodys * SHARE >= told.length;
  }

  /** Whether a value is of words that nobody is called, and that do not stand for a person: "unit_price". */
  private isNobodys(value: string): boolean {
    return value.split(BETWEEN_WORDS).every((word) => this.isNobodysWord(fold(word)));
  }

  private isNobodysWord(word: string): boolean {
    if (this.people.some((list) => list.has(word))) return false;
    const isNamed = this.names.some((list) => (list.get(word) ?? RARE) < RARE);
    return !isNamed && this.words.some((list) => list.has(word));
  }
}
