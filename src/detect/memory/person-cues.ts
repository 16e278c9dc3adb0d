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

const FEMALE_KIN =
  'wife|mother|mom|mum|mama|sister|daughter|aunt|grandmother|grandma|niece|widow|girlfriend|stepmother|stepdaughter';
const MALE_KIN = 'husband|father|dad|papa|brother|son|uncle|grandfather|grandpa|nephew|widower|boyfriend|stepfather|stepson';
const DOCTORS = 'dr|dra|doctor|prof|professor';
const STAFF =
  'nurse|pharmacist|physician|surgeon|resident|attending|therapist|psychologist|midwife|dentist|officer|judge|attorney';

const behindWord = (words: string, signs = '.:,'): RegExp =>
  new RegExp(`(?:^|[^\\p{L}])(?:${words})[${signs}]?[ \\t]{1,3}$`, 'iu');
/** Words that are no abbreviations: behind "is her brother." another sentence begins. */
const behindWholeWord = (words: string): RegExp => behindWord(words, ':,');

const BEFORE: readonly (readonly [RegExp, PersonCues])[] = [
  [behindWord('mrs|ms|miss|mme|mlle|madame|frau|sra|srta|señora|señorita'), { sex: 'female', part: 'civil' }],
  [behindWord('mr|mister|monsieur|herr|señor'), { sex: 'male', part: 'civil' }],
  [behindWord(DOCTORS), { part: 'doctor' }],
  [behindWholeWord(STAFF), { part: 'staff' }],
  [behindWord('pt'), { part: 'patient' }],
  [behindWholeWord('patient'), { part: 'patient' }],
  [behindWholeWord(FEMALE_KIN), { sex: 'female', isKin: true }],
  [behindWholeWord(MALE_KIN), { sex: 'male', isKin: true }],
];
/** Behind a name, in front of another one of the same person. */
const ANOTHER =
  /\p{L}[."]?(?:,? \(?(?:n[ée]e|born|formerly|aka|a\.k\.a\.|alias|also known as|(?:who )?(?:goes by|prefers(?: to be called)?)|nicknamed) ?"?| \(")$/iu;
/** In front of a title: "his wife, Mrs. ". */
const LAST_TITLE = /(?<=\s)(?:mrs?|ms|miss|mme|dra?|frau|herr)\.?[ \t]{1,3}$/i;

const WHOSE = "^,?[ \\t]{0,2}(?:is )?\\(?(?:(?:his|her|their|(?:the )?(?:patient|pt)'s) (?:\\p{L}{2,10} )?)";
const isCalled = (words: string): RegExp => new RegExp(`^ ?\\((?:${words})\\)`, 'i');
const BEHIND: readonly (readonly [RegExp, PersonCues])[] = [
  [new RegExp(`${WHOSE}(?:${FEMALE_KIN})(?!\\p{L}|['\u2019])`, 'iu'), { sex: 'female', isKin: true }],
  [new RegExp(`${WHOSE}(?:${MALE_KIN})(?!\\p{L}|['\u2019])`, 'iu'), { sex: 'male', isKin: true }],
  [isCalled(FEMALE_KIN), { sex: 'female', isKin: true }],
  [isCalled(MALE_KIN), { sex: 'male', isKin: true }],
  [/^ ?\((?:patient|pt)\)/i, { part: 'patient' }],
  [/^,? \(?(?:wife|mother|daughter|sister) of\b/i, { sex: 'female' }],
  [/^,? \(?(?:husband|father|son|brother) of\b/i, { sex: 'male' }],
  [
    /^,? ?\(?(?:is )?(?:an? )?\d{1,3}(?: ?y\/?o| ?yr|[- ]year[- ]old)?[- ]?(?:F|female|woman|girl)\b/,
    { sex: 'female', part: 'patient' },
  ],
  [
    /^,? ?\(?(?:is )?(?:an? )?\d{1,3}(?: ?y\/?o| ?yr|[- ]year[- ]old)?[- ]?(?:M|male|man|boy)\b/,
    { sex: 'male', part: 'patient' },
  ],
  [/^, ?(?:MD|M\.D\.|DO|DDS|DMD|PharmD|PhD|PsyD)(?![\p{L}])/u, { part: 'doctor' }],
  [/^, ?(?:RN|LPN|NP|FNP|APRN|CRNP|PA-C|LCSW|LMFT|CNA|PT|OT)(?![\p{L}])/u, { part: 'staff' }],
];

/** From one name to the next within a sentence: nobody meets, calls or is helped by themselves. */
const MEETS =
  /^ (?:[^.;:!?\n"()]{0,40} )?(?:with|by|to|from|for|saw|sees?|met|meets?|visited|visits|asked|told|called|thanked)(?: (?:his|her|their) \p{L}{2,12},?)? (?:dra?|mrs?|ms|miss|prof|frau|herr|nurse)\.? $/iu;

/** Whether a name and the one before it in the text, with this between them, are of two persons. */
export function areTwo(between: string): boolean {
  return between.length <= 80 && MEETS.test(between);
}

function firstOf(cues: readonly (readonly [RegExp, PersonCues])[], text: string): PersonCues | undefined {
  return cues.find(([pattern]) => pattern.test(text))?.[1];
}

/** Reads what stands beside a name. What stands in front of it is surer than what follows. */
export function cuesAround(text: string, { start, end }: Span): PersonCues {
  const before = text.slice(Math.max(0, start - REACH), start);
  const behind = firstOf(BEHIND, text.slice(end, end + REACH));
  const title = firstOf(BEFORE, before);
  const kin = title?.part === undefined ? undefined : firstOf(BEFORE.slice(-2), before.replace(LAST_TITLE, ''));
  return {
    sex: title?.sex ?? kin?.sex ?? behind?.sex,
    part: title?.part ?? behind?.part,
    isKin: title?.isKin ?? kin?.isKin ?? behind?.isKin,
    isAnother: ANOTHER.test(before) || undefined,
  };
}
