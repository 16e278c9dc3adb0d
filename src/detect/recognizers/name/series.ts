import { FLAG } from './flags';
import { isInitial, mayBeName, runEnd } from './name-run';
import type { NameScan, Proposal } from './proposal';
import { has, isCapitalised, type NameToken } from './token';

/** What may stand between the names of a list. */
const BETWEEN = /^(?:, (?:and |& )?|,? ?[&+/] ?|; )$/;

function fits(token: NameToken | undefined): boolean {
  if (!isCapitalised(token) || token.possessive || has(token, FLAG.title | FLAG.kin | FLAG.role | FLAG.credential)) return false;
  return (
    (token.nameClass === 'unlisted' && token.text.length > 2) ||
    (token.nameClass === 'ambiguous' &&
      token.facts.given > 0 &&
      token.facts.given <= 4 &&
      !has(token, FLAG.notName | FLAG.drug | FLAG.eponym) &&
      mayBeName(token, 'cased'))
  );
}

/** The word behind "and" or a comma, if a name could stand there. */
function nextInSeries(tokens: readonly NameToken[], to: number): number | undefined {
  const next = tokens[to];
  if (next === undefined) return undefined;
  if (
    (next.lower === 'and' || next.lower === 'or' || next.lower === 'y') &&
    /^,? $/.test(next.gap) &&
    tokens[to + 1]?.gap === ' '
  )
    return to + 1;
  return BETWEEN.test(next.gap) && !isInitial(next) ? to : undefined;
}

/** People stand in lists: behind a name, "and Hye-jin" or ", Stavros" is one too, even if no list knows it. */
export function findSeries({ tokens }: NameScan, proposals: readonly Proposal[]): Proposal[] {
  const found: Proposal[] = [];
  for (const proposal of proposals) {
    let to = proposal.to;
    for (let steps = 0; steps < 8; steps += 1) {
      const index = nextInSeries(tokens, to);
      if (index === undefined || !fits(tokens[index])) break;
      to = runEnd(tokens, index, 'cased');
      found.push({ from: index, to, form: 'series' });
    }
  }
  return found;
}
