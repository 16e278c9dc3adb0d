import type { CompiledRule, Entity, RuleSet } from '../../../rules/types';
import type { Candidate, Span } from '../../types';
import { candidateOf, scored } from '../candidate-of';
import type { FieldReader } from '../fields/field-reader';
import { cellValue } from '../fields/field-values';
import { ALIGNED } from './cells';
import { isBelow, type Row, spanOf, type Table } from './table';

/** What stands in tables with a known head and looks like PHI to who reads words, but is none. */

/** Says that this is none, whatever the words around it are like. */
const IS_NONE = scored(0, 'a head or a result of a table');
const PATTERN = 'no-value';
/** What words of heads are taken for ("Status & Drug"), and numbers of results ("4.4"). */
const OF_HEADS: readonly Entity[] = ['NAME', 'ORG', 'ADDRESS'];
const OF_RESULTS: Entity = 'DATE';
const RESULT = /^\d{1,3}(?:\.\d{1,3})?$/;

/** Says of the heads of tables that they are no names, and of small numbers in columns of which the rules know nothing that they are no dates. */
export class NoValues {
  private readonly rules: readonly CompiledRule[];

  constructor(
    private readonly text: string,
    { rules }: RuleSet,
  ) {
    this.rules = [...OF_HEADS, OF_RESULTS].flatMap((entity) => rules.find((rule) => rule.entity === entity) ?? []);
  }

  private none(span: Span, isHead: boolean): Candidate[] {
    return this.rules
      .filter(({ entity }) => (entity === OF_RESULTS) !== isHead)
      .map((rule) => candidateOf(rule, span, PATTERN, IS_NONE));
  }

  /** The fields of a form stand in pairs, and "Mobile, Alabama" is a place: more than half of the cells must be heads that the rules know. */
  inHead({ columns, heads }: Table): Candidate[] {
    const { start, end } = spanOf(heads);
    const filled = heads.filter((cell) => /[\p{L}\p{N}]/u.test(this.text.slice(cell.start, cell.end))).length;
    const known = new Set(columns.map(({ index }) => index)).size;
    return known * 2 > filled && !/\d/.test(this.text.slice(start, end)) ? this.none({ start, end }, true) : [];
  }

  inRow(row: Row): Candidate[] {
    const { table, cells } = row;
    return cells.flatMap((cell, index) => {
      const isKnown = table.columns.some((column) =>
        table.delimiter === ALIGNED ? isBelow(cell, row, column) : column.index === index,
      );
      const value = isKnown ? undefined : cellValue(this.text, cell);
      return value !== undefined && RESULT.test(this.text.slice(value.start, value.end)) ? this.none(value, false) : [];
    });
  }
}

/** The candidates of rules but for names of columns, and what goes over several cells of a head: "Last name | MRN" is no name. */
export function withoutHeads(text: string, candidates: readonly Candidate[], fields: FieldReader): Candidate[] {
  const heads = candidates.filter(({ pattern, entity }) => pattern === PATTERN && entity !== OF_RESULTS);
  if (heads.length === 0) return [...candidates];
  return candidates.filter(({ start, end, entity, score }) => {
    const isInHead = heads.some((head) => head.entity === entity && head.start <= start && head.end >= end);
    if (score <= IS_NONE.score || !isInHead) return true;
    const words = text.slice(start, end);
    return !/[|&\t;,^~<]/.test(words) && !fields.isLabel(words);
  });
}
