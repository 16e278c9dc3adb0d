import { findCaseNear } from '../../../../src/detect/tagger/case-near';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import { lexiconOf, wordFacts } from '../../../../src/detect/tagger/word-facts';
import { projectRules } from '../../../support/project-rules';

/** What is said of the surroundings of a word. */
function nearOf(text: string, word: string): number | undefined {
  const tokens = tokenise(text);
  const facts = Array.from(tokens.starts, (start, token) =>
    wordFacts(text.slice(start, tokens.ends[token]), false, lexiconOf(projectRules())),
  );
  return findCaseNear(facts, tokens)[tokens.starts.indexOf(text.indexOf(word))];
}

test('a word in a heading has other surroundings than one in a sentence', () => {
  const heading = nearOf('Center For Sleep Medicine Rules', 'Sleep');
  expect(nearOf('Section Of Heart Surgery Forms', 'Heart')).toBe(heading);
  expect(nearOf('was seen by Sleep in the', 'Sleep')).not.toBe(heading);
});

test('the word itself does not count, nor do signs, nor other lines', () => {
  const alone = nearOf('Ann', 'Ann');
  expect(nearOf('ann', 'ann')).toBe(alone);
  expect(nearOf('- Ann!', 'Ann')).toBe(alone);
  expect(nearOf('Seen Today\nAnn\nBy The Team', 'Ann')).toBe(alone);
});

test('words further away than eight tokens do not count', () => {
  const text = `Ann ${'is '.repeat(8)}`;
  expect(nearOf(`${text}Bea Cat`, 'Ann')).toBe(nearOf(`${text}bea cat`, 'Ann'));
});
