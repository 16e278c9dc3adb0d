import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { networkOpinion, OPINION_CLASSES } from '../../../../src/detect/network/opinion';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import { decodeNetwork, NETWORK_COLUMNS, type NetworkModel } from '../../../../src/rules/network-model';
import { ENTITIES, type Entity } from '../../../../src/rules/types';
import { tinyNetwork } from '../../../support/tiny-network';

const delivered = decodeNetwork(readFileSync(join(__dirname, '../../../../rules/models/network.bin')));

/** Probabilities of the classes, by token. */
function opinionsOf(text: string, model = delivered): { word: string; classes: number[] }[] {
  const tokens = tokenise(text);
  const all = Array.from({ length: tokens.count }, (_, token) => token);
  const opinion = networkOpinion(text, tokens, model, all);
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

test.each([
  ['', 0],
  ['John', 1],
  ['Pt. Ann Lee (DOB 3/4/1958), MRN 00-4711-A;\nseen by Dr. Foley.', 27],
])('probabilities of each token of %j sum to 1', (text, count) => {
  const opinions = opinionsOf(text);
  expect(opinions).toHaveLength(count);
  for (const { classes } of opinions) {
    expect(classes.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    for (const share of classes) expect(share).toBeGreaterThanOrEqual(0);
  }
});

test('the delivered network takes a name for one, and other words for nothing', () => {
  const opinions = opinionsOf('Patient John Doe called.');
  expect(opinions.map((one) => [one.word, likeliest(one)])).toEqual([
    ['Patient', NOTHING],
    ['John', classOf('NAME')],
    ['Doe', classOf('NAME')],
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
  const found = opinionsOf(text).find((one) => one.word === word);
  expect(found && likeliest(found)).toBe(classOf(entity));
});

test('of the tokens that are asked for', () => {
  const text = 'Patient John Doe called.';
  const opinion = networkOpinion(text, tokenise(text), delivered, [1, 4]);
  const all = opinionsOf(text).map(({ classes }) => classes);
  expect(opinion).toHaveLength(2 * OPINION_CLASSES);
  for (const [index, share] of [...(all[1] ?? []), ...(all[4] ?? [])].entries()) expect(opinion[index]).toBeCloseTo(share, 5);
  expect(networkOpinion(text, tokenise(text), delivered, [])).toHaveLength(0);
});

test('one text leaves nothing for the next', () => {
  const before = opinionsOf('Patient John Doe called.');
  opinionsOf('Dr. Mary Kowalczyk, MRN 482917');
  expect(opinionsOf('Patient John Doe called.')).toEqual(before);
});

/** A network that says the same of everything: its scores are the biases given, by label. */
function constantNetwork(scores: Readonly<Record<number, number>>): NetworkModel {
  const model = tinyNetwork();
  const weights = new Float32Array(model.weights.length);
  const bias = weights.subarray(weights.length - NETWORK_COLUMNS);
  for (const [label, score] of Object.entries(scores)) bias[Number(label)] = score;
  return { ...model, weights };
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
  const [one] = opinionsOf('john', constantNetwork({ [label]: 30 }));
  expect(one?.classes[expected]).toBeCloseTo(1, 5);
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
