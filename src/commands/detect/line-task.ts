import { parse } from 'lossless-json';
import { deidentifyText } from '../../deid/deidentify-text';
import type { RuleSet } from '../../rules/types';
import { describeError } from '../command-error';

/** What became of one input line. A problem holds no text of the line. */
export type LineResult = { readonly output: string } | { readonly problem: string };

const FORM = '{"id": …, "text": "…"}';

/** Reads one line, de-identifies its text and gives the line to print. One vault per line: tokens of two documents never meet. */
export function deidentifyLine(line: string, ruleSet: RuleSet): LineResult {
  const document = parseLine(line);
  if ('problem' in document) return document;
  try {
    const { text, spans } = deidentifyText(document.text, ruleSet);
    const printed = spans.map(({ start, end, entity, token, rule, score }) => ({ start, end, entity, token, rule, score }));
    return { output: `{"id":${document.id},"spans":${JSON.stringify(printed)},"text":${JSON.stringify(text)}}\n` };
  } catch (error) {
    // Fail closed: a document that could not be read to its end gives no output at all.
    return { problem: `could not be de-identified: ${describeError(error)}` };
  }
}

/** A document; `id` is JSON as it is to be printed. */
function parseLine(line: string): { readonly id: string; readonly text: string } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The parser's own message would quote the line.
    return { problem: `is not valid JSON. Each line must be ${FORM}` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: `is not an object. Each line must be ${FORM}` };
  const { id, text } = value as { readonly id?: unknown; readonly text?: unknown };
  if (typeof id !== 'string' && typeof id !== 'number')
    return { problem: `has no "id" (a string or number). Each line must be ${FORM}` };
  if (typeof text !== 'string') return { problem: `has no "text" (a string). Each line must be ${FORM}` };
  if (typeof id === 'string' || Number.isSafeInteger(id)) return { id: JSON.stringify(id), text };
  try {
    return { id: numberAsWritten(line), text };
  } catch {
    // This parser calls itself for each level.
    return { problem: 'is nested too deeply' };
  }
}

/** The number that is the line's id, to its last digit: above 2^53 two documents would otherwise come out with one id. */
function numberAsWritten(line: string): string {
  // Of a key that stands twice the last counts, as it did for the text.
  return String((parse(line, null, { onDuplicateKey: ({ newValue }) => newValue }) as { readonly id: unknown }).id);
}
