import { firstIndex } from '../first-index';
import type { MatchText, Word } from '../types';
import { CLASS, classAt, runEnd } from './character-class';

/** Lower case of the same length: the few letters whose lower case is longer stay as they are. */
export function sameLengthLower(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => {
    const small = character.toLowerCase();
    return small.length === character.length ? small : character;
  }).join('');
}

/** End of the word that begins at `start`: letters with inner apostrophes, or digits. */
function wordEnd(text: string, start: number, kind: number): number {
  let end = runEnd(text, start, kind);
  while (kind === CLASS.letter && text.charAt(end) === "'" && classAt(text, end + 1) === CLASS.letter)
    end = runEnd(text, end + 1, kind);
  return end;
}

function findWords(text: string, lower: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    const kind = classAt(text, at);
    if (kind !== CLASS.letter && kind !== CLASS.digit) {
      at += 1;
      continue;
    }
    const end = wordEnd(text, at, kind);
    const isDigits = kind === CLASS.digit;
    words.push({ start: at, end, text: text.slice(at, end), lower: lower.slice(at, end), kind: isDigits ? 'digits' : 'letters' });
    at = end;
  }
  return words;
}

class LazyMatchText implements MatchText {
  readonly text: string;
  readonly lower: string;
  private found: readonly Word[] | undefined;

  constructor(text: string) {
    this.text = text;
    this.lower = sameLengthLower(text);
  }

  get words(): readonly Word[] {
    this.found ??= findWords(this.text, this.lower);
    return this.found;
  }

  wordAt(offset: number): number {
    const { words } = this;
    return firstIndex(words.length, (index) => (words[index] as Word).start >= offset);
  }
}

/** Wraps already normalised text for the recognizers. */
export function createMatchText(text: string): MatchText {
  return new LazyMatchText(text);
}
