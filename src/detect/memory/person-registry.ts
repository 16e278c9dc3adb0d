import { runsOf, valueKey } from '../text/value-key';
import type { Detection } from '../types';

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
}

/** What tells namesakes apart in a written name. */
type Marks = Pick<Person, 'middle' | 'suffix'>;

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

function keysOf(text: string): string[] {
  return text
    .split(/\s+/)
    .map(valueKey)
    .filter((key) => key !== '' && !SUFFIXES.has(key));
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

/**
 * Tells which names of a request belong to one person. It only looks back: what a name is linked to depends on what stood before
 * it, never on what follows, so that a growing conversation keeps its tokens. A wrong link costs the model some clarity, never a
 * wrong restoration: each written form has its own token.
 */
export class PersonRegistry {
  private readonly byKey = new Map<string, Person>();
  /** Persons of one given and family name whom an initial or a suffix tells apart: the first of them is not among them. */
  private readonly namesakes = new Map<string, Person[]>();
  private groups = 0;

  /** Links a written name; returns its person's group and which form of the name it is. */
  link(text: string): { group: number; form: Form } {
    const key = valueKey(text);
    const { given, family } = parseName(text);
    const single = given.length === 0;
    const initials = INITIALS.test(text);
    const known = this.byKey.get(key);
    if (known !== undefined) return { group: known.group, form: this.formOf(known, key, initials) };
    const marks = marksOf(text, given);
    const person = (single ? undefined : this.find(given, family, marks)) ?? this.create();
    person.middle ??= marks.middle;
    person.suffix ??= marks.suffix;
    this.learn(person, given, family, key);
    return { group: person.group, form: this.formOf(person, key, initials) };
  }

  private create(): Person {
    this.groups += 1;
    return { group: this.groups, given: new Set(), family: new Set(), middle: undefined, suffix: undefined };
  }

  /** A person known by the same family name whose given name agrees, or by the given name alone. */
  private find(given: readonly string[], family: readonly string[], marks: Marks): Person | undefined {
    const first = given[0] ?? '';
    const familyKey = family.join('');
    const agrees = (known: string): boolean => known === first || known.startsWith(first) || first.startsWith(known);
    // One letter ("M") is a whole name, not the family of "Rosa M.".
    const sameFamily = familyKey.length > 1 ? this.byKey.get(familyKey) : undefined;
    const isKnown = sameFamily !== undefined && (sameFamily.given.size === 0 || [...sameFamily.given].some(agrees));
    if (isKnown) return mayBe(sameFamily, marks) ? sameFamily : this.namesake(`${first} ${familyKey}`, marks);
    const sameGiven = this.byKey.get(first);
    if (sameGiven === undefined || first.length < 2) return undefined;
    // A name seen alone ("Maria") was filed as a family name: it may be the given name of the full name seen now.
    const alone = sameGiven.given.size === 0 && sameGiven.family.size === 1 && sameGiven.family.has(first);
    return alone ? sameGiven : undefined;
  }

  private namesake(name: string, marks: Marks): Person {
    const others = this.namesakes.get(name) ?? [];
    const known = others.find((person) => mayBe(person, marks));
    if (known !== undefined) return known;
    const person = this.create();
    others.push(person);
    this.namesakes.set(name, others);
    return person;
  }

  private learn(person: Person, given: readonly string[], family: readonly string[], key: string): void {
    if (given.length > 0) {
      const first = given[0] ?? '';
      if (person.family.size === 1 && person.family.has(first)) person.family.delete(first);
      person.given.add(first);
    }
    if (family.length > 0) person.family.add(family.join(''));
    for (const form of [key, family.join(''), given.join(''), ...given, ...family]) {
      if ((form.length > 1 || form === key) && !this.byKey.has(form)) this.byKey.set(form, person);
    }
  }

  private formOf(person: Person, key: string, initials: boolean): Form {
    if (person.family.has(key) && person.given.size > 0) return 'family';
    if (person.given.has(key)) return 'given';
    return initials ? 'initials' : 'full';
  }
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
