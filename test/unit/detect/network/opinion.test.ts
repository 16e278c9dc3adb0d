import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layersOf } from '../../../../src/detect/network/layers';
import { networkOpinion, OPINION_CLASSES, type StillDoubtful } from '../../../../src/detect/network/opinion';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import { decodeNetwork, NETWORK_COLUMNS, type NetworkModel } from '../../../../src/rules/learned/network-model';
import { ENTITIES, type Entity } from '../../../../src/rules/types';
import { tinyNetwork } from '../../../support/tiny-network';

const delivered = decodeNetwork(readFileSync(join(__dirname, '../../../../rules/models/network.bin')));

const never: StillDoubtful = () => false;
const always: StillDoubtful = () => true;
const LOOKS: [string, StillDoubtful][] = [
  ['at the first look', never],
  ['when it looks closer', always],
];

/** Probabilities of the classes, by token. */
function opinionsOf(text: string, model = delivered, isDoubtful = always): { word: string; classes: number[] }[] {
  const tokens = tokenise(text);
  const all = Array.from({ length: tokens.count }, (_, token) => token);
  const opinion = networkOpinion({ text, tokens, model }, all, isDoubtful);
  expect(opinion).toHaveLength(tokens.count * OPINION_CLASSES);
  return Array.from({ length: tokens.count }, (_, token) => ({
    word: text.slice(tokens.starts[token], tokens.ends[token]),
    classes: [...opinion.subarray(token * OPINION_CLASSES, (token + 1) * OPINION_CLASSES)],
  }));
}

const NOTHING = 0;
const OPTIONAL = 1;
const classOf = (entity: Entity): number => 2 + ENTITIES.indexOf(entity);
const likeliest = ({ classes }: { classes: number[] }): number => classes.indexOf(Math.max(...classes));

describe.each(LOOKS)('%s', (_when, isDoubtful) => {
  test.each([
    ['', 0],
    ['John', 1],
    ['Pt. Ann Lee (DOB 3/4/1958), MRN 00-4711-A;\nseen by Dr. Foley.', 27],
  ])('probabilities of each token of %j sum to 1', (text, count) => {
    const opinions = opinionsOf(text, delivered, isDoubtful);
    expect(opinions).toHaveLength(count);
    for (const { classes } of opinions) {
      expect(classes.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      for (const share of classes) expect(share).toBeGreaterThanOrEqual(0);
    }
  });

  test('the delivered network takes a name for one, and other words for nothing', () => {
    const opinions = opinionsOf('Patient Mary Kowalczyk called.', delivered, isDoubtful);
    expect(opinions.map((one) => [one.word, likeliest(one)])).toEqual([
      ['Patient', NOTHING],
      ['Mary', classOf('NAME')],
      ['Kowalczyk', classOf('NAME')],
      ['called', NOTHING],
      ['.', NOTHING],
    ]);
    for (const one of opinions) expect(one.classes[likeliest(one)]).toBeGreaterThan(0.5);
  });

  test.each<[string, string, Entity]>([
    ['seen on 03/14/2023 for cough', '14', 'DATE'],
    ['call (555) 201-4477 today', '4477', 'PHONE'],
    ['MRN: 00482917', '00482917', 'MRN'],
  ])('in %j it takes %s for a %s', (text, word, entity) => {
    const found = opinionsOf(text, delivered, isDoubtful).find((one) => one.word === word);
    expect(found && likeliest(found)).toBe(classOf(entity));
  });

  test('of the tokens that are asked for', () => {
    const text = 'Patient John Doe called.';
    const opinion = networkOpinion({ text, tokens: tokenise(text), model: delivered }, [1, 4], isDoubtful);
    const all = opinionsOf(text, delivered, isDoubtful).map(({ classes }) => classes);
    expect(opinion).toHaveLength(2 * OPINION_CLASSES);
    for (const [index, share] of [...(all[1] ?? []), ...(all[4] ?? [])].entries()) expect(opinion[index]).toBeCloseTo(share, 5);
    expect(networkOpinion({ text, tokens: tokenise(text), model: delivered }, [], isDoubtful)).toHaveLength(0);
  });
});

test.each(LOOKS)('of each token it is told once what the network thinks at first (%s)', (_when, isDoubtful) => {
  const text = 'Patient John Doe of Springfield called 555-0142.';
  const tokens = tokenise(text);
  const asked = Array.from({ length: tokens.count - 1 }, (_, index) => index + 1);
  const told: [number, number[]][] = [];
  const opinion = networkOpinion({ text, tokens, model: delivered }, asked, (index, found, begin) => {
    told.push([index, [...found.subarray(begin, begin + OPINION_CLASSES)]]);
    return isDoubtful(index, found, begin);
  });
  const first = networkOpinion({ text, tokens, model: delivered }, asked, never);
  const firstOf = (index: number): number[] => [...first.subarray(index * OPINION_CLASSES, (index + 1) * OPINION_CLASSES)];
  expect(told).toEqual([...asked.keys()].map((index) => [index, firstOf(index)]));
  // What it finds when it looks closer is something else.
  expect(opinion.some((share, at) => share !== first[at])).toBe(isDoubtful === always);
});

test('only of those that are doubtful it thinks what the closer look finds', () => {
  const model = constantNetwork({ 1: 30 }, { 5: 30 });
  const entities = opinionsOf('john . 4 john', model, (index) => index === 1 || index === 3).map(likeliest);
  expect(entities).toEqual([classOf('NAME'), classOf('ADDRESS'), classOf('NAME'), classOf('ADDRESS')]);
});

test('one text leaves nothing for the next', () => {
  const before = opinionsOf('Patient John Doe called.');
  opinionsOf('Dr. Laura Bennett, MRN 482917');
  expect(opinionsOf('Patient John Doe called.')).toEqual(before);
});

type Scores = Readonly<Record<number, number>>;

/** A network that says the same of everything: its scores are the biases given, by label. */
function constantNetwork(first: Scores, closer = first): NetworkModel {
  const model = tinyNetwork();
  const silent = {
    ...model,
    matrices: new Int8Array(model.matrices.length),
    numbers: new Float32Array(model.numbers.length),
  };
  const layers = layersOf(silent);
  for (const [label, score] of Object.entries(first)) layers.output.bias[Number(label)] = score;
  for (const [label, score] of Object.entries(closer)) layers.closer.output.bias[Number(label)] = score;
  return silent;
}

const LAST = 1 + 4 * ENTITIES.indexOf('ID');

test.each([
  [0, 'nothing', NOTHING],
  [1, 'a name begun', classOf('NAME')],
  [2, 'a name continued', classOf('NAME')],
  [3, 'an optional name begun', OPTIONAL],
  [4, 'an optional name continued', OPTIONAL],
  [5, 'an address begun', classOf('ADDRESS')],
  [LAST, 'an identifier begun', classOf('ID')],
  [LAST + 1, 'an identifier continued', classOf('ID')],
  [LAST + 3, 'an optional identifier continued', OPTIONAL],
])('label %i of the output, %s, counts for class %i', (label, _what, expected) => {
  const model = constantNetwork({ [label]: 30 });
  for (const [, isDoubtful] of LOOKS) {
    const [one] = opinionsOf('john', model, isDoubtful);
    expect(one?.classes[expected]).toBeCloseTo(1, 5);
  }
});

test('labels of one class are added up', () => {
  const [one] = opinionsOf('john', constantNetwork({ 0: 100 + Math.log(2), 1: 100, 2: 100 }));
  expect(one?.classes[NOTHING]).toBeCloseTo(0.5, 5);
  expect(one?.classes[classOf('NAME')]).toBeCloseTo(0.5, 5);
});

test('what is behind the last label counts for nothing', () => {
  const [one] = opinionsOf('john', constantNetwork({ 0: 30, [LAST + 4]: 60, [NETWORK_COLUMNS - 1]: 60 }));
  expect(one?.classes[NOTHING]).toBeCloseTo(1, 5);
});

test('scores of any size give probabilities', () => {
  const [one] = opinionsOf('john', constantNetwork({ 0: -9000, 1: 9000, 5: 9000 }));
  expect([NOTHING, classOf('NAME'), classOf('ADDRESS')].map((at) => one?.classes[at])).toEqual([0, 0.5, 0.5]);
});
