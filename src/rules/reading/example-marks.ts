/** Reads the `[[...]]` marks of examples. */
import type { RuleExample } from '../types';

/** Of "[[[" the last two open a mark: the first is text. */
const MARK = /\[\[(?!\[)|\]\]/gu;

type Marked = Pick<RuleExample, 'text' | 'spans'>;

/** Text without marks and the spans they enclosed (UTF-16 offsets), or what is wrong with the marks. */
export function readMarks(marked: string): Marked | string {
  const spans: { start: number; end: number }[] = [];
  let text = '';
  let from = 0;
  let open: number | undefined;
  for (const match of marked.matchAll(MARK)) {
    text += marked.slice(from, match.index);
    from = match.index + 2;
    if ((match[0] === '[[') !== (open === undefined)) return 'marks must come in pairs, [[ then ]], without nesting';
    if (open !== undefined) spans.push({ start: open, end: text.length });
    open = match[0] === '[[' ? text.length : undefined;
  }
  if (open !== undefined) return 'a [[ has no ]]';
  if (spans.length === 0) return 'mark what must be found, such as MRN: [[00482913]]';
  if (spans.some(({ start, end }) => start === end)) return 'a mark is empty';
  return { text: text + marked.slice(from), spans };
}
