import { ELSEWHERE, isMeantOtherwise } from './meant-otherwise';
import type { NameFinder, NameScan } from './proposal';
import type { NameToken } from './token';

/** What families and friends write in front of the name of somebody who is ill or died, joined to it. */
const IN_FRONT =
  /^(?:(?:pray(?:ers?|ing)?|justice|fighting|hope|love|walk(?:ing)?|kidney|liver|heart|donate)(?:for|4)|team|inmemoryof|remembering|getwell)(?=[a-z]{3})/;
const BEHIND = /(?<=^[a-z]{3,16})strong$/;

function isSomebody(name: string, { lexicon }: NameScan): boolean {
  const { given, nameClass } = lexicon.facts(name);
  return (
    nameClass === 'listed' &&
    given > 0 &&
    given <= 4 &&
    !isMeantOtherwise({ lower: name }, lexicon.meantOtherwise, ELSEWHERE.inHashtags)
  );
}

/** The first name in a hashtag. */
function nameIn({ lower }: NameToken): string {
  const rest = lower.slice(IN_FRONT.exec(lower)?.[0].length ?? 0);
  return rest === lower ? lower.replace(BEHIND, '') : rest;
}

/** "#prayforlena", "#TeamDevon", "#ZoeStrong": the whole tag is the name, since it says no more than who is meant. */
export const findTagged: NameFinder = (scan, index) => {
  const token = scan.tokens[index];
  if (token === undefined || !/(?:^|[\s("])#$/.test(token.gap)) return undefined;
  const name = nameIn(token);
  return name !== token.lower && isSomebody(name, scan) ? { from: index, to: index + 1, form: 'tagged' } : undefined;
};
