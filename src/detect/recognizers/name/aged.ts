import { FLAG } from './flags';
import { isInitial, mayBeName, runEnd } from './name-run';
import type { NameFinder } from './proposal';
import { has, isCapitalised, type NameToken } from './token';

/** Age and sex behind a name, as on hand-off lists: "zhu 63 m", "Young 83M", "Ptaszynski 77 yo". */
const AGE_SEX = /^,? \(?(?:1[01]\d|\d{1,2}) ?(?:[MmFf](?![\w'/])|[Yy]\/?[Oo]?\b)/;

/** On a list each line may begin with a name and an age: "lopatin 61 etoh", "Thibodeaux 83 - delirium". */
const AGE_ALONE =
  /^ (?:1[5-9]|[2-9]\d) (?:- ?)?(?!(?:mg|mcg|ml|mL|g|gm|units?|u|iu|meq|mEq|tabs?|caps?|po|bid|tid|qid|qd|qhs|daily|nightly|nocte|hs|am|pm|every|once|twice|each|at|with|q\d|prn|min|mins|hrs?|hours?|days?|wks?|weeks?|mo|months?|yrs?|years?|pts?|points?|cm|mm|of|and|to|or|in|x|st|ave|rd|road|street|lane)\b)[A-Za-z]/;

function fits(token: NameToken): boolean {
  if (has(token, FLAG.kin | FLAG.role | FLAG.title | FLAG.credential | FLAG.functionWord) || token.text.length < 2) return false;
  if (token.shape === 'lower')
    return token.nameClass === 'listed' || (token.nameClass === 'unlisted' && token.text.length > 3 && token.facts.flags === 0);
  return (
    (isCapitalised(token) || token.shape === 'upper') &&
    mayBeName(token, 'cased') &&
    (isCapitalised(token) || token.nameClass === 'listed')
  );
}

function mayOpenLine({ nameClass, facts, text, shape }: NameToken): boolean {
  if (nameClass === 'listed') return facts.surname > 0;
  return nameClass === 'unlisted' && shape === 'lower' && text.length > 4 && facts.flags === 0;
}

/** A name right before an age with a sex. */
export const findAged: NameFinder = ({ text, tokens }, index) => {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (
    token === undefined ||
    !fits(token) ||
    (before !== undefined &&
      token.gap === ' ' &&
      before.shape === token.shape &&
      mayBeName(before, 'cased') &&
      before.shape !== 'lower')
  )
    return undefined;
  const to = runEnd(tokens, index, token.shape === 'lower' ? 'lower' : 'cased');
  // Both forms go on with a number.
  if (tokens[to]?.shape !== 'digits') return undefined;
  const last = tokens[to - 1];
  if (last !== undefined && token.lineStart && mayOpenLine(token) && AGE_ALONE.test(text.slice(last.end, last.end + 16)))
    return { from: index, to, form: 'aged' };
  return last !== undefined && !isInitial(token) && AGE_SEX.test(text.slice(last.end, last.end + 10))
    ? { from: index, to, form: 'aged' }
    : undefined;
};
