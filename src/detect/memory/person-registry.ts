import { runsOf, valueKey } from '../text/value-key';
import type { Detection } from '../types';
import type { PersonCues } from './person-cues';

type Form = Detection['form'];

/** The parts of a name as written. */
export interface NameParts {
  readonly given: readonly string[];
  readonly family: readonly string[];
}

interface Person {
  readonly group: number;
  readonly given: Set<string>;
  readonly family: Set<string>;
  /** What tells namesakes apart, once it is known: the first letter behind the first given name, and `jr`, `sr`, `iii`. */
  middle: string | undefined;
  suffix: string | undefined;
  sex: PersonCues['sex'];
  part: PersonCues['part'];
  isKin: boolean;
}

/** What tells namesakes apart in a written name. */
type Marks = Pick<Person, 'middle' | 'suffix'>;

/** How a written name is tied to others. */
export interface NameLink {
  readonly group: number;
  readonly form: Form;
  /** The same name alone is somebody else's elsewhere: "Mrs. Hale" beside "Mr. Hale". */
  readonly isApart?: true;
}

/** Most persons of one family name among whom is chosen; all are known by their whole names. */
const MOST_OF_FAMILY = 64;

/** Small words that belong to the family name behind them. */
const PARTICLES = new Set([
  'al',
  'bin',
  'da',
  'de',
  'del',
  'dela',
  'della',
  'den',
  'der',
  'di',
  'dos',
  'du',
  'el',
  'ibn',
  'la',
  'le',
  'los',
  'mac',
  'mc',
  'st',
  'ten',
  'ter',
  'van',
  'vander',
  'von',
  'o',
]);
/** Of these one with a capital is no given name, as others may be ("Al Baxter", "Van Nguyen", "Di Marsh"). */
const NEVER_GIVEN = new Set(['da', 'de', 'dela', 'della', 'der', 'dos', 'los', 'mc', 'st', 'ter', 'vander', 'von']);
/** `MS`, `M.S.`, `J. D.`; a short name such as `Lee` is none. */
const INITIALS = /^(?:\p{Lu}[.\s-]{0,2}){1,3}$/u;
const SUFFIXES = new Set(['jr', 'sr', 'ii', 'iii', 'iv']);

/** In cells and lists a title may have been found as part of the name. */
const TITLES = new Set(['dr', 'mr', 'mrs', 'ms', 'prof']);

function keysOf(text: string): string[] {
  const keys = text
    .split(/\s+/)
    .map(valueKey)
    .filter((key) => key !== '' && !SUFFIXES.has(key));
  return keys.length > 1 && TITLES.has(keys[0] ?? '') ? keys.slice(1) : keys;
}

/** "de la Cruz", "van Houten", "De La Cruz", "St. Clair": small words and a family name, without a given one. */
function isFamilyAlone(text: string, keys: readonly string[]): boolean {
  const small = keys.slice(0, -1);
  if (!small.every((key) => PARTICLES.has(key))) return false;
  return small.length > 1 || /^\p{Ll}/u.test(text) || NEVER_GIVEN.has(small[0] ?? '');
}

/** Splits a written name: "Last, First M", else given names and then one family name with its particles. */
export function parseName(text: string): NameParts {
  const comma = text.indexOf(',');
  if (comma > 0) {
    const behind = keysOf(text.slice(comma + 1));
    if (behind.length > 0) return { family: keysOf(text.slice(0, comma)), given: behind };
  }
  const keys = keysOf(text);
  if (keys.length < 2 || isFamilyAlone(text, keys)) return { given: [], family: keys };
  let cut = keys.length - 1;
  while (cut > 1 && PARTICLES.has(keys[cut - 1] ?? '')) cut -= 1;
  return { given: keys.slice(0, cut), family: keys.slice(cut) };
}

function marksOf(text: string, given: readonly string[]): Marks {
  const last = valueKey(text.trimEnd().split(/\s+/).at(-1) ?? '');
  return { middle: given[1]?.charAt(0), suffix: SUFFIXES.has(last) ? last : undefined };
}

/** Whether a name may be that of a person: father and son, twins and other namesakes are several. */
function mayBe(person: Person, { middle, suffix }: Marks): boolean {
  const agree = (known: string | undefined, seen: string | undefined): boolean =>
    known === undefined || seen === undefined || known === seen;
  return agree(person.middle, middle) && agree(person.suffix, suffix);
}

/** Whether what stands around a name tells that it is not this person's. */
function isAgainst(person: Person, { sex, part }: PersonCues): boolean {
  if (person.sex !== undefined && sex !== undefined && person.sex !== sex) return true;
  return part !== undefined && person.part !== undefined && APART.has(`${part} ${person.part}`);
}

/** What nobody is at once; nurses are called Mr. and Ms., doctors hardly ever. */
const APART = new Set(
  ['doctor civil', 'doctor patient', 'staff patient'].flatMap((pair) => [pair, pair.split(' ').reverse().join(' ')]),
);

/** How much around a name speaks for this person. */
function speaksFor(person: Person, { sex, part, isKin }: PersonCues): number {
  const known = sex !== undefined && sex === person.sex ? 2 : 0;
  const likely = sex !== undefined && person.sex === undefined && sex === likelySex(person) ? 1 : 0;
  const parts = part !== undefined && part === person.part ? 2 : 0;
  return known + likely + parts + (isKin === true && person.isKin ? 1 : 0) - Number(part === 'civil' && person.part === 'staff');
}

/** Given names that end in "a" are mostly women's: enough where nothing else tells whom "Mrs. Bell" means. */
function likelySex({ given }: Person): PersonCues['sex'] {
  if (given.size === 0) return undefined;
  return [...given].some((name) => name.endsWith('a')) ? 'female' : 'male';
}

const NO_CUES: PersonCues = {};

/**
 * Tells which names of a request belong to one person. It only looks back: what a name is linked to depends on what stood before
 * it, never on what follows, so that a growing conversation keeps its tokens. A wrong link never restores a wrong form, since each has its
 * own token, but the model may put another form of the person in its place: in doubt a name is a person of its own.
 */
export class PersonRegistry {
  private readonly byKey = new Map<string, Person>();
  private readonly byFamily = new Map<string, Person[]>();
  private groups = 0;

  /** Links a written name; returns its person's group and which form of the name it is. */
  link(text: string, cues: PersonCues = NO_CUES): NameLink {
    const key = valueKey(text);
    const { given, family } = parseName(text);
    const initials = INITIALS.test(text);
    const known = this.byKey.get(key);
    const isAlone = given.length === 0;
    if (known !== undefined) {
      const person = isAlone ? (this.choose(known, key, cues) ?? this.create()) : known;
      if (person !== known) this.learn(person, [], family, key);
      note(person, cues);
      return { group: person.group, form: formOf(person, key, initials), ...(person === known ? {} : { isApart: true }) };
    }
    const marks = marksOf(text, given);
    const person = (isAlone ? undefined : this.find(given, family, marks, cues)) ?? this.create();
    person.middle ??= marks.middle;
    person.suffix ??= marks.suffix;
    this.learn(person, given, family, key);
    note(person, cues);
    return { group: person.group, form: formOf(person, key, initials) };
  }

  private create(): Person {
    this.groups += 1;
    return {
      group: this.groups,
      given: new Set(),
      family: new Set(),
      middle: undefined,
      suffix: undefined,
      sex: undefined,
      part: undefined,
      isKin: false,
    };
  }

  /** Whom of those who share a name it means alone, by what stands around it; undefined if it can be none of them. */
  private choose(first: Person, key: string, cues: PersonCues): Person | undefined {
    if (cues.part === undefined && cues.sex === undefined && cues.isKin !== true) return first;
    const others = (this.byFamily.get(key) ?? []).filter((person) => person !== first);
    const possible = [first, ...others].filter((person) => !isAgainst(person, cues) && !isKinOf(person, cues));
    const best = Math.max(...possible.map((person) => speaksFor(person, cues)));
    return possible.find((person) => speaksFor(person, cues) === best);
  }

  /** A person known by the same family name whose given name agrees, or by the given name alone. */
  private find(given: readonly string[], family: readonly string[], marks: Marks, cues: PersonCues): Person | undefined {
    const first = given[0] ?? '';
    const familyKey = family.join('');
    // One letter ("M") is a whole name, not the family of "Rosa M.".
    const sameFamily = familyKey.length > 1 ? (this.byFamily.get(familyKey) ?? []) : [];
    const possible = sameFamily.filter((person) => mayBe(person, marks) && !isAgainst(person, cues));
    const named = namedAs(first, possible);
    if (named.length > 0) return onlyOne(named, first.length > 1);
    const unnamed = possible.filter((person) => person.given.size === 0);
    if (unnamed.length > 0) return onlyOne(unnamed);
    const sameGiven = this.byKey.get(first);
    if (sameGiven === undefined || first.length < 2) return undefined;
    // A name seen alone ("Maria") was filed as a family name: it may be the given name of the full name seen now.
    const alone = sameGiven.given.size === 0 && sameGiven.family.size === 1 && sameGiven.family.has(first);
    return alone && !isAgainst(sameGiven, cues) ? sameGiven : undefined;
  }

  private learn(person: Person, given: readonly string[], family: readonly string[], key: string): void {
    if (given.length > 0) {
      const first = given[0] ?? '';
      if (person.family.size === 1 && person.family.has(first)) person.family.delete(first);
      person.given.add(first);
    }
    if (family.length > 0) this.learnFamily(person, family.join(''));
    for (const form of [key, family.join(''), given.join(''), ...given, ...family]) {
      if ((form.length > 1 || form === key) && !this.byKey.has(form)) this.byKey.set(form, person);
    }
  }

  private learnFamily(person: Person, family: string): void {
    if (person.family.has(family)) return;
    person.family.add(family);
    const persons = this.byFamily.get(family) ?? [];
    this.byFamily.set(family, persons);
    if (persons.length < MOST_OF_FAMILY) persons.push(person);
  }
}

/** Those whose given name may be this one: the very same, or a longer or shorter form or the initial of it. */
function namedAs(first: string, persons: readonly Person[]): Person[] {
  const same = persons.filter(({ given }) => given.has(first));
  const agrees = (known: string): boolean => known.startsWith(first) || first.startsWith(known);
  return same.length > 0 ? same : persons.filter(({ given }) => given.size > 0 && [...given].every(agrees));
}

/** An initial that several have, or their family name alone, tells nothing. */
function onlyOne(persons: readonly Person[], mayBeFirst = false): Person | undefined {
  return persons.length === 1 || mayBeFirst ? persons[0] : undefined;
}

/** A relative who goes by the family name of somebody known by more than it, of whom nothing says that they are one: "Mrs. Okafor, his mother". */
function isKinOf(person: Person, { isKin }: PersonCues): boolean {
  return isKin === true && !person.isKin && person.given.size > 0;
}

function note(person: Person, { sex, part, isKin }: PersonCues): void {
  person.sex ??= sex;
  person.part ??= part;
  if (isKin === true) person.isKin = true;
}

function formOf(person: Person, key: string, initials: boolean): Form {
  if (person.family.has(key) && person.given.size > 0) return 'family';
  if (person.given.has(key)) return 'given';
  return initials ? 'initials' : 'full';
}

/** The parts of a written name that are worth finding elsewhere: each word of it and hyphenated family names, as written. */
export function nameParts(text: string): string[] {
  const parts: string[] = [];
  for (const word of text.split(/[\s,]+/)) {
    const key = valueKey(word);
    if (key.length < 2 || PARTICLES.has(key) || SUFFIXES.has(key)) continue;
    parts.push(word);
    if (word.includes('-')) for (const run of runsOf(word)) if (run.key.length > 2) parts.push(word.slice(run.start, run.end));
  }
  return parts;
}
