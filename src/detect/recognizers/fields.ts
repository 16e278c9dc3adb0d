import type { RuleSet } from '../../rules/types';
import { ChoiceReader } from '../choices';
import { visitFields } from '../records/field-names';
import { scanJson } from '../records/scan-json';
import type { Candidate, Field, MatchText, Span } from '../types';
import { fieldReaderOf } from './fields/field-reader';

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
    const choices = new Map<string, Span[]>();
    visitFields(root, undefined, {
      value: ({ at }, field) => {
        checkpoint();
        if (field === undefined) return;
        found.push(...reader.read(text, at, field));
        const choice = choiceOf(field);
        if (choice !== undefined) addTo(choices, choice, at);
      },
    });
    found.push(...constantsAmong(text, choices, ruleSet));
  }
  return found;
}

function addTo(choices: Map<string, Span[]>, choice: string, at: Span): void {
  const spans = choices.get(choice);
  if (spans === undefined) choices.set(choice, [at]);
  else spans.push(at);
}

/** What is chosen where a schema gives the choice: the name of the property above its `enum`. */
const choiceOf = ({ names: [own, outer = ''] }: Field): string | undefined =>
  own === 'enum' ? outer.replace(/ enum$/, '') : undefined;

/** Values of schemas within a text that are constants are no names, for sure. */
function constantsAmong(text: string, choices: ReadonlyMap<string, readonly Span[]>, ruleSet: RuleSet): Candidate[] {
  if (choices.size === 0) return [];
  const reader = new ChoiceReader(ruleSet);
  const fields = fieldReaderOf(ruleSet);
  const written = ({ start, end }: Span): string => text.slice(start, end);
  return Array.from(choices).flatMap(([name, spans]) => {
    const choice = { name, values: spans.map(written) };
    return spans.filter((span) => reader.isConstant(written(span), choice)).flatMap((span) => fields.noName(span));
  });
}
