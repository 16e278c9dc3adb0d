import { FLAG } from './flags';
import type { NameFinder, NameScan } from './proposal';
import { has, isCapitalised, type NameToken } from './token';

/** Words in front of a name in quotes. */
const NAMED = /^(?:aka|alias|named|nicknamed|called|prefers|nickname|goes|name|known|baby|signs|signed)$/;

function quotedEnd({ text, tokens }: NameScan, index: number): number | undefined {
  const token = tokens[index];
  if (token === undefined || !/"$/.test(token.gap)) return undefined;
  for (let end = index + 1; end <= index + 2; end += 1) {
    const last = tokens[end - 1];
    if (last === undefined) return undefined;
    if (/^[.,]?"/.test(text.slice(last.end, last.end + 2))) return end;
    if (tokens[end]?.gap !== ' ') return undefined;
  }
  return undefined;
}

function mayBeNickname(token: NameToken | undefined): boolean {
  return (
    isCapitalised(token) &&
    token.text.length > 1 &&
    !has(token, FLAG.functionWord | FLAG.verb | FLAG.drug | FLAG.medical | FLAG.role) &&
    token.nameClass !== 'blocked'
  );
}

/** The word in front is a name: `Dontrell ("Tank")`, `Rashad "Boo"`. */
function isBehindName(before: NameToken | undefined, gap: string): boolean {
  if (before === undefined || !isCapitalised(before)) return false;
  return / \("$/.test(gap) && (before.nameClass === 'listed' || before.nameClass === 'unlisted');
}

/** The word behind is a family name: `"Buddy" Norgaard`. */
function isBeforeName(next: NameToken | undefined): boolean {
  return (
    isCapitalised(next) &&
    /^" $/.test(next.gap) &&
    (next.nameClass === 'listed' || next.nameClass === 'unlisted') &&
    !has(next, FLAG.eponym)
  );
}

/** Names in quotes: `Dontrell ("Tank")`, `"Buddy" Norgaard`, `prefers "Art"`. */
export const findNickname: NameFinder = (scan, index) => {
  const { tokens } = scan;
  const token = tokens[index];
  const to = token === undefined ? undefined : quotedEnd(scan, index);
  if (token === undefined || to === undefined || !mayBeNickname(token)) return undefined;
  const before = tokens[index - 1];
  if (before !== undefined && NAMED.test(before.lower) && /^,? \(?"$/.test(token.gap))
    return { from: index, to, form: 'introduction' };
  if (isBehindName(before, token.gap)) return { from: index, to, form: 'relative' };
  return isBeforeName(tokens[to]) ? { from: index, to: to + 1, form: 'relative' } : undefined;
};
