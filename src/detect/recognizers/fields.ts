import type { RuleSet } from '../../rules/types';
import { visitFields } from '../records/field-names';
import { scanJson } from '../records/scan-json';
import type { Candidate, Field, MatchText, Span } from '../types';
import { fieldReaderOf } from './field-reader';

/** Fields of structured data: JSON within a text, and texts that are values of a tree. */

/** A part of a text that is the value of a field. */
export interface FieldText extends Span {
  readonly field: Field;
}

/** Finds the values of fields whose names the rules know. Linear in the text. */
export function recognizeFields(
  { text }: MatchText,
  ruleSet: RuleSet,
  checkpoint: () => void,
  values: readonly FieldText[],
): Candidate[] {
  const reader = fieldReaderOf(ruleSet);
  const found = values.flatMap(({ field, ...value }) => reader.read(text, value, field));
  for (const root of scanJson(text)) {
    visitFields(root, undefined, {
      value: ({ at }, field) => {
        checkpoint();
        if (field !== undefined) found.push(...reader.read(text, at, field));
      },
    });
  }
  return found;
}
