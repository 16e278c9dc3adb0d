import { nameLexicon } from '../../src/detect/recognizers/name/lexicon';
import type { NameFinder } from '../../src/detect/recognizers/name/proposal';
import { nameTokens } from '../../src/detect/recognizers/name/token';
import { createMatchText } from '../../src/detect/text/match-text';
import { projectRules } from './project-rules';

/** What finders of names propose by themselves, at each word the first of them that proposes anything. */
export function findNames(text: string, ...finders: readonly NameFinder[]): string[] {
  const ruleSet = projectRules();
  const [rule] = ruleSet.rules;
  if (rule === undefined) throw new Error('no rules');
  const checkpoint = (): void => undefined;
  const list = (name: string): ReadonlyMap<string, number> => ruleSet.lists.get(name) ?? new Map<string, number>();
  const lexicon = nameLexicon({ rule, ruleSet, checkpoint, list });
  const tokens = nameTokens(createMatchText(text), lexicon);
  return tokens.flatMap((_, index) => {
    for (const find of finders) {
      const proposal = find({ text, tokens, lexicon, checkpoint }, index);
      if (proposal !== undefined) return [text.slice(tokens[proposal.from]?.start, tokens[proposal.to - 1]?.end)];
    }
    return [];
  });
}
