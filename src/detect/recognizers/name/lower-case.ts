import { runEnd } from './name-run';
import type { NameFinder } from './proposal';

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
