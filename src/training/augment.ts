import type { RuleSet } from '../rules/types';
import type { GoldDocument, GoldSpan } from './marked-note';
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

/** What other names and towns may stand in for those of a note, by the rule set's lists. */
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

/** Share of names and places that become words of no list. */
const INVENTED = 0.25;

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

  /** A word that no list holds, made of two that one does: names in other people's notes are not all listed. */
  private invented(pool: readonly string[]): string {
    const head = this.random.pick(pool);
    const tail = this.random.pick(pool);
    return head.slice(0, Math.ceil(head.length / 2)) + tail.slice(Math.floor(tail.length / 2));
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
      this.remember(lower, () => (this.random.chance(INVENTED) ? this.invented(pool) : this.random.pick(pool))),
    );
  }

  private place(word: string): string {
    const lower = word.toLowerCase();
    const isCity = this.source.isCity(lower);
    if (!isCity && !this.source.isSurname(lower)) return word;
    const pool = isCity ? this.source.cities : this.source.surnames;
    return likeCase(
      word,
      this.remember(lower, () => (this.random.chance(INVENTED) ? this.invented(this.source.surnames) : this.random.pick(pool))),
    );
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
function changeCase(note: GoldDocument, change: (text: string) => string): GoldDocument {
  const text = change(note.text);
  return text.length === note.text.length ? { ...note, text } : note;
}

/** A label right in front of a value. */
const LABEL = /(?<![A-Za-z])(?:[A-Za-z]{2,12} )?[A-Za-z]{2,12} ?[:#=] ?$/;
/** Share of labels that are left out. */
const UNLABELLED = 0.1;

/** Puts the note together anew with other values, here and there without the label in front. */
function exchangeValues(note: GoldDocument, source: ValueSource, random: SeededRandom): GoldDocument {
  const exchanger = new Exchanger(source, random);
  const spans: GoldSpan[] = [];
  let text = '';
  let at = 0;
  for (const span of note.spans) {
    if (span.start < at) continue;
    const between = note.text.slice(at, span.start);
    text += random.chance(UNLABELLED) ? between.replace(LABEL, '') : between;
    const value = exchanger.value(span, note.text.slice(span.start, span.end));
    spans.push({ ...span, start: text.length, end: text.length + value.length });
    text += value;
    at = span.end;
  }
  return { ...note, text: text + note.text.slice(at), spans };
}

/** Breaks lines at other places: mail programs, fax headers and forms do. Lengths stay. */
function breakLines(note: GoldDocument, random: SeededRandom): GoldDocument {
  const width = 40 + random.below(60);
  const inSpan = new Uint8Array(note.text.length);
  for (const { start, end } of note.spans) inSpan.fill(1, start, end);
  let column = 0;
  const text = Array.from({ length: note.text.length }, (_, at) => {
    const character = note.text.charAt(at);
    column = character === '\n' ? 0 : column + 1;
    if (character !== ' ' || column < width || inSpan[at] === 1) return character;
    column = 0;
    return '\n';
  }).join('');
  return { ...note, text };
}

/** What a scanner misreads. */
const MISREAD: Readonly<Record<string, string>> = {
  l: '1',
  '1': 'l',
  O: '0',
  '0': 'O',
  I: 'l',
  S: '5',
  '5': 'S',
  B: '8',
  g: '9',
  o: '0',
};

function misread(note: GoldDocument, random: SeededRandom): GoldDocument {
  const text = note.text.replace(/[l1O0IS5Bgo]/g, (character) =>
    random.chance(0.12) ? (MISREAD[character] ?? character) : character,
  );
  return { ...note, text };
}

/** A variation of a note: values exchanged, now and then all in one case, with other line ends, or as a scanner reads it. */
export function augmentNote(note: GoldDocument, source: ValueSource, random: SeededRandom): GoldDocument {
  const varied = exchangeValues(note, source, random);
  const broken = random.chance(0.1) ? breakLines(varied, random) : varied;
  const read = random.chance(0.05) ? misread(broken, random) : broken;
  if (random.chance(0.08)) return changeCase(read, (whole) => whole.toLowerCase());
  return random.chance(0.04) ? changeCase(read, (whole) => whole.toUpperCase()) : read;
}
