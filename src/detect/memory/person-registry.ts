import { valueKey } from '../text/value-key';
import type { Detection } from '../types';
import { BY_LETTERS, type GivenForms } from './given-forms';
import { type NameParts, parseName, SUFFIXES } from './name-parts';
import { PartialNames } from './partial-names';
import type { PersonCues } from './person-cues';

type Form = Detection['form'];

/** Somebody whom a request names. */
export interface Person {
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

/** `MS`, `M.S.`, `J. D.`; a short name such as `Lee` is none. */
const INITIALS = /^(?:\p{Lu}[.\s-]{0,2}){1,3}$/u;
function marksOf(text: string, { given }: NameParts): Marks {
  const last = valueKey(text.trimEnd().split(/\s+/).at(-1) ?? '');
  return { middle: given[1]?.charAt(0), suffix: SUFFIXES.has(last) ? last : undefined };
}

/** Whether a name may be that of a person: father and son, twins and other namesakes are several. */
function mayBe(person: Person, { middle, suffix }: Marks, { isKin }: PersonCues): boolean {
  // "Greg Lamb brought his son Greg Lamb Jr."
  if (isKin === true && suffix !== undefined && person.suffix === undefined && !person.isKin) return false;
  const agree = (known: string | undefined, seen: string | undefined): boolean =>
    known === undefined || seen === undefined || known === seen;
  return agree(person.middle, middle) && agree(person.suffix, suffix);
}

/** What nobody is at once; nurses are called Mr. and Ms., doctors hardly ever. */
const APART = new Set(
  ['doctor civil', 'doctor patient', 'staff patient'].flatMap((pair) => [pair, pair.split(' ').reverse().join(' ')]),
);

const NO_CUES: PersonCues = {};

/**
 * Tells which names of a request belong to one person. It only looks back: what a name is linked to depends on what stood before
 * it, never on what follows, so that a growing conversation keeps its tokens. A wrong link never restores a wrong form, since each has its
 * own token, but the model may put another form of the person in its place: in doubt a name is a person of its own.
 */
export class PersonRegistry {
  private readonly byKey = new Map<string, Person>();
  private readonly byFamily = new Map<string, Person[]>();
  private readonly partial = new PartialNames();
  private readonly forms: GivenForms;
  private groups = 0;
  /** Whose name was linked last where it stands in the text. */
  private last: Person | undefined;

  constructor(forms: GivenForms = BY_LETTERS) {
    this.forms = forms;
  }

  /** Links a written name; returns its person's group and which form of the name it is. */
  link(text: string, cues: PersonCues = NO_CUES): NameLink {
    const key = valueKey(text);
    const parts = parseName(text);
    const known = this.byKey.get(key);
    const isAlone = parts.given.length === 0;
    const person = isAlone && cues.isAnother === true ? this.last : undefined;
    if (known !== undefined && person === undefined) return this.again(known, text, { key, parts, cues });
    const marks = marksOf(text, parts);
    const found = person ?? (isAlone ? this.findAlone(text, key, cues) : this.find(parts, marks, cues)) ?? this.create();
    found.middle ??= marks.middle;
    found.suffix ??= marks.suffix;
    this.learn(found, parts, key);
    note(found, cues);
    if (cues !== NO_CUES) this.last = found;
    const isApart = known !== undefined && known !== found;
    return { group: found.group, form: formOf(found, key, INITIALS.test(text)), ...(isApart ? { isApart } : {}) };
  }

  /** Links a name that was written so before. */
  private again(
    known: Person,
    text: string,
    { key, parts, cues }: { key: string; parts: NameParts; cues: PersonCues },
  ): NameLink {
    const person = parts.given.length === 0 ? (this.choose(known, key, cues) ?? this.create()) : known;
    if (person !== known) this.learn(person, { given: [], family: parts.family }, key);
    note(person, cues);
    if (cues !== NO_CUES) this.last = person;
    return {
      group: person.group,
      form: formOf(person, key, INITIALS.test(text)),
      ...(person === known ? {} : { isApart: true }),
    };
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
    const isBeside = (person: Person): boolean => cues.isBeside === true && person === this.last;
    const others = (this.byFamily.get(key) ?? []).filter((person) => person !== first);
    const possible = [first, ...others].filter(
      (person) => !this.isAgainst(person, cues) && !isKinOf(person, cues) && !isBeside(person),
    );
    const best = Math.max(...possible.map((person) => this.speaksFor(person, key, cues)));
    return possible.find((person) => this.speaksFor(person, key, cues) === best);
  }

  /** Whether what stands around a name tells that it is not this person's. */
  private isAgainst(person: Person, { sex, part }: PersonCues): boolean {
    const known = person.sex ?? this.sexOf(person);
    if (known !== undefined && sex !== undefined && known !== sex) return true;
    return part !== undefined && person.part !== undefined && APART.has(`${part} ${person.part}`);
  }

  /** By a given name that is nearly always a woman's or a man's. */
  private sexOf({ given }: Person): PersonCues['sex'] {
    const sexes = new Set([...given].flatMap((name) => this.forms.sexOf(name) ?? []));
    return sexes.size === 1 ? [...sexes][0] : undefined;
  }

  /** How much around a name speaks for this person. */
  private speaksFor(person: Person, key: string, { sex, part, isKin }: PersonCues): number {
    const known = sex !== undefined && sex === person.sex ? 2 : 0;
    const likely = sex !== undefined && person.sex === undefined && sex === (this.sexOf(person) ?? likelySex(person)) ? 1 : 0;
    const parts = part !== undefined && part === person.part ? 2 : 0;
    // "Mr. Martin" is James Martin, though "Martin" was the given name of another first.
    const titled = (part === 'civil' || part === 'doctor') && person.given.size > 0 && person.family.has(key) ? 1 : 0;
    return (
      known +
      likely +
      parts +
      titled +
      (isKin === true && person.isKin ? 1 : 0) -
      Number(part === 'civil' && person.part === 'staff')
    );
  }

  /** Initials of somebody known, and a short form ("Bob") of the given name of one alone. */
  private findAlone(text: string, key: string, cues: PersonCues): Person | undefined {
    const fits = (person: Person): boolean => !this.isAgainst(person, cues);
    if (INITIALS.test(text)) return key.length > 1 ? this.partial.byInitials(key, fits) : undefined;
    if (cues.isKin === true || cues.part !== undefined) return undefined;
    const agrees = ({ given }: Person): boolean => [...given].every((name) => this.forms.agree(name, key));
    return this.partial.byGiven(this.forms.fullOf(key), (person) => fits(person) && agrees(person));
  }

  /** A person known by the same family name whose given name agrees, or by the given name alone. */
  private find(parts: NameParts, marks: Marks, cues: PersonCues): Person | undefined {
    const { given, family } = parts;
    const first = given[0] ?? '';
    const familyKey = family.join('');
    // One letter ("M") is a whole name, not the family of "Rosa M.".
    const sameFamily = familyKey.length > 1 ? (this.byFamily.get(familyKey) ?? []) : [];
    const fits = (person: Person): boolean => mayBe(person, marks, cues) && !this.isAgainst(person, cues);
    const possible = sameFamily.filter(fits);
    const named = this.namedAs(first, possible, cues);
    if (named !== undefined) return named[0];
    const unnamed = possible.filter((person) => person.given.size === 0);
    if (unnamed.length > 0) return onlyOne(unnamed);
    return (
      this.knownAlone(first, cues) ??
      this.partial.find(parts, cues, { forms: this.forms, fits: (person) => !this.isAgainst(person, cues) })
    );
  }

  /**
   * Those whose given name may be this one: the very same, or else the only one of whom it is a longer or shorter form or the initial.
   * A relative with such a name is somebody else: "Theodore Banks and his grandson, Teddy Banks".
   */
  private namedAs(first: string, persons: readonly Person[], { isKin }: PersonCues): readonly (Person | undefined)[] | undefined {
    const same = persons.filter(({ given }) => given.has(first));
    if (same.length > 0) return same;
    const agrees = (known: string): boolean => this.forms.agree(known, first);
    const like = persons.filter(
      (person) =>
        person.given.size > 0 && [...person.given].every(agrees) && (isKin !== true || person.isKin || first.length === 1),
    );
    return like.length > 0 ? [onlyOne(like)] : undefined;
  }

  private knownAlone(first: string, cues: PersonCues): Person | undefined {
    const sameGiven = this.byKey.get(first);
    if (sameGiven === undefined || first.length < 2) return undefined;
    // A name seen alone ("Maria") was filed as a family name: it may be the given name of the full name seen now.
    const alone = sameGiven.given.size === 0 && sameGiven.family.size === 1 && sameGiven.family.has(first);
    return alone && !this.isAgainst(sameGiven, cues) ? sameGiven : undefined;
  }

  private learn(person: Person, { given, family, called }: NameParts, key: string): void {
    if (given.length > 0) {
      const first = given[0] ?? '';
      if (person.family.size === 1 && person.family.has(first)) person.family.delete(first);
      person.given.add(first);
      if (called !== undefined) person.given.add(called);
      this.partial.learn(person, given, family);
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
    // Who goes by it alone is made where it fits none of them, and would be made again at each mention.
    const most = person.given.size === 0 ? 2 * MOST_OF_FAMILY : MOST_OF_FAMILY;
    if (persons.length < most) persons.push(person);
  }
}

/** An initial or a short form that several may have, or their family name alone, tells nothing. */
function onlyOne(persons: readonly Person[]): Person | undefined {
  return persons.length === 1 ? persons[0] : undefined;
}

/** Given names that end in "a" are mostly women's: enough where nothing else tells whom "Mrs. Bell" means. */
function likelySex({ given }: Person): PersonCues['sex'] {
  if (given.size === 0) return undefined;
  return [...given].some((name) => name.endsWith('a')) ? 'female' : 'male';
}

/** A relative who goes by the family name of somebody known by more than it, of whom nothing says that they are one: "Mrs. Okafor, his mother". */
function isKinOf(person: Person, { isKin, part }: PersonCues): boolean {
  if (part !== undefined && part === person.part) return false;
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
