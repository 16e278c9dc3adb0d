import type { RuleSet, WordList } from '../../rules/types';
import { oncePer } from '../once-per';
import type { Span } from '../types';

/** What stands around a name and tells whom it is of, where several persons share it. */
export interface PersonCues {
  readonly sex?: 'female' | 'male' | undefined;
  /** `doctor`: Dr., `, MD`; `staff`: nurse, `, RN`; `civil`: Mr., Ms.; `patient`: Pt, 54M. */
  readonly part?: 'doctor' | 'staff' | 'civil' | 'patient' | undefined;
  /** A relative of somebody: "his wife, Mrs. Hale", "Mrs. Okafor, his mother". */
  readonly isKin?: boolean | undefined;
  /** Another name of whom the text has just named: "(née Becker)", "goes by Peggy". */
  readonly isAnother?: boolean | undefined;
  /** Not of whom the text has just named: "Priya Nair saw Dr. Nair". */
  readonly isBeside?: boolean | undefined;
}

/** Cues stand right beside a name: this much is read on both sides, in UTF-16 code units. */
const REACH = 40;

/** What a word beside a name says of it, by its number in `rules/lists/person-cues.txt`. */
const KIN_OF_MEN = 1;
const KIN_OF_WOMEN = 2;
const TITLE_OF_DOCTORS = 5;
const PATIENT = 7;
const CUES: readonly PersonCues[] = [
  {},
  { sex: 'male', isKin: true },
  { sex: 'female', isKin: true },
  { sex: 'male', part: 'civil' },
  { sex: 'female', part: 'civil' },
  { part: 'doctor' },
  { part: 'staff' },
  { part: 'patient' },
];

/** The word in front of a name, and the sign behind that word. */
const WORD_BEFORE = /(\p{L}+(?:-in-law)?)([.:,]?)[ \t]{1,3}$/u;

/** Behind a name, in front of another one of the same person. */
const ANOTHER =
  /\p{L}[."]?(?:,? \(?(?:n[ée]e|born|formerly|aka|a\.k\.a\.|alias|also known as|(?:who )?(?:goes by|prefers(?: to be called)?)|nicknamed) ?"?| \(")$/iu;
/** The word behind a name that tells whose relative it is: "her late husband", but not "his mother's house". */
const WHOSE = "^,?[ \\t]{0,2}(?:is )?\\(?(?:his|her|their|(?:the )?(?:patient|pt)'s) ";
const WHOLE_WORD = "(\\p{L}+)(?!\\p{L}|['\u2019])";
const KIN_BEHIND: readonly RegExp[] = ['', '\\p{L}{2,10} '].map((late) => new RegExp(`${WHOSE}${late}${WHOLE_WORD}`, 'iu'));
/** "(wife)", "(patient)". */
const IN_BRACKETS = /^ ?\((\p{L}+)\)/u;
/** "wife of". */
const RELATIVE_OF = /^,? \(?(\p{L}+) of\b/iu;
/** ", MD", ", Pharm.D.": capitals, at the end too. */
const CREDENTIAL = /^, ?(\p{Lu}(?:[\p{L}.]{0,8}\p{Lu})?\.?)(?!\p{L})/u;
/** The bit in the numbers of `rules/lists/credentials.txt` of those whose bearers are called doctor. */
const OF_DOCTORS = 2;
const BEHIND: readonly (readonly [RegExp, PersonCues])[] = [
  [
    /^,? ?\(?(?:is )?(?:an? )?\d{1,3}(?: ?y\/?o| ?yr|[- ]year[- ]old)?[- ]?(?:F|female|woman|girl)\b/,
    { sex: 'female', part: 'patient' },
  ],
  [
    /^,? ?\(?(?:is )?(?:an? )?\d{1,3}(?: ?y\/?o| ?yr|[- ]year[- ]old)?[- ]?(?:M|male|man|boy)\b/,
    { sex: 'male', part: 'patient' },
  ],
];

/** From one name to the title of the next within a sentence: nobody meets, calls or is helped by themselves. */
const MEETS =
  /^ (?:[^.;:!?\n"()]{0,40} )?(?:with|by|to|from|for|saw|sees?|met|meets?|visited|visits|asked|told|called|thanked)(?: (?:his|her|their) \p{L}{2,12},?)? (\p{L}+)\.? $/iu;
const LONGEST_BETWEEN = 80;

/** Reads what the surroundings of names tell, by the words of lists. */
export class PersonCueReader {
  /** `words` is the list `person-cues`, `credentials` the list of that name. */
  constructor(
    private readonly words: WordList,
    private readonly credentials: WordList,
  ) {}

  /** Reads what stands beside a name. What stands in front of it is surer than what follows. */
  around(text: string, { start, end }: Span): PersonCues {
    const before = text.slice(Math.max(0, start - REACH), start);
    const [title, at] = this.inFront(before);
    const cues = CUES[title] ?? {};
    // "his wife, Mrs. "
    const kin = isTitle(title) ? (CUES[this.kin(this.inFront(before.slice(0, at))[0])] ?? {}) : {};
    const behind = this.behind(text.slice(end, end + REACH));
    return {
      sex: cues.sex ?? kin.sex ?? behind.sex,
      part: cues.part ?? behind.part,
      isKin: cues.isKin ?? kin.isKin ?? behind.isKin,
      isAnother: ANOTHER.test(before) || undefined,
    };
  }

  /** Whether a name and the one before it in the text, with this between them, are of two persons. */
  areTwo(between: string): boolean {
    if (between.length > LONGEST_BETWEEN) return false;
    const number = this.numberOf(MEETS.exec(between)?.[1]);
    return number > KIN_OF_WOMEN && number < PATIENT;
  }

  /** The number of the word in front of a name, and where it stands. */
  private inFront(before: string): readonly [number, number] {
    const match = WORD_BEFORE.exec(before);
    if (match === null) return [0, 0];
    const [, word = '', sign] = match;
    const number = this.numberOf(word);
    // Behind what is no abbreviation a dot ends a sentence: "Francis is her brother. Frances has".
    const isEnd = sign === '.' && !isTitle(number) && word.length > 2;
    return [isEnd ? 0 : number, match.index];
  }

  private behind(behind: string): PersonCues {
    for (const pattern of KIN_BEHIND) {
      const kin = this.kin(this.numberOf(pattern.exec(behind)?.[1]));
      if (kin > 0) return CUES[kin] ?? {};
    }
    const called = this.numberOf(IN_BRACKETS.exec(behind)?.[1]);
    if (called === PATIENT || this.kin(called) > 0) return CUES[called] ?? {};
    const relative = this.kin(this.numberOf(RELATIVE_OF.exec(behind)?.[1]));
    if (relative > 0) return { sex: CUES[relative]?.sex };
    return BEHIND.find(([pattern]) => pattern.test(behind))?.[1] ?? this.credentialed(behind);
  }

  private credentialed(behind: string): PersonCues {
    const credential = CREDENTIAL.exec(behind)?.[1]?.replaceAll('.', '').toLowerCase() ?? '';
    const number = this.credentials.get(credential);
    if (number === undefined) return {};
    return { part: (number & OF_DOCTORS) === 0 ? 'staff' : 'doctor' };
  }

  private numberOf(word = ''): number {
    return word === '' ? 0 : (this.words.get(word.toLowerCase()) ?? 0);
  }

  /** The number where it is one of kinship, else 0. */
  private kin(number: number): number {
    return number === KIN_OF_MEN || number === KIN_OF_WOMEN ? number : 0;
  }
}

function isTitle(number: number): boolean {
  return number > KIN_OF_WOMEN && number <= TITLE_OF_DOCTORS;
}

const NO_WORDS: WordList = new Map();

/** By the rule set's lists; without them only ages tell. */
export const personCuesOf = oncePer(
  ({ lists }: RuleSet) => new PersonCueReader(lists.get('person-cues') ?? NO_WORDS, lists.get('credentials') ?? NO_WORDS),
  ({ lists }) => lists,
);
