import { createPhrases, findPhrases } from '../../../../src/detect/tagger/listed-phrases';
import { KIND, tokenise } from '../../../../src/detect/tagger/tokens';
import { wordFacts } from '../../../../src/detect/tagger/word-facts';

const phrases = createPhrases(
  new Map([
    [
      'organization-names',
      new Map(
        ['walgreens', "lowe's", 'dollar tree', 'dollar tree north', 'st. mary hospital', '7-eleven'].map((name) => [name, 0]),
      ),
    ],
    ['us-cities', new Map(['baton rouge', 'hope'].map((name) => [name, 0]))],
  ]),
);

/** The words that belong to a listed name, with the marks of their tokens. */
function marked(text: string): [string, number][] {
  const tokens = tokenise(text);
  const lexicon = { words: new Map(), classes: undefined, phrases, common: new Map() };
  const facts = Array.from(tokens.starts, (start, token) =>
    wordFacts(text.slice(start, tokens.ends[token]), tokens.kinds[token] === KIND.digits, lexicon),
  );
  const marks = findPhrases({ text, tokens, facts }, phrases);
  return Array.from(marks, (mark, token): [string, number] => [
    text.slice(tokens.starts[token], tokens.ends[token]),
    mark,
  ]).filter(([, mark]) => mark !== 0);
}

function words(text: string): string {
  return marked(text)
    .map(([word]) => word)
    .join(' ');
}

test.each([
  ['a name of one word', 'filled at walgreens today', 'walgreens'],
  ['in any case', 'filled at WALGREENS today', 'WALGREENS'],
  ['the longest of several', 'works at Dollar Tree North now', 'Dollar Tree North'],
  ['the shorter where the longer is not there', 'works at dollar tree now', 'dollar tree'],
  ['with a sign inside', "at Lowe's and a 7-Eleven", "Lowe ' s 7 - Eleven"],
  ['with a dot left out', 'seen at St Mary Hospital', 'St Mary Hospital'],
  ['a place of several words', 'born in Baton Rouge', 'Baton Rouge'],
  ['no place of one word, which the lists of words tell', 'born in Hope', ''],
  ['no beginning alone', 'one dollar a day', ''],
  ['nothing over a line end', 'dollar\ntree', ''],
  ['nothing over a comma', 'dollar, tree', ''],
])('%s', (_what, text, expected) => {
  expect(words(text)).toBe(expected);
});

test('whole names, beginnings and the rest are told apart, and places from organisations', () => {
  const [whole, begin, inside, place] = [...marked('walgreens'), ...marked('dollar tree'), ...marked('Baton Rouge')].map(
    ([, mark]) => mark,
  );
  expect(new Set([whole, begin, inside, place]).size).toBe(4);
});
