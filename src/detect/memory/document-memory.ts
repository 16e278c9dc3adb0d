import type { Entity, RuleSet } from '../../rules/types';
import { OF_WORDS } from '../kinds-of-entities';
import { normalise } from '../text/normalise';
import { linkKey, runsOf, valueKey } from '../text/value-key';
import type { Candidate, Detection } from '../types';
import { givenFormsOf } from './given-forms';
import { nameParts } from './name-parts';
import { OrdinaryWords } from './ordinary-words';
import { type PersonCueReader, personCuesOf } from './person-cues';
import { PersonRegistry } from './person-registry';

/**
 * Where a known value is replaced elsewhere in the request:
 * `anywhere`: it is distinctive; `same-case`: short or made of ordinary words, so only as first written; `context`: one ordinary
 * word, so only where it reads as a name; `exact`: only the same string, in any case (dates, addresses of machines, codes with few
 * digits).
 */
export type Reach = 'anywhere' | 'same-case' | 'context' | 'exact';

export interface KnownValue {
  readonly key: string;
  readonly entity: Entity;
  readonly group: number;
  readonly form: Detection['form'];
  /** Segment in which the value was found first. */
  readonly step: number;
  readonly reach: Reach;
  /** As first written, normalised. */
  readonly written: string;
  readonly runs: number;
  /** A value with the same key that is looked for anywhere, while this one is not: "Wills" beside "Will S.". */
  readonly beside?: KnownValue;
}

/** A name of two words, in either order. */
const TWO_WORDS = /^([\p{L}\p{M}'-]{2,40}),? ([\p{L}\p{M}'-]{2,40})$/u;

const EXACT: ReadonlySet<Entity> = new Set<Entity>(['DATE', 'IP', 'URL', 'EMAIL']);

function digitsIn(text: string): number {
  return text.match(/\d/g)?.length ?? 0;
}

/** Where a value was found, and what it was taken for. */
interface Source {
  readonly entity: Entity;
  readonly score: number;
  readonly step: number;
  readonly group: number;
  readonly form: Detection['form'];
}

/** How a found value is tied to others. */
interface Link {
  readonly group: number;
  readonly form: Detection['form'];
  /** See `Detection.isApart`. */
  readonly isApart?: true;
  /** What it is, if an earlier segment took it for something else than this one. */
  readonly entity?: Entity;
}

/** Values found in a request so far, in the order of its segments. */
export class DocumentMemory {
  readonly known = new Map<string, KnownValue>();
  private readonly persons: PersonRegistry;
  private readonly cues: PersonCueReader;
  /** Where the last name ends. */
  private before = { step: -1, end: 0 };
  private readonly groups = new Map<string, number>();
  private readonly counters = new Map<Entity, number>();

  private readonly ordinary: OrdinaryWords;

  constructor(ruleSet: RuleSet, ordinary = new OrdinaryWords(ruleSet)) {
    this.ordinary = ordinary;
    this.persons = new PersonRegistry(givenFormsOf(ruleSet));
    this.cues = personCuesOf(ruleSet);
  }

  /** Files a value that was found in a text; returns how it is tied to others. */
  learn(candidate: Candidate, text: string, step: number): Link {
    const written = normalise(text.slice(candidate.start, candidate.end)).text;
    const { entity, score } = candidate;
    const earlier = this.earlier(entity, written, step);
    if (earlier !== undefined) return earlier;
    if (entity !== 'NAME') {
      const link = { group: this.groupOf(entity, linkKey(entity, written)), form: 'full' as const };
      const source = { entity, score, step, ...link };
      this.remember(written, source);
      this.rememberDigits(written, source);
      return link;
    }
    const isBeside = (this.before.step === step && this.cues.areTwo(text.slice(this.before.end, candidate.start))) || undefined;
    this.before = { step, end: candidate.end };
    const link = this.persons.link(written, { ...this.cues.around(text, candidate), isBeside });
    this.remember(written, { entity, score, step, ...link });
    const [, first, last] = TWO_WORDS.exec(written) ?? [];
    // Alone either may be an ordinary word, which would stay: "Smith, John" elsewhere, where "John Smith" was found.
    if (last !== undefined) this.remember(`${last}, ${first}`, { entity, score, step, group: link.group, form: 'full' });
    const parts = nameParts(written);
    if (parts.length > 1) for (const part of parts) this.remember(part, { entity, score, step, ...this.persons.link(part) });
    return link;
  }

  /**
   * What the same value was taken for in an earlier segment, where that was something else: without its label the number of a chart is any
   * number, and the answer that repeats it comes back in the next turn. Words are taken so only if there are several of them: "Austin" is
   * a town here and a man there.
   */
  private earlier(entity: Entity, written: string, step: number): Link | undefined {
    const known = this.known.get(valueKey(written));
    // Digits that stood among letters ("W123456789") may be another number by themselves.
    if (known === undefined || known.entity === entity || known.step >= step || known.form === 'other') return undefined;
    if (known.reach !== 'anywhere' && known.written !== written) return undefined;
    if (known.runs < 2 && (OF_WORDS.has(entity) || OF_WORDS.has(known.entity))) return undefined;
    return { entity: known.entity, group: known.group, form: known.written === written ? known.form : 'other' };
  }

  private groupOf(entity: Entity, key: string): number {
    const id = `${entity} ${key}`;
    const known = this.groups.get(id);
    if (known !== undefined) return known;
    const next = (this.counters.get(entity) ?? 0) + 1;
    this.counters.set(entity, next);
    this.groups.set(id, next);
    return next;
  }

  private remember(written: string, source: Source): void {
    const { entity, step, group, form } = source;
    const key = valueKey(written);
    const before = this.known.get(key);
    if (before?.reach === 'anywhere' || before?.beside !== undefined) return;
    const runs = [...runsOf(written)];
    const reach = this.reachOf(
      source,
      key,
      written,
      runs.map((run) => run.key),
    );
    if (reach === undefined || (before !== undefined && reach !== 'anywhere')) return;
    // Mentions begin and end with a run: the sign of "@sober_owl" is no part of what is compared.
    const compared = written.slice(runs[0]?.start, runs.at(-1)?.end);
    const value: KnownValue = { key, entity, group, form, step, reach, written: compared, runs: runs.length };
    this.known.set(key, before === undefined ? value : { ...before, beside: value });
  }

  /** A long number is telling without the letters around it too: `5582903` elsewhere, where `E5582903` was found. */
  private rememberDigits(written: string, { entity, group, step }: Source): void {
    const digits = valueKey(written).replace(/\D/g, '');
    if (entity === 'AGE' || EXACT.has(entity) || digits.length < 7 || this.known.has(digits) || /\p{L}{3}/u.test(written)) return;
    this.known.set(digits, {
      key: digits,
      entity,
      group,
      form: 'other',
      step,
      reach: 'anywhere',
      written: digits,
      runs: 1,
    });
  }

  private reachOf({ entity, score }: Source, key: string, written: string, runs: readonly string[]): Reach | undefined {
    if (entity === 'AGE') return undefined;
    if (EXACT.has(entity)) return isDistinctive(entity, written) ? 'exact' : undefined;
    const digits = digitsIn(key);
    if (OF_WORDS.has(entity) && digits < key.length) {
      const isDoubtful = key.length <= SHORT && score < SURE_OF_SHORT;
      return isDoubtful ? undefined : this.reachOfWords(key, written, runs);
    }
    return this.reachOfNumber(entity, key, digits);
  }

  private reachOfNumber(entity: Entity, key: string, digits: number): Reach | undefined {
    if (key.length >= 6 && digits >= 4) return 'anywhere';
    if (key.length >= 6 && digits > 0) return 'exact';
    return !OF_WORDS.has(entity) && key.length >= 5 && !this.ordinary.has(key) ? 'same-case' : undefined;
  }

  private reachOfWords(key: string, written: string, runs: readonly string[]): Reach | undefined {
    if (key.length < 2) return undefined;
    if (runs.length > 1)
      return key.length >= 5 && runs.some((run) => run.length > 2 && !this.ordinary.has(run)) ? 'anywhere' : 'same-case';
    if (this.ordinary.has(key)) return 'context';
    // Initials that are a credential or a department too ("MD", "ED") are known only where they were found.
    if (key.length <= 3 && written === written.toUpperCase() && this.ordinary.isAbbreviation(key)) return undefined;
    return key.length >= 4 ? 'anywhere' : 'same-case';
  }
}

/** A value of up to three letters is followed through a request only if it was found with this score: half of the others are harmless words. */
const SURE_OF_SHORT = 0.75;
const SHORT = 3;

/** Of an address, what is left of one that was found in part may be a letter or a word. */
function isDistinctive(entity: Entity, written: string): boolean {
  return entity === 'DATE' ? isDistinctiveDate(written) : /[@.:/]|\bat\b/.test(written);
}

/** A date with a year, or with a month's name: `3/14` alone may be a ratio. */
function isDistinctiveDate(written: string): boolean {
  return digitsIn(written) >= 5 || (/[a-z]{3}/i.test(written) && digitsIn(written) >= 1 && written.length >= 5);
}
