import type { GivenForms } from './given-forms';
import type { NameParts } from './name-parts';
import type { PersonCues } from './person-cues';
import type { Person } from './person-registry';

type Fits = (person: Person) => boolean;

/** Most persons who are kept under one given name: that several have it is all that counts. */
const MOST_ALIKE = 8;
const MOST_WORDS = 7;

/** Finds whom a part of a name means, or a name in another order; only where it can mean one person of the request. */
export class PartialNames {
  private readonly given = new Map<string, Set<Person>>();
  private readonly initials = new Map<string, Set<Person>>();
  private readonly beginnings = new Map<string, Set<Person>>();
  private readonly ends = new Map<string, Set<Person>>();
  private readonly inOrder = new Map<string, Set<Person>>();

  /** Files a name with a given one. */
  learn(person: Person, given: readonly string[], family: readonly string[]): void {
    const words = [...given, ...family];
    add(this.given, given[0] ?? '', person);
    if ((family[0]?.length ?? 0) > 1) {
      const last = (family.at(-1) ?? '').charAt(0);
      add(this.initials, (given[0] ?? '').charAt(0) + last, person);
      if (given.length > 1) add(this.initials, given.map((name) => name.charAt(0)).join('') + last, person);
    }
    if (words.length === 2) add(this.inOrder, words.join(' '), person);
    if (words.length > MOST_WORDS) return;
    for (let cut = 2; cut < words.length; cut += 1) {
      add(this.beginnings, words.slice(0, cut).join(' '), person);
      add(this.ends, words.slice(-cut).join(' '), person);
    }
  }

  /** The only person with these initials. */
  byInitials(key: string, fits: Fits): Person | undefined {
    return onlyOf(this.initials.get(key), fits);
  }

  /** The only person with one of these given names. */
  byGiven(names: readonly string[], fits: Fits): Person | undefined {
    return onlyOf(new Set(names.flatMap((name) => [...(this.given.get(name) ?? [])])), fits);
  }

  /** Whom a name of two words or more means. */
  find(
    { given, family }: NameParts,
    { part }: PersonCues,
    { forms, fits }: { forms: GivenForms; fits: Fits },
  ): Person | undefined {
    const [first = ''] = given;
    const words = [...given, ...family];
    const key = words.join(' ');
    const last = family.join('');
    if (given.length === 1) {
      const byInitial = this.byFamilyInitial(first, last, fits);
      if (byInitial !== undefined) return byInitial;
    }
    // "Ana Sofía" of "Ana Sofía Ramírez de León"; "dos Santos Silva", "Mr. Abdel Rahman", but not "Ann Fischer" of "Mary Ann Fischer".
    const begun = onlyOf(this.beginnings.get(key), fits);
    if (begun !== undefined) return begun;
    if (part === 'civil' || part === 'doctor' || !forms.isGiven(first)) {
      const ended = onlyOf(this.ends.get(key), fits);
      if (ended !== undefined) return ended;
    }
    // "Wang Xiaoming" and "Xiaoming Wang", but not "Alexis Jordan" and "Jordan Alexis".
    const isEitherWay = words.every((word) => forms.isGiven(word));
    return words.length === 2 && !isEitherWay ? onlyOf(this.inOrder.get(`${words[1]} ${words[0]}`), fits) : undefined;
  }

  /** "Sarah W." of "Sarah Whitfield", or the other way round. */
  private byFamilyInitial(first: string, last: string, fits: Fits): Person | undefined {
    const isLetter = last.length === 1;
    if (first.length < 2 || last === '') return undefined;
    const agrees = (known: string): boolean =>
      (isLetter ? known.length > 1 : known.length === 1) && known.charAt(0) === last.charAt(0);
    const all = onlyOf(this.given.get(first), fits);
    return all !== undefined && all.family.size > 0 && [...all.family].every(agrees) ? all : undefined;
  }
}

function add(map: Map<string, Set<Person>>, key: string, person: Person): void {
  const persons = map.get(key) ?? new Set();
  map.set(key, persons);
  if (persons.size < MOST_ALIKE) persons.add(person);
}

/** Which one it is; where several are known so, none, whatever speaks against the others. */
function onlyOf(persons: ReadonlySet<Person> | undefined, fits: Fits): Person | undefined {
  const [person] = persons ?? [];
  return persons?.size === 1 && person !== undefined && fits(person) ? person : undefined;
}
