import { firstIndex } from '../first-index';
import type { FieldText } from '../recognizers/fields';
import type { Span } from '../types';
import { type Answer, pointOf } from './answers';
import { itemsOf, namesAskedFor } from './asked-for';

/** A line of a form. */
interface Line extends Span {
  /** Where its value stands in the text of the answers. */
  readonly from: number;
}

/** Answers as a form: a text of lines, each of them what was asked for and what was said. */
export class AnswerForm {
  text = '';
  readonly fields: FieldText[] = [];
  private readonly lines: Line[] = [];

  /** Adds an answer that stands behind those before. */
  add(text: string, answer: Answer): void {
    const start = this.text.length + answer.label.length + 2;
    const shift = start - answer.start;
    const end = answer.end + shift;
    this.text += `${answer.label}: ${text.slice(answer.start, answer.end)}\n`;
    this.lines.push({ start, end, from: answer.start });
    const field = { names: [answer.label, ...itemsOf(answer.label)].flatMap(namesAskedFor), beside: [] };
    const point = pointOf(text, answer);
    this.fields.push({ field, start, end });
    if (point.end < answer.end) this.fields.push({ field, start, end: point.end + shift });
  }

  /** Where in the text of the answers a span of the form stands; `undefined` for labels. */
  placeOf(span: Span): Span | undefined {
    const { lines } = this;
    const line = lines[firstIndex(lines.length, (index) => (lines[index] as Line).end > span.start)];
    if (line === undefined || line.start >= span.end) return undefined;
    const shift = line.from - line.start;
    return { start: Math.max(span.start, line.start) + shift, end: Math.min(span.end, line.end) + shift };
  }
}

/** Forms of at most so many UTF-16 code units, or one answer each. */
export function formsOfAnswers(text: string, answers: readonly Answer[], limit: number): AnswerForm[] {
  const forms: AnswerForm[] = [];
  for (const answer of answers) {
    const last = forms.at(-1);
    const form = last === undefined || last.text.length > limit ? new AnswerForm() : last;
    if (form !== last) forms.push(form);
    form.add(text, answer);
  }
  return forms;
}
