import { normalise, toSource } from '../text/normalise';
import { type Run, runsOf, wordsOfName } from '../text/value-key';
import type { Span } from '../types';
import type { KnownValue } from './document-memory';
import type { OrdinaryWords } from './ordinary-words';

export interface Mention extends Span {
  readonly value: KnownValue;
}

/** What may stand between the runs of one value: `774.555.0111`, `Delgado-Ruiz`, a name broken over two lines. */
const BETWEEN = /^[^\p{L}\p{N}\n]{0,3}(?:\n[^\p{L}\p{N}\n]{0,3})?$/u;
/** More than hashes in hexadecimal digits have, whose letters and digits alternate. */
const MOST_RUNS = 128;
/** Beginnings of keys up to this length are kept, to give up early where no value can begin. */
const HEAD = 8;

const TWO_LETTERS = /^\p{L}{2}$/u;

function mayStandBetween(gap: string): boolean {
  return gap.length < 2 || (gap.length <= 7 && BETWEEN.test(gap));
}

/** Whether letters go on at either end, as they do only where a word is told by its capital: the `Case` of `openCase` is no Mr. Case. */
function isWithinLetters(text: string, start: number, end: number): boolean {
  return TWO_LETTERS.test(text.slice(start - 1, start + 1)) || TWO_LETTERS.test(text.slice(end - 1, end + 1));
}

const singleSpaced = (text: string): string => text.replace(/\s+/g, ' ');

/** Whether only white space is wider than it may be: indented lines and columns, over which the tripwire reads, too. */
function isWide(gap: string): boolean {
  return /\s{2}/.test(gap) && mayStandBetween(singleSpaced(gap));
}

/** Lengths of the keys that begin alike. */
interface KeyLengths {
  readonly all: Set<number>;
  longest: number;
}

/** The key of some runs, and where they end. */
interface Joined {
  readonly key: string;
  readonly end: number;
  /** Whether white space between them is wider than it may be in a name. */
  readonly wide: boolean;
}

/** Known values made ready to be looked for in many texts. */
export class MentionFinder {
  private readonly known: ReadonlyMap<string, KnownValue>;
  private readonly ordinary: OrdinaryWords;
  private readonly heads = new Map<string, KeyLengths>();

  constructor(known: ReadonlyMap<string, KnownValue>, ordinary: OrdinaryWords) {
    this.known = known;
    this.ordinary = ordinary;
    for (const key of known.keys()) {
      for (let length = 1; length <= HEAD; length += 1) this.noteHead(key.slice(0, length), key.length);
    }
  }

  private noteHead(head: string, length: number): void {
    const lengths = this.heads.get(head) ?? { all: new Set(), longest: 0 };
    this.heads.set(head, lengths);
    lengths.all.add(length);
    lengths.longest = Math.max(lengths.longest, length);
  }

  /**
   * All mentions in a text, overlapping ones too; offsets in the text as given.
   *
   * @param isName the text is what a program calls something: its words may be told by their capitals alone (`askJulia`)
   */
  find(source: string, checkpoint: () => void, isName = false): Mention[] {
    if (this.known.size === 0) return [];
    const normalised = normalise(source);
    const mentions: Mention[] = [];
    const runs = isName ? wordsOfName(normalised.text) : runsOf(normalised.text);
    const window: Run[] = [];
    let steps = 0;
    for (;;) {
      while (window.length < MOST_RUNS) {
        const next = runs.next();
        if (next.done === true) break;
        window.push(next.value);
      }
      if (window.length === 0) return mentions;
      for (const mention of this.startingAt(normalised.text, window)) {
        mentions.push({ value: mention.value, ...toSource(normalised, mention.start, mention.end) });
      }
      window.shift();
      steps += 1;
      if (steps % 4096 === 0) checkpoint();
    }
  }

  private startingAt(text: string, window: readonly Run[]): Mention[] {
    const first = window[0];
    if (first === undefined || !this.heads.has(first.key.slice(0, HEAD))) return [];
    const mentions: Mention[] = [];
    for (const { key, end, wide } of this.joined(text, window)) {
      for (let value = this.known.get(key); value !== undefined; value = value.beside) {
        // Between ordinary words a column or paragraph may end, and between the parts of a name, which are known by themselves.
        if (wide && (value.entity === 'NAME' || value.reach === 'same-case')) continue;
        if (this.agrees(value, text, first.start, end)) mentions.push({ value, start: first.start, end });
      }
    }
    return mentions;
  }

  /** The keys of the first run, the first two and so on, that are as long as a known one that begins alike. */
  private *joined(text: string, window: readonly Run[]): Generator<Joined> {
    let key = '';
    let lengths: KeyLengths | undefined;
    let previous: Run | undefined;
    let wide = false;
    for (const run of window) {
      const gap = text.slice(previous?.end ?? run.start, run.start);
      if (!mayStandBetween(gap)) {
        if (!isWide(gap)) return;
        wide = true;
      }
      // Once the head is whole it stays the same.
      if (key.length < HEAD) lengths = this.heads.get((key + run.key).slice(0, HEAD));
      key += run.key;
      if (lengths === undefined || key.length > lengths.longest) return;
      if (lengths.all.has(key.length)) yield { key, end: run.end, wide };
      previous = run;
    }
  }

  private agrees(value: KnownValue, text: string, start: number, end: number): boolean {
    const written = text.slice(start, end);
    if (value.reach !== 'anywhere' && isWithinLetters(text, start, end)) return false;
    switch (value.reach) {
      case 'exact':
        return singleSpaced(written.toLowerCase()) === singleSpaced(value.written.toLowerCase());
      case 'same-case':
        return written === value.written || (value.runs > 1 && /^\p{Lu}/u.test(written) && /[^\p{L}]\p{Lu}/u.test(written));
      case 'context':
        return this.ordinary.usedAsName(text, start, end, value.entity !== 'NAME');
      default:
        return value.runs === 1 || /[^\p{L}\p{N}]/u.test(written) || !this.ordinary.has(written);
    }
  }
}
