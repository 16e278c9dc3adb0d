import { FLAG } from './flags';
import { runEnd } from './name-run';
import type { NameFinder } from './proposal';
import { has, type NameToken } from './token';

/** Small-letter names shorter than this are mostly abbreviations and foreign words. */
const SHORTEST = 4;
const MOST_FREQUENT = 3;

/** "was at marcus and tee's": a frequent first name that is no word, in text written small. */
export const findLowerGiven: NameFinder = ({ tokens }, index) => {
  const token = tokens[index];
  if (token?.shape !== 'lower' || token.nameClass !== 'listed' || token.text.length < SHORTEST) return undefined;
  const { given } = token.facts;
  if (given === 0 || given > MOST_FREQUENT || /[_@/.\\-]$/.test(token.gap) || /^[_@/\\-]/.test(tokens[index + 1]?.gap ?? ''))
    return undefined;
  const next = tokens[index + 1];
  const family = next?.shape === 'lower' && next.gap === ' ' && next.nameClass === 'listed';
  return { from: index, to: family ? runEnd(tokens, index, 'lower') : index + 1, form: 'lower-case' };
};

/** What a line of a list begins with: "3.", "- ", "[ ]", "p2  ", a time or a date. */
const ITEM_START =
  /(?:^|\n)[ \t]{0,8}(?:[-*·]|\d{1,3}[.):]|\[[ x]\]|(?:rm|bed|room) ?\d{1,4}[a-z]?[:,-]?|\d{1,2}\/\d{1,2}|\d{3,4}|#\d{1,3})?[ \t]{0,4}$/i;
/** What stands behind the name of an item. */
const ITEM_END =
  /^(?: - | -- |: | \(|,? \d{1,3}\b(?! ?(?:mg|mcg|ml|g|units?|%|min|days?|wks?|hrs?)\b)| c\/o | & | wants | needs | called | says )/;
const ITEM_LOOK = 14;

function isSmallName(token: NameToken | undefined): boolean {
  if (token?.shape !== 'lower' || token.glued || token.text.length < 3) return false;
  const { given, surname, tier, flags } = token.facts;
  if (token.nameClass === 'listed')
    return (
      (flags & (FLAG.role | FLAG.kin | FLAG.title | FLAG.credential | FLAG.medicalHead)) === 0 &&
      ((given > 0 && given < 6) || (surname > 0 && surname < 6 && token.text.length > 4))
    );
  return token.nameClass === 'ambiguous' && flags === 0 && given > 0 && given <= 2 && tier >= 35;
}

/** "3. rose & walt pickering", "halfdan aune - drowned 1958", "[ ] kenji - letter", "ambrosia kettleman c/o itching". */
export const findSmallItem: NameFinder = ({ text, tokens }, index) => {
  const token = tokens[index];
  if (
    token === undefined ||
    !isSmallName(token) ||
    !ITEM_START.test(text.slice(Math.max(0, token.start - ITEM_LOOK), token.start))
  )
    return undefined;
  let to = runEnd(tokens, index, 'lower');
  const next = tokens[to];
  if (next?.text.length === 1 && next.shape === 'lower' && next.gap === ' ' && /^[b-z]$/.test(next.lower)) to += 1;
  const end = tokens[to - 1]?.end ?? token.end;
  return ITEM_END.test(text.slice(end, end + 12).replace(/^\./, '')) ? { from: index, to, form: 'lower-case' } : undefined;
};

/** "dmitri v. rm 110", "delgadillo r.", "oskar w - panic": a name written small with the initial of another. */
export const findSmallWithInitial: NameFinder = ({ text, tokens }, index) => {
  const token = tokens[index];
  const initial = tokens[index + 1];
  if (
    token === undefined ||
    !isSmallName(token) ||
    initial?.text.length !== 1 ||
    initial.shape !== 'lower' ||
    initial.gap !== ' '
  )
    return undefined;
  const behind = text.slice(initial.end, initial.end + 3);
  const fits =
    /^\.(?:[\s,;)/-]|$)/.test(behind) ||
    (/^(?: - |:| \(|\r?\n|$)/.test(behind) && token.nameClass === 'listed' && token.facts.given > 0);
  return fits && /^[b-hj-z]$/.test(initial.lower) ? { from: index, to: index + 2, form: 'lower-case' } : undefined;
};

/** "b. tulimasealii", "v. castellano-ruff": an initial written small in front of a family name no list knows as a word. */
export const findSmallInitialFirst: NameFinder = ({ tokens }, index) => {
  const initial = tokens[index];
  const family = tokens[index + 1];
  if (initial?.text.length !== 1 || initial.shape !== 'lower' || !/^[b-hj-z]$/.test(initial.lower) || initial.glued)
    return undefined;
  if (!initial.lineStart && !/[/(: ]$/.test(initial.gap)) return undefined;
  if (
    family?.shape !== 'lower' ||
    family.text.length < 4 ||
    family.gap !== '. ' ||
    !(family.nameClass === 'listed' || (has(family, FLAG.eponym) && family.facts.tier === 0)) ||
    family.facts.surname === 0
  )
    return undefined;
  const to = tokens[index + 2]?.gap === '-' ? index + 3 : index + 2;
  return { from: index, to, form: 'lower-case' };
};
