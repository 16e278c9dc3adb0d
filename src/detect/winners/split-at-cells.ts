import type { RuleSet } from '../../rules/types';
import { cellsOfRows } from '../recognizers/columns';
import type { Candidate, Span } from '../types';
import { trimToWords } from './resolve-overlaps';

const DELIMITER = /[|\t;,&^~]/;
const STATE_CODE = /^[A-Z]{2}$/;

/** A code of a state, or the name of a state or country. */
export function isState(value: string, { lists }: RuleSet): boolean {
  return STATE_CODE.test(value) || lists.get('states-and-countries')?.has(value.toLowerCase()) === true;
}

/** The parts of a winner that lie in different cells. */
function partsOf(text: string, winner: Candidate, cells: readonly Span[], ruleSet: RuleSet): Candidate[] {
  const touched = cells.filter(({ start, end }) => start < winner.end && end > winner.start);
  if (touched.length < 2) return [winner];
  return touched.flatMap(({ start, end }) => {
    const part = trimToWords(text, { start: Math.max(start, winner.start), end: Math.min(end, winner.end) });
    // A state in a cell of its own identifies nobody, and its code would be replaced wherever it means something else ("IL-6", "NC O2").
    if (part === undefined || (winner.entity === 'ADDRESS' && isState(text.slice(part.start, part.end), ruleSet))) return [];
    return [{ ...winner, ...part }];
  });
}

/**
 * In a table with a head, what was found over several cells ("Maria,Lopez" for a family name and a given one) becomes one for each of them:
 * a row that loses a delimiter moves all its values under other heads.
 *
 * @param winners sorted, disjoint
 * @returns the same, sorted and disjoint
 */
export function splitAtCells(text: string, winners: readonly Candidate[], ruleSet: RuleSet): readonly Candidate[] {
  if (!winners.some(({ start, end }) => DELIMITER.test(text.slice(start, end)))) return winners;
  const split: Candidate[] = [];
  let next = 0;
  for (const cells of cellsOfRows(text, ruleSet.rules)) {
    const from = cells[0]?.start ?? 0;
    const to = cells.at(-1)?.end ?? 0;
    for (let winner = winners[next]; winner !== undefined && winner.end <= to; winner = winners[next]) {
      split.push(...(winner.start >= from ? partsOf(text, winner, cells, ruleSet) : [winner]));
      next += 1;
    }
  }
  return [...split, ...winners.slice(next)];
}
