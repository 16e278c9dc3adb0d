import { createHash } from 'node:crypto';
import { DocumentMemory } from '../../../../src/detect/memory/document-memory';
import { MentionFinder } from '../../../../src/detect/memory/find-mentions';
import { OrdinaryWords } from '../../../../src/detect/memory/ordinary-words';
import type { Entity } from '../../../../src/rules/types';
import { ruleSetOf } from '../../../support/rule-set';

const WORDS = ruleSetOf([], ['will', 'may', 'grace', 'young', 'foley', 'period']);
const AROUND = {
  'words-before-people': ['dr', 0],
  'doings-of-namesakes': ['reports', 0],
  'medical-heads': ['catheter', 1],
} as const;
const RULES = {
  ...WORDS,
  lists: new Map([...WORDS.lists, ...Object.entries(AROUND).map(([name, entry]) => [name, new Map([entry])] as const)]),
};

function finderFor(values: readonly [Entity, string][]): MentionFinder {
  const ordinary = new OrdinaryWords(RULES);
  const memory = new DocumentMemory(RULES, ordinary);
  for (const [entity, text] of values) {
    const span = { start: 0, end: text.length };
    memory.learn({ ...span, entity, score: 0.9, rule: 'r', pattern: 'p', priority: 50, evidence: { base: 0.9 } }, text, 0);
  }
  return new MentionFinder(memory.known, ordinary);
}

function mentions(values: readonly [Entity, string][], text: string): string[] {
  return finderFor(values)
    .find(text, () => undefined)
    .map(({ start, end }) => text.slice(start, end));
}

describe('a known value elsewhere', () => {
  test.each<[Entity, string, string, string[], string]>([
    ['NAME', 'Kowalczyk', 'KOWALCZYK called', ['KOWALCZYK'], 'any case'],
    ['NAME', 'Kowalczyk', "kowalczyk's", ['kowalczyk'], 'possessive'],
    ['NAME', 'Kowalczyk', 'Kowalczykowa', [], 'not inside a longer word'],
    ['NAME', 'Núñez', 'NUNEZ', ['NUNEZ'], 'without accents'],
    ['NAME', 'Nunez', 'Nún\u0303ez Nu\u0301n\u0303ez', ['Nún\u0303ez', 'Nu\u0301n\u0303ez'], 'decomposed accents'],
    ['NAME', 'Kowalczyk', 'Ko\u200Bwalczyk', ['Ko\u200Bwalczyk'], 'invisible characters'],
    ['NAME', 'Kowalczyk', 'Kowal&shy;czyk', ['Kowal&shy;czyk'], 'HTML'],
    ['NAME', 'Kowalczyk', 'kowalczyk@example.org', ['kowalczyk'], 'inside an address'],
    ['NAME', 'Bo', 'Bo, bo, BO', ['Bo'], 'a short name only as written'],
    ['PHONE', '774-555-0111', 'call (774) 555 0111 or 7745550111', ['774) 555 0111', '7745550111'], 'separators'],
    ['PHONE', '774-555-0111', '774-555-01112', [], 'not inside a longer number'],
    ['MRN', '00482917', 'MRN00482917', ['00482917'], 'behind letters'],
    ['DATE', '3/14/1958', '3/14/1958, 3-14-1958', ['3/14/1958'], 'a date only as written'],
    ['NAME', 'Will', 'Will was seen; he will return. Ask Will.', ['Will', 'Will'], 'an ordinary word only as a name'],
    ['NAME', 'May', 'May reports pain since May 2021, it may recur in May', ['May'], 'a month is none'],
    ['NAME', 'Foley', 'Foley catheter; Dr. Foley', ['Foley'], 'an eponym is none'],
    ['NAME', 'Grace', 'Grace period; Grace has pain', ['Grace'], 'a phrase is none'],
    ['NAME', 'Will Young', 'the patient will young', [], 'ordinary words in lower case'],
    ['ORG', 'WILL GRACE', 'Will Grace, will grace', ['Will Grace'], 'ordinary words with capitals'],
    [
      'ORG',
      'Peri Od',
      'PERI-OD, peri od, period',
      ['PERI-OD', 'peri od'],
      'no ordinary word that is written alike without a space',
    ],
    ['ID', '@sober_owl', 'sober_owl: day 6', ['sober_owl'], 'a handle without its sign'],
    ['ID', 'ROOM12', 'room12, room 12', ['room12'], 'a code with few digits in any case, but not so parted'],
    ['VEHICLE', 'ABC 123', 'abc\r\n123, ABC-123', ['abc\r\n123'], 'a code with few digits over a line end'],
    [
      'ORG',
      'Blue Heron',
      'blue\n        heron; Blue\t\t\tHeron',
      ['blue\n        heron', 'Blue\t\t\tHeron'],
      'over any white space',
    ],
    ['ORG', 'Blue Heron, Inc', 'Blue Heron,\n        Inc', ['Blue Heron,\n        Inc'], 'over white space behind a sign'],
    ['ORG', 'Will Grace', 'Will        Grace', [], 'two ordinary words in columns'],
    ['PHONE', '774-555-0111', '(774)      555-0111', ['774)      555-0111'], 'a number in columns'],
    ['NAME', 'Ana Kowalczyk', 'Ana        Kowalczyk', ['Ana', 'Kowalczyk'], 'a name in columns by its parts'],
  ])('%s "%s" in "%s": %j (%s)', (entity, value, text, expected) => {
    expect(mentions([[entity, value]], text)).toEqual(expected);
  });

  test.each([
    ['over one line end', 'Mary\nKowalczyk', 'Mary\nKowalczyk'],
    ['over CRLF', 'Mary\r\nKowalczyk', 'Mary\r\nKowalczyk'],
    ['joined by an underscore', 'mary_kowalczyk', 'mary_kowalczyk'],
    ['run together', 'marykowalczyk', 'marykowalczyk'],
  ])('a name of two words %s', (_reason, text, expected) => {
    expect(mentions([['NAME', 'Mary Kowalczyk']], text)).toContain(expected);
  });

  test('a hash, whose letters and digits alternate', () => {
    const hash = createHash('sha512').update('1').digest('hex');
    expect(hash.match(/[a-f]+|\d+/g)?.length).toBeGreaterThan(60);
    const text = `x/${hash}/y ${hash.toUpperCase()} ${hash.slice(1)} ${hash}b`;
    expect(mentions([['ID', hash]], text)).toEqual([hash, hash.toUpperCase()]);
  });

  test.each([[['Will S.', 'Wills']], [['Wills', 'Will S.']]])('values that differ by a blank: %j', (values) => {
    const names = values.map((value): [Entity, string] => ['NAME', value]);
    expect(mentions(names, 'WILLS called; he wills it')).toEqual(['WILLS', 'wills']);
  });

  test.each<[Entity, string, string, string[], string]>([
    ['NAME', 'Kowalczyk', 'askKowalczyk', ['Kowalczyk'], 'behind a word in small letters'],
    ['NAME', 'Kowalczyk', 'AskKowalczykNow2', ['Kowalczyk'], 'between words'],
    ['NAME', 'Kowalczyk', 'HTTPKowalczyk', ['Kowalczyk'], 'behind capitals'],
    ['NAME', 'Mary Kowalczyk', 'TransferToMaryKowalczyk', ['Mary', 'MaryKowalczyk', 'Kowalczyk'], 'two words'],
    ['NAME', 'McAllister', 'ask_mcallister, askMcAllister', ['mcallister', 'McAllister'], 'a name with a capital in it'],
    ['NAME', 'Grace', 'startGrace, getGracePeriod', [], 'no ordinary word'],
    ['NAME', 'Bo', 'isBoLocked', [], 'no short word'],
    ['MRN', '00482917', 'getMrn00482917', ['00482917'], 'a number'],
  ])('%s "%s" in the name of a thing "%s": %j (%s)', (entity, value, text, expected) => {
    const found = finderFor([[entity, value]]).find(text, () => undefined, true);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });

  test('in a text words are told by what parts them', () => {
    expect(mentions([['NAME', 'Kowalczyk']], 'askKowalczyk')).toEqual([]);
  });

  test('nothing known, nothing found', () => {
    expect(mentions([], 'Mary Kowalczyk')).toEqual([]);
  });

  test('the clock is asked while a long text is read', () => {
    const stop = (): never => {
      throw new Error('stop');
    };
    expect(() => finderFor([['NAME', 'Kowalczyk']]).find('word '.repeat(10_000), stop)).toThrow('stop');
  });
});
