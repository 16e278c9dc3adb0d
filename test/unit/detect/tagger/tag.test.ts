import { labelIndex } from '../../../../src/detect/tagger/labels';
import { cautionOf, type Tagging, taggingCandidates } from '../../../../src/detect/tagger/tag';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import type { Entity } from '../../../../src/rules/types';
import { projectRules } from '../../../support/project-rules';

/** What a tagger would say that gives the words named these probabilities, and all others none. */
function taggingOf(text: string, entity: Entity, probabilities: Readonly<Record<string, number>>): Tagging {
  const tokens = tokenise(text);
  const phi = Float32Array.from(tokens.starts, (start, token) => probabilities[text.slice(start, tokens.ends[token])] ?? 0);
  return { tokens, phi, best: new Uint8Array(tokens.count).fill(labelIndex(entity, true)) };
}

function found(text: string, entity: Entity, probabilities: Readonly<Record<string, number>>): string[] {
  const tagging = taggingOf(text, entity, probabilities);
  return taggingCandidates(text, tagging, projectRules(), { tagger: 0, weakVeto: 0, veto: 0, isMessage: false }).map(
    ({ start, end }) => text.slice(start, end),
  );
}

test.each<[string, Entity, string, Readonly<Record<string, number>>, string[]]>([
  ['a name from its threshold on', 'NAME', 'saw Dewberry today', { Dewberry: 0.31 }, ['Dewberry']],
  ['no name below it', 'NAME', 'saw Dewberry today', { Dewberry: 0.29 }, []],
  ['a number from the same threshold on', 'PHONE', 'call 5550142 now', { '5550142': 0.31 }, ['5550142']],
  ['no number below it', 'PHONE', 'call 5550142 now', { '5550142': 0.29 }, []],
  ['initials from a half on', 'NAME', 'signed SVB today', { SVB: 0.51 }, ['SVB']],
  ['no abbreviation below', 'NAME', 'on ASA today', { ASA: 0.49 }, []],
  ['no abbreviation for anything below three tenths', 'ORG', 'at PHP today', { PHP: 0.29 }, []],
  ['what is likely beside what is sure', 'NAME', 'saw Ola Dewberry today', { Ola: 0.15, Dewberry: 0.8 }, ['Ola Dewberry']],
  ['what may be beside what is sure', 'NAME', 'saw Ola Dewberry today', { Ola: 0.07, Dewberry: 0.8 }, ['Ola Dewberry']],
  ['nothing unlikely beside it', 'NAME', 'saw Ola Dewberry today', { Ola: 0.05, Dewberry: 0.8 }, ['Dewberry']],
  ['nothing over a line end', 'NAME', 'saw Ola\nDewberry', { Ola: 0.15, Dewberry: 0.8 }, ['Dewberry']],
  ['no seconds since 1970', 'ID', 'at 1717171717 ms', { '1717171717': 0.7 }, []],
  ['no short numbers over cells', 'MRN', 'Roe\t11\t871\t1.94', { '11': 0.9, '871': 0.9 }, []],
  ['but a longer one', 'PHONE', 'Roe\t555\t0142\t4', { '555': 0.9, '0142': 0.9 }, ['555\t0142']],
  ['no piece of a hash', 'ID', 'a1b2c3d4e5f6', { b: 0.9 }, []],
  ['nor its end', 'ID', 'a1b2c3d4e5f6', { f: 0.9, '6': 0.9 }, []],
  [
    'but what is scanned badly',
    'NAME',
    'Wy1ie R0as, 24O22',
    { Wy: 0.9, '1': 0.9, ie: 0.9, R: 0.9, '0': 0.9, as: 0.9, '24': 0.9 },
    ['Wy1ie R0as', '24'],
  ],
])('%s', (_what, entity, text, probabilities, expected) => {
  expect(found(text, entity, probabilities)).toEqual(expected);
});

test('a code of which parts are taken for different things is no hash', () => {
  const text = 'token HGJ4Q07TP0GV.';
  const all = { HGJ: 0.95, '4': 0.95, Q: 0.95, '07': 0.95, TP: 0.95, '0': 0.95, GV: 0.95 };
  const read = (probabilities: Readonly<Record<string, number>>): string[] => {
    const tagging = taggingOf(text, 'DEVICE', probabilities);
    tagging.best.fill(labelIndex('ACCOUNT', true), tagging.tokens.count - 4);
    return taggingCandidates(text, tagging, projectRules()).map(
      ({ entity, start, end }) => `${entity} ${text.slice(start, end)}`,
    );
  };
  expect(read(all)).toEqual(['DEVICE HGJ4Q07', 'ACCOUNT TP0GV']);
  expect(read({ ...all, HGJ: 0 })).toEqual([]);
});

describe('the note of a find', () => {
  const tagging = taggingOf('saw Ola Dewberry today', 'NAME', { Ola: 0.83, Dewberry: 0.91 });
  const noteOf = (one: Tagging): string | undefined =>
    taggingCandidates('saw Ola Dewberry today', one, projectRules())[0]?.evidence.note;

  test('tells what the tagger gives it', () => {
    expect(noteOf(tagging)).toBe('the tagger gives it 87 %');
  });

  test('tells what tagger and network give it, together and each', () => {
    const opinions = { tagger: Float32Array.of(0, 0.5, 0.7, 0), network: Float32Array.of(0, 0.96, 0.94, 0) };
    expect(noteOf({ ...tagging, opinions })).toBe('tagger and network together give it 87 % (tagger 60 %, network 95 %)');
  });
});

describe('caution in a text in which hardly anything is sure', () => {
  const words = (count: number): string => Array.from({ length: count }, (_, at) => `word${'x'.repeat(at % 5)}`).join(' ');

  test('none where one word in twenty is', () => {
    expect(cautionOf(taggingOf(`${words(19)} Dewberry`, 'NAME', { Dewberry: 0.95 }))).toEqual({
      tagger: 0,
      weakVeto: 0,
      veto: 0,
      isMessage: true,
    });
  });

  test('all must be sure in a text of sixty words and more', () => {
    const text = `${words(40)} Hailey ${words(40)}`;
    const tagging = taggingOf(text, 'NAME', { Hailey: 0.89 });
    expect(cautionOf(tagging)).toMatchObject({ tagger: 0.95, weakVeto: 0.95, veto: 0.95 });
    expect(taggingCandidates(text, tagging, projectRules())).toEqual([]);
    expect(taggingCandidates(text, taggingOf(text, 'NAME', { Hailey: 0.97 }), projectRules())).toHaveLength(1);
  });

  test('a message of a few sentences is held to less than a page', () => {
    const text = `${words(20)} owen ${words(20)}`;
    expect(taggingCandidates(text, taggingOf(text, 'NAME', { owen: 0.75 }), projectRules())).toHaveLength(1);
    expect(cautionOf(taggingOf(text, 'NAME', { owen: 0.75 }))).toMatchObject({ tagger: 0.7, weakVeto: 0.3, veto: 0 });
    expect(cautionOf(taggingOf(`${words(60)} owen`, 'NAME', { owen: 0.75 }))).toMatchObject({ tagger: 0.95 });
  });

  test('a line or two are held to less', () => {
    const line = cautionOf(taggingOf('is Dewberry here', 'NAME', { Dewberry: 0.5 }));
    expect(line.veto).toBe(0);
    expect(line.tagger).toBeLessThan(0.95);
  });
});

describe('a bare name in a message', () => {
  const read = (text: string, probabilities: Readonly<Record<string, number>>, entity: Entity = 'ORG'): string[] =>
    taggingCandidates(text, taggingOf(text, entity, probabilities), projectRules()).map(
      ({ entity: read, start, end }) => `${read} ${text.slice(start, end)}`,
    );

  test.each<[what: string, text: string, probabilities: Readonly<Record<string, number>>, expected: string[]]>([
    ['is found where others are not', 'CXR on Sullivan in the am', { Sullivan: 0.07 }, ['NAME Sullivan']],
    ['but not where hardly anything speaks for it', 'CXR on Sullivan in the am', { Sullivan: 0.05 }, []],
    ['needs more where a sentence begins with an eponym', 'Foster is next', { Foster: 0.1 }, []],
    ['and has it', 'Foster is next', { Foster: 0.2 }, ['NAME Foster']],
    ['is none where a sentence begins with a town', 'Lincoln shelter is full', { Lincoln: 0.3 }, []],
    ['is none before a hyphen', 'the Jackson-Pratt drain', { Jackson: 0.2 }, []],
    ['is none if hardly anyone is called so', 'CXR on Quimp in the am', { Quimp: 0.2 }, []],
  ])('%s', (_what, text, probabilities, expected) => {
    expect(read(text, probabilities)).toEqual(expected);
  });

  test('is none of a page', () => {
    const page = `CXR on Sullivan in the am${' and more'.repeat(40)}`;
    expect(read(page, { Sullivan: 0.2 })).toEqual([]);
  });
});
