import type { Candidate, MatchText, Span } from '../types';
import { type Code, codesOf, digitsIn, inOneList, lettersIn } from './codes';

/**
 * Identifiers come in families: "checks 7682718 and 7682719", a column of chart numbers of which one is labelled, orders of one
 * lettered series. What is formed like a found identifier and stands in its list, in its column or has its letters is one too.
 */

export const FAMILIES: ReadonlySet<string> = new Set<string>([
  'ID',
  'MRN',
  'ACCOUNT',
  'PLAN',
  'LICENSE',
  'DEVICE',
  'VEHICLE',
  'BIOMETRIC',
]);
const SCORE = 0.6;
/** A list that begins behind a label is one of such numbers to its end, however long it is and however little else is sure in the text. */
const LABELLED = 0.7;
const LISTED = 0.9;
/** What is found by its form alone has no siblings: a code of a catalogue would draw in the whole catalogue. */
const SURE = 0.6;
/** Lines between two of a column, at most. */
const ROW_REACH = 2;

/** Lettered series that stand for one thing wherever they occur: not "A0427" or "B12", but "KX-20953" and "TR441907". */
function isSeries(form: string): boolean {
  const digits = digitsIn(form);
  const letters = lettersIn(form);
  if (letters === 0 || !/^[a-z]/i.test(form)) return false;
  return (
    digits >= 6 || (digits >= 5 && (letters >= 2 || /[-/]/.test(form))) || (digits >= 4 && letters >= 2 && form.includes('-'))
  );
}

/** No time, date, fraction, decimal or telephone number. */
const isColumnar = (form: string): boolean =>
  (digitsIn(form) >= 6 || (lettersIn(form) > 0 && digitsIn(form) >= 4)) &&
  !/^(?:9{1,4}[/:.]|9999-99-99|9{1,2}-9{1,2}-9{4}|999-999-9999|9{4,5}-9{3,4}-9{1,2}$)/.test(form);

class Family {
  private readonly codes: readonly Code[];
  private readonly at = new Map<number, number>();
  private readonly byForm = new Map<string, Code[]>();
  /** By form, line and the column in which a code begins or ends. */
  private readonly byColumn = new Map<string, Code>();

  constructor(private readonly text: MatchText) {
    this.codes = codesOf(text);
    this.codes.forEach((code, index) => {
      this.at.set(code.start, index);
      const same = this.byForm.get(code.form);
      if (same === undefined) this.byForm.set(code.form, [code]);
      else same.push(code);
      for (const key of columnKeys(code, code.line)) this.byColumn.set(key, code);
    });
  }

  /** The code that is the whole of the span. */
  codeAt({ start, end }: Span): Code | undefined {
    const code = this.codes[this.at.get(start) ?? -1];
    return code?.end === end ? code : undefined;
  }

  /** Those next to it in its list. */
  *listedWith(code: Code): Generator<Code> {
    const index = this.at.get(code.start) ?? -1;
    const { text } = this.text;
    const [before, next] = [this.codes[index - 1], this.codes[index + 1]];
    if (next !== undefined && inOneList(text, code, next)) yield next;
    if (before !== undefined && inOneList(text, before, code)) yield before;
  }

  /** Those of its series or column. */
  *siblingsOf(code: Code): Generator<Code> {
    if (isSeries(code.form)) {
      yield* this.byForm.get(code.form) ?? [];
      // All of a series are found by its first: to go through them for each again would take quadratic time.
      this.byForm.delete(code.form);
    } else if (isColumnar(code.form)) yield* this.inColumn(code);
  }

  private *inColumn(code: Code): Generator<Code> {
    for (let distance = 1; distance <= ROW_REACH; distance += 1) {
      for (const line of [code.line - distance, code.line + distance]) {
        for (const key of columnKeys(code, line)) {
          const other = this.byColumn.get(key);
          if (other !== undefined) yield other;
        }
      }
    }
  }
}

/** Keys under which a code of the same form in a line is found that begins or ends in the same column. */
function columnKeys({ form, column, start, end }: Code, line: number): readonly [string, string] {
  return [`${form} ${line} from ${column}`, `${form} ${line} to ${column + end - start}`];
}

/** What belongs to the families of the candidates. Reads each code of the text once, whatever leads to it. */
export function recognizeSiblings(text: MatchText, candidates: readonly Candidate[], checkpoint: () => void): Candidate[] {
  const queue = candidates.filter(({ entity, score, stays }) => score >= SURE && stays !== true && FAMILIES.has(entity));
  if (queue.length === 0) return [];
  const family = new Family(text);
  // The surest first: a list takes the score of its head.
  queue.sort((left, right) => left.score - right.score);
  const scores = new Map(queue.map(({ start, score }) => [start, score >= LABELLED ? 1 : score]));
  const found: Candidate[] = [];
  const add = (candidate: Candidate, { start, end }: Code, score: number): void => {
    if ((scores.get(start) ?? 0) >= score) return;
    scores.set(start, score);
    const evidence = { base: score, note: 'formed like another one' };
    const sibling = { ...candidate, start, end, score, pattern: 'sibling', evidence };
    found.push(sibling);
    queue.push(sibling);
  };
  for (let candidate = queue.pop(); candidate !== undefined; candidate = queue.pop()) {
    checkpoint();
    const code = family.codeAt(candidate);
    if (code === undefined) continue;
    for (const listed of family.listedWith(code)) add(candidate, listed, candidate.score >= LABELLED ? LISTED : SCORE);
    for (const sibling of family.siblingsOf(code)) add(candidate, sibling, SCORE);
  }
  return found;
}
