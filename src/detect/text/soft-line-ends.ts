import type { NormalisedText } from './normalise';
import { sequential } from './sequential-string';

/**
 * Line ends that are not their author's: mail programs, terminals and PDFs break a paragraph where a line is full, in the middle of names,
 * dates and addresses. They are told by the width: a line is full for each width that it keeps to and that its next word would not.
 */

/** Lines wider than this are not wrapped, paragraphs of narrower ones are lists or verse. */
const WIDEST = 130;
const NARROWEST = 28;
/** How much of a line tells whether an item begins. */
const SIDE = 48;
/** Fewest full lines of a text, and which share of the lines of a paragraph that go on they are at least. */
const FEWEST_FULL = 3;
const SHARE_FULL = 0.6;
/** So many are no chance; fewer must be of some width, and half of them go on in small letters. */
const MANY_FULL = 8;
const SOME_WIDTH = 40;
/** Fewest lines of which all but some are as wide as each other that were broken within words; blanks that fill up lines tell of others. */
const FEWEST_EQUAL = 4;
const SHARE_EQUAL = 0.7;
const FILLED_UP = /[^\s.:!?] {2}\S/;
/** How many lines may be wider for each full one. */
const SHARE_WIDER = 0.1;

/** Cells, code, markup. */
const NO_PROSE = /\t|\S {3}|[|{}<>=~^*]|": |_{3}|\.{4}|(?:[^,;\n]*[,;]\S){2}/;
/** Where an item of a list, a field, or a line of a conversation begins. */
const BEGINS_ITEM = /^(?:[^\p{L}\p{N}("']|\p{L}?\d{0,3}[.)]|[\p{L}\d ()/-]{1,30}:)/u;
/** The sign of a quotation and the indent of a line. */
const MARGIN = /[ \t]{0,16}(?:>[> ]{0,8})?/y;
/** What is no end of a word: a value that is broken there is told by its shape. */
const WITHIN_WORD = /[-/@_=]/;

interface Line {
  readonly begin: number;
  /** Where its words begin and end. */
  readonly start: number;
  readonly end: number;
}

/** The end of a line that the next one may go on with. */
interface End {
  readonly line: Line;
  readonly next: Line;
  /** The widths for which the line is full. */
  readonly least: number;
  readonly most: number;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let begin = 0; begin < text.length; ) {
    const found = text.indexOf('\n', begin);
    const stop = found < 0 ? text.length : found;
    MARGIN.lastIndex = begin;
    const start = Math.min(stop, begin + (MARGIN.exec(text)?.[0].length ?? 0));
    let end = stop;
    while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
    lines.push({ begin, start, end });
    begin = stop + 1;
  }
  return lines;
}

/** The length of a line's first word, or more than matters. */
function firstWord(text: string, { start, end }: Line): number {
  let at = start;
  while (at < end && at - start < WIDEST && text.charCodeAt(at) > 0x20) at += 1;
  return at - start;
}

const widthOf = ({ begin, end }: Line): number => end - begin;
const isBlank = ({ start, end }: Line): boolean => end <= start;

/** The paragraphs of a text, each by the ends of its lines. */
function paragraphsOf(text: string, lines: readonly Line[]): End[][] {
  const paragraphs: End[][] = [[]];
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    const least = widthOf(line);
    if (isBlank(line)) paragraphs.push([]);
    else if (next !== undefined && !isBlank(next) && least <= WIDEST)
      paragraphs.at(-1)?.push({ line, next, least, most: Math.min(WIDEST, least + firstWord(text, next)) });
  }
  return paragraphs;
}

/** The width for which most lines are full, if these are some. */
function likeliestWidth(paragraphs: readonly (readonly End[])[]): number | undefined {
  const changes = new Int32Array(WIDEST + 2);
  for (const ends of paragraphs) {
    for (const { least, most } of ends) {
      changes[least] = (changes[least] ?? 0) + 1;
      changes[most + 1] = (changes[most + 1] ?? 0) - 1;
    }
  }
  let count = 0;
  let best = FEWEST_FULL - 1;
  let width: number | undefined;
  for (let at = 0; at <= WIDEST; at += 1) {
    count += changes[at] ?? 0;
    if (at >= NARROWEST && count > best) {
      best = count;
      width = at;
    }
  }
  return width;
}

function isProse(text: string, { start, end }: Line): boolean {
  return end - start > WIDEST || !NO_PROSE.test(text.slice(start, end));
}

/** Whether a line goes on with the next one, by what they hold. */
function goesOn(text: string, { line, next }: End): boolean {
  return (
    !BEGINS_ITEM.test(text.slice(next.start, Math.min(next.end, next.start + SIDE))) && isProse(text, line) && isProse(text, next)
  );
}

/** A line end that a program put into a paragraph, and what stood there before. */
export interface SoftEnd {
  readonly start: number;
  readonly end: number;
  readonly instead: '' | ' ';
}

/** Terminals break at one width, within words, too. */
function breaksWords(text: string, ends: readonly End[], width: number): boolean {
  const equal = ends.filter(({ least }) => least === width);
  if (equal.length < FEWEST_EQUAL || equal.length < ends.length * SHARE_EQUAL) return false;
  return !ends.some(({ line }) => FILLED_UP.test(text.slice(line.start, line.end)));
}

/** Whether a text was wrapped at a width, by its full lines and by those that are wider. */
function isWrapped(text: string, full: readonly End[], lines: readonly Line[], width: number): boolean {
  if (full.length < FEWEST_FULL) return false;
  // Columns of a table stand two blanks apart.
  const filledUp = full.filter(({ line }) => FILLED_UP.test(text.slice(line.start, line.end)));
  if (filledUp.length * 2 >= full.length) return false;
  const inSmall = full.filter(({ next }) => /^\p{Ll}/u.test(text.slice(next.start, next.start + 2)));
  if (full.length < MANY_FULL && (width < SOME_WIDTH || inSmall.length * 2 < full.length)) return false;
  return lines.filter((line) => widthOf(line) > width && isProse(text, line)).length <= full.length * SHARE_WIDER;
}

/** The line ends that a program put into paragraphs; sorted. Takes linear time. */
export function softLineEnds(text: string): SoftEnd[] {
  const lines = linesOf(text);
  if (lines.length <= FEWEST_FULL) return [];
  const all = paragraphsOf(text, lines);
  if (likeliestWidth(all) === undefined) return [];
  const paragraphs = all.map((ends) => ends.filter((end) => goesOn(text, end)));
  const width = likeliestWidth(paragraphs);
  if (width === undefined) return [];
  const soft = paragraphs.flatMap((ends) => {
    const full = ends.filter(({ least, most }) => least <= width && width <= most);
    return full.length >= ends.length * SHARE_FULL ? full : [];
  });
  if (!isWrapped(text, soft, lines, width)) return [];
  const isWithinWords = breaksWords(text, soft, width);
  return soft.map(({ line: { end: start }, next: { start: end }, least }) => {
    const isWord = isWithinWords && least === width && !/[ \t]/.test(text.slice(start, end));
    return { start, end, instead: isWord ? '' : ' ' };
  });
}

/** A text without the line ends that a program put into its paragraphs. */
export function unwrapped(written: NormalisedText): NormalisedText {
  const { text } = written;
  const ends = softLineEnds(text).filter(({ start, instead }) => instead === '' || !WITHIN_WORD.test(text.charAt(start - 1)));
  if (ends.length === 0) return written;
  const parts: string[] = [];
  const starts = new Int32Array(text.length);
  const stops = new Int32Array(text.length);
  let length = 0;
  let read = 0;
  const keep = (to: number): void => {
    parts.push(text.slice(read, to));
    for (let at = read; at < to; at += 1) {
      starts[length] = written.starts?.[at] ?? at;
      stops[length] = written.ends?.[at] ?? at + 1;
      length += 1;
    }
  };
  for (const { start, end, instead } of ends) {
    keep(start);
    parts.push(instead);
    if (instead === ' ') {
      starts[length] = written.starts?.[start] ?? start;
      stops[length] = written.ends?.[end - 1] ?? end;
      length += 1;
    }
    read = end;
  }
  keep(text.length);
  return { text: sequential(parts.join('')), starts: starts.subarray(0, length), ends: stops.subarray(0, length) };
}
