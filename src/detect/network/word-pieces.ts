import type { NetworkModel } from '../../rules/learned/network-model';
import { KIND, type TaggerTokens } from '../tagger/tokens';

/** Tokens as the network reads them: word pieces (WordPiece as in BERT, uncased) with the form in which they stand. */
export interface WordPieces {
  readonly count: number;
  /** Numbers of the pieces; the first and the last are the ends of the text. */
  readonly pieces: Int32Array;
  readonly forms: Int32Array;
  /** Where each token's first piece stands. */
  readonly firsts: Int32Array;
}

/** Most pieces of one token that are read: of a run of letters without end, the beginning tells all there is. */
const MOST_PIECES = 12;
/** Longest run in UTF-16 code units that is cut into pieces at all, as in BERT. */
const LONGEST = 100;
const LINE = '[LINE]';
const BEGIN = '[CLS]';
const END = '[SEP]';
const UNKNOWN = '[UNK]';

/** Kinds of case; each takes three numbers, by the blanks in front. */
const CASE = { lower: 0, digits: 1, sign: 2, capitals: 3, capital: 4, title: 5, mixed: 6, lineEnd: 7 } as const;
/** The form of pieces that continue a word, and of the text's ends. */
const CONTINUED = 24;

/** The case of a token that is no line end. */
function caseOf(word: string, kind: number): number {
  if (kind === KIND.digits) return CASE.digits;
  if (kind === KIND.sign) return CASE.sign;
  const lower = word.toLowerCase();
  const upper = word.toUpperCase();
  if (word === upper && upper !== lower) return word.length > 1 ? CASE.capitals : CASE.capital;
  const first = word.charAt(0);
  if (first === first.toLowerCase()) return CASE.lower;
  return word.slice(1) === lower.slice(1) ? CASE.title : CASE.mixed;
}

const NOT_ASCII = /[^\0-\x7F]/;

/** Without accents, as BERT's uncased pieces are. */
function plainOf(lower: string): string {
  return NOT_ASCII.test(lower) ? lower.normalize('NFD').replace(/\p{Mn}/gu, '') : lower;
}

interface CutWord {
  readonly pieces: readonly number[];
  /** Its case, times three. */
  readonly form: number;
}

/** Cuts words into the longest pieces that the network knows, from left to right; keeps what it has cut. */
class PieceCutter {
  private readonly known = new Map<string, CutWord>();
  private readonly names: ReadonlyMap<string, number>;
  private readonly unknown: readonly number[];

  constructor({ pieces }: NetworkModel) {
    this.names = pieces;
    this.unknown = [this.special(UNKNOWN)];
    this.known.set('\n', { pieces: [this.special(LINE)], form: CASE.lineEnd * 3 });
  }

  special(name: string): number {
    return this.names.get(name) ?? 0;
  }

  /** @param word a token */
  cut(word: string, kind: number): CutWord {
    const known = this.known.get(word);
    if (known !== undefined) return known;
    const plain = kind === KIND.digits ? word : plainOf(word.toLowerCase());
    const pieces = plain === '' || plain.length > LONGEST ? this.unknown : this.cutPlain(plain);
    const cut = { pieces, form: caseOf(word, kind) * 3 };
    this.known.set(word, cut);
    return cut;
  }

  private cutPlain(word: string): readonly number[] {
    const pieces: number[] = [];
    for (let at = 0; at < word.length; ) {
      const { piece, end } = this.longest(word, at);
      if (piece === undefined) return this.unknown;
      pieces.push(piece);
      at = end;
    }
    return pieces.slice(0, MOST_PIECES);
  }

  private longest(word: string, at: number): { piece: number | undefined; end: number } {
    for (let end = word.length; end > at; end -= 1) {
      const part = word.slice(at, end);
      const piece = this.names.get(at === 0 ? part : `##${part}`);
      if (piece !== undefined) return { piece, end };
    }
    return { piece: undefined, end: at };
  }
}

/** Cuts the tokens of a text into word pieces. */
export function cutWordPieces(text: string, tokens: TaggerTokens, model: NetworkModel): WordPieces {
  const cutter = new PieceCutter(model);
  const firsts = new Int32Array(tokens.count);
  const cuts: CutWord[] = [];
  let count = 1;
  for (let token = 0; token < tokens.count; token += 1) {
    const word = text.slice(tokens.starts[token] as number, tokens.ends[token] as number);
    const cut = cutter.cut(word, tokens.kinds[token] as number);
    cuts.push(cut);
    firsts[token] = count;
    count += cut.pieces.length;
  }
  const pieces = new Int32Array(count + 1);
  const forms = new Int32Array(count + 1).fill(CONTINUED);
  pieces[0] = cutter.special(BEGIN);
  pieces[count] = cutter.special(END);
  let last = 0;
  for (let token = 0; token < tokens.count; token += 1) {
    const { pieces: ofWord, form } = cuts[token] as CutWord;
    const first = firsts[token] as number;
    for (let index = 0; index < ofWord.length; index += 1) pieces[first + index] = ofWord[index] as number;
    forms[first] = form + Math.min((tokens.starts[token] as number) - last, 2);
    last = tokens.ends[token] as number;
  }
  return { count: count + 1, pieces, forms, firsts };
}
