import type { RuleSet } from '../../rules/types';
import { oncePer } from '../once-per';
import type { Span } from '../types';

/**
 * Turns of a talk within a text: transcripts, interviews, chats, and logs of such in JSON and CSV. Everything is looked for within a bounded
 * distance of a question, so that a text of nothing but questions is read in linear time.
 */

/** What tells turns apart by the rules. */
export interface TalkWords {
  /** Whether rules know what a name of a field means. */
  readonly knows: (name: string) => boolean;
  readonly speakers: SpeakerPatterns;
}

/** Who speaks, by `rules/lists/speaker-roles.txt`. */
export interface SpeakerPatterns {
  /** In the lines of a CSV, perhaps behind a number and a time. */
  readonly cell: RegExp;
  /** Labels of forms, too. */
  readonly whole: RegExp;
  /** In front of the last string of a record, the last cell of a row, the last turn of a line. */
  readonly beginsTurn: RegExp;
}

/** Longest turn that is taken for an answer, in UTF-16 code units. */
export const LONGEST_TURN = 80;
/** Longest line of a turn, with when and who. */
const LONGEST_LINE = 160;
/** How much in front of its mark a question takes. */
const LONGEST_QUESTION = 200;
/** How many turns an answer may come late. */
const LATEST_TURN = 3;

/** What may stand in front of a turn: bullets, a time, who speaks. */
const STAMP =
  /^[\s>|*_#–•-]{0,8}(?:\d{1,3}[ \t]{2,6})?(?:[[(]?\d{1,4}[-/.:]\d{1,2}[\d:/., TZ-]{0,18}(?:[ap]\.?m\.?)?[\])]?[\s,–-]{0,4})?/i;
const SPEAKER =
  /^[*_"'[(<]{0,3}(?<who>\p{L}[\p{L}\d .'&/#-]{0,30}?)[*_"'\])]{0,3}(?: ?[[(][^()[\]\n]{1,24}[\])])?(?:[:>][*_]{0,3}(?:[ \t]+|$)|(?<=^[QA])[.)] {1,4}|(?<=^\p{Lu}{1,3})(?: {2,8}|\t))/u;
/** A cell of such a line. */
const CELL = /^"(?<quoted>[^"\n]*)"|^[^,;|\t\n"]*/;
/** Behind a cell that holds a question. */
const CELL_ENDS = /^["']?[,;|\t](?! )/;
/** A turn within a line ends in front of the next one. */
const NEXT_TURN = / [/|] | (?=\p{Lu}[\p{L}\d .]{0,20}: )|(?!^)["}]/u;
/** Who speaks, on a line of its own; in capitals without a colon, if the question has such a line, too. */
const SPEAKER_ALONE = /^[*_[(]{0,3}\p{L}[\p{L}\d .'-]{0,30}:[*_\])]{0,3}$/u;
const CAPITALS_ALONE = /^[*_[(]{0,3}\p{Lu}[\p{Lu}\d .'-]{0,30}[*_\])]{0,3}$/u;

/** Between a question and what follows it in the same line, or within records of JSON. */
const BEHIND = /["')\]*_]{0,4}[ \t]{0,4}(?:[/|] )?/y;
const BETWEEN_RECORDS =
  /"\s{0,8}\}\s{0,8},?\s{0,8}\{\s{0,8}(?:"[^"\n]{1,24}"\s{0,4}:\s{0,4}(?:"[^"\n]{0,40}"|[\d.]{1,20}|null)\s{0,4},\s{0,8}){0,5}"(?:text|content|msg|message|body|value|answer|utterance|says?|line|response)"\s{0,4}:\s{0,4}"?/iy;

const NOBODY = '(?!)';

/** The patterns of who speaks by a rule set's list; without one nobody is known by a role. */
export const speakerPatternsOf = oncePer(
  ({ lists }: RuleSet): SpeakerPatterns => {
    const all = [...(lists.get('speaker-roles') ?? [])];
    const either = (roles: typeof all): string => roles.map(([role]) => role.replace(/\W/g, '\\$&')).join('|') || NOBODY;
    const answering = either(all.filter(([, number]) => number === 0));
    return {
      cell: new RegExp(`^(?:[^,;|\\t\\n"]{0,24}[,;|\\t]){0,3}"?(?:${answering})"?[,;\\t|] ?`, 'i'),
      whole: new RegExp(`^(?:${answering})$`, 'i'),
      beginsTurn: new RegExp(`^.*(?:[:,[]\\s?"|\\b(?:${either(all)})[,;|\\t]|(?: |^)\\p{Lu}[\\p{L}\\d]{0,15}: )`, 'su'),
    };
  },
  ({ lists }) => lists,
);

/** A line as a turn of a talk: where what is said stands. `undefined` if it is the label of something else. */
function turnIn(text: string, line: Span, words: TalkWords): Span | undefined {
  let from = line.start + (STAMP.exec(text.slice(line.start, line.end))?.[0].length ?? 0);
  const rest = text.slice(from, line.end);
  const role = words.speakers.cell.exec(rest)?.[0];
  if (role !== undefined) return cellFrom(text, { start: from + role.length, end: line.end });
  const speaker = SPEAKER.exec(rest);
  const who = speaker?.groups?.['who'];
  if (who !== undefined && words.knows(who) && !words.speakers.whole.test(who)) return undefined;
  if (speaker === null && rest.includes(' | ')) return undefined;
  from += speaker?.[0].length ?? 0;
  const said = text.slice(from, line.end);
  const end = from + (NEXT_TURN.exec(said)?.index ?? said.length);
  return { start: from, end };
}

function cellFrom(text: string, { start, end }: Span): Span {
  const cell = CELL.exec(text.slice(start, end));
  const quoted = cell?.groups?.['quoted'];
  if (quoted !== undefined) return { start: start + 1, end: start + 1 + quoted.length };
  return { start, end: start + (cell?.[0].length ?? 0) };
}

/** The rest of a line, or nothing if it is longer than any turn with who speaks in front. */
function restOfLine(text: string, start: number): Span | undefined {
  const length = text.slice(start, start + LONGEST_LINE + 1).search(/\n|$/);
  return length > LONGEST_LINE ? undefined : { start, end: start + length };
}

/** The last line with text above that of a place. */
function lineAbove(text: string, place: number): string {
  const lines = text
    .slice(Math.max(0, place - 2 * LONGEST_LINE), place)
    .trimEnd()
    .split(/\s*\n\s*/);
  return lines.at(-2) ?? '';
}

/** The turns in the lines behind a place, as many as may hold its answer. Lines without text, and who speaks, are no turns. */
function* turnsBehind(text: string, place: number, words: TalkWords): Generator<Span> {
  const isScript = CAPITALS_ALONE.test(lineAbove(text, place));
  let line = restOfLine(text, place);
  for (let count = 0; count < 3 * LATEST_TURN && line !== undefined && line.end < text.length; count += 1) {
    line = restOfLine(text, line.end + 1);
    if (line === undefined) return;
    const written = text.slice(line.start, line.end).trim();
    if (written === '' || SPEAKER_ALONE.test(written) || (isScript && CAPITALS_ALONE.test(written))) continue;
    const turn = turnIn(text, line, words);
    if (turn === undefined) return;
    yield turn;
  }
}

/** The text of the question that ends at a place. */
export function questionBefore(text: string, end: number, words: TalkWords): string {
  const floor = Math.max(0, end - LONGEST_QUESTION);
  const before = text.slice(floor, end - 1).lastIndexOf('\n');
  const line = { start: floor + before + 1, end };
  const isWhole = before >= 0 || floor === 0;
  const turn = text.slice((isWhole ? turnIn(text, line, words) : undefined)?.start ?? line.start, end);
  return turn.slice(words.speakers.beginsTurn.exec(turn)?.[0].length);
}

/** What is said behind a question and may answer it. */
interface Place extends Span {
  /** How many turns later; 0 in the same line. */
  readonly turn: number;
}

/** In its line, in the next record, in the next turn, and later. */
export function* placesBehind(text: string, end: number, words: TalkWords): Generator<Place> {
  BETWEEN_RECORDS.lastIndex = end;
  const record = BETWEEN_RECORDS.exec(text)?.[0].length;
  if (record !== undefined) {
    const start = end + record;
    const length = text.slice(start, start + LONGEST_TURN).search(/["}]/);
    if (length >= 0) yield { start, end: start + length, turn: 1 };
    return;
  }
  BEHIND.lastIndex = end;
  const rest = restOfLine(text, end + (BEHIND.exec(text)?.[0].length ?? 0));
  const isInCell = CELL_ENDS.test(text.slice(end, end + 3));
  const inLine = rest && !isInCell ? turnIn(text, rest, words) : undefined;
  if (inLine !== undefined) yield { ...inLine, turn: 0 };
  let turn = 0;
  for (const span of turnsBehind(text, end, words)) {
    turn += 1;
    yield { ...span, turn };
    if (turn === LATEST_TURN) return;
  }
}
