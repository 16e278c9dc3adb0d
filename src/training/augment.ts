import type { RuleSet } from '../rules/types';
import type { GoldSpan, Note } from './marked-note';
import type { SeededRandom } from './random';

/**
 * Makes new training text out of a marked note: values are exchanged for others of their kind, so that the tagger learns the
 * surroundings of values and their kinds rather than the values themselves.
 */

/** Words to draw values from. */
export interface ValueSource {
  readonly given: readonly string[];
  readonly surnames: readonly string[];
  readonly cities: readonly string[];
  isGiven(word: string): boolean;
  isSurname(word: string): boolean;
  isCity(word: string): boolean;
}

export function createValueSource(ruleSet: RuleSet): ValueSource {
  const list = (name: string): ReadonlyMap<string, number> => ruleSet.lists.get(name) ?? new Map<string, number>();
  const given = list('given-names');
  const surnames = list('surnames');
  const cities = list('us-cities');
  const rankOf = (words: ReadonlyMap<string, number>, word: string): number => words.get(word) ?? 9;
  return {
    given: [...given.keys()],
    surnames: [...surnames.keys()],
    cities: [...cities.keys()],
    isGiven: (word) => rankOf(given, word) < rankOf(surnames, word),
    isSurname: (word) => surnames.has(word),
    isCity: (word) => cities.has(word),
  };
}

/** Gives a replacement the case of what it replaces. */
function likeCase(written: string, value: string): string {
  if (written.length > 1 && written === written.toUpperCase()) return value.toUpperCase();
  if (written === written.toLowerCase()) return value;
  return value.replace(/(^|[ '-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const MONTH =
  /\b(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b/gi;

class Exchanger {
  private readonly exchanged = new Map<string, string>();
  private readonly source: ValueSource;
  private readonly random: SeededRandom;

  constructor(source: ValueSource, random: SeededRandom) {
    this.source = source;
    this.random = random;
  }

  value(span: GoldSpan, text: string): string {
    switch (span.entity) {
      case 'NAME':
        return text.replace(/\p{L}[\p{L}\p{M}]*/gu, (word) => this.name(word));
      case 'DATE':
        return this.date(text);
      case 'AGE':
        return text.replace(/\d+/g, () => String(90 + this.random.below(16)));
      case 'ADDRESS':
      case 'ORG':
        return this.digits(text).replace(/\p{Lu}[\p{L}\p{M}]{3,}/gu, (word) => this.place(word));
      case 'EMAIL':
      case 'URL':
        return this.digits(text);
      default:
        return this.digits(text).replace(/[A-Z](?=[A-Z]?\d)|(?<=\d)[A-Z]/g, () =>
          String.fromCharCode(65 + this.random.below(26)),
        );
    }
  }

  private remember(key: string, make: () => string): string {
    const known = this.exchanged.get(key) ?? make();
    this.exchanged.set(key, known);
    return known;
  }

  private name(word: string): string {
    const lower = word.toLowerCase();
    if (word.length === 1)
      return likeCase(
        word,
        this.remember(lower, () => String.fromCharCode(97 + this.random.below(26))),
      );
    if (/^(?:jr|sr|ii|iii|iv|de|la|van|von|al|bin|del|mc|s)$/.test(lower)) return word;
    if (word === word.toUpperCase() && word.length === 2) return word;
    const pool = this.source.isGiven(lower) ? this.source.given : this.source.surnames;
    return likeCase(
      word,
      this.remember(lower, () => this.random.pick(pool)),
    );
  }

  private place(word: string): string {
    const lower = word.toLowerCase();
    if (this.source.isCity(lower))
      return likeCase(
        word,
        this.remember(lower, () => this.random.pick(this.source.cities)),
      );
    return this.source.isSurname(lower)
      ? likeCase(
          word,
          this.remember(lower, () => this.random.pick(this.source.surnames)),
        )
      : word;
  }

  private digits(text: string): string {
    return text.replace(/\d/g, (digit, at: number) => (digit === '0' && at === 0 ? digit : String(this.random.below(10))));
  }

  private date(text: string): string {
    return text
      .replace(MONTH, (month) => {
        const other = this.random.pick(MONTHS);
        return likeCase(month, (month.length <= 4 ? other.slice(0, 3) : other).toLowerCase());
      })
      .replace(/\d+/g, (number) => {
        if (number.length > 2) return number.length === 4 ? String(1930 + this.random.below(97)) : number;
        const day = 1 + this.random.below(12 + (Number(number) > 12 ? 16 : 0));
        return number.length === 2 ? String(day).padStart(2, '0') : String(1 + (day % 9));
      });
  }
}

/** Applies a change of case to a whole note; lengths stay. */
function changeCase(note: Note, change: (text: string) => string): Note {
  const text = change(note.text);
  return text.length === note.text.length ? { ...note, text } : note;
}

/** A variation of a note: values exchanged, now and then all in one case. */
export function augmentNote(note: Note, source: ValueSource, random: SeededRandom): Note {
  const exchanger = new Exchanger(source, random);
  const spans: GoldSpan[] = [];
  let text = '';
  let at = 0;
  for (const span of note.spans) {
    if (span.start < at) continue;
    text += note.text.slice(at, span.start);
    const value = exchanger.value(span, note.text.slice(span.start, span.end));
    spans.push({ ...span, start: text.length, end: text.length + value.length });
    text += value;
    at = span.end;
  }
  const varied = { ...note, text: text + note.text.slice(at), spans };
  if (random.chance(0.08)) return changeCase(varied, (whole) => whole.toLowerCase());
  return random.chance(0.04) ? changeCase(varied, (whole) => whole.toUpperCase()) : varied;
}
