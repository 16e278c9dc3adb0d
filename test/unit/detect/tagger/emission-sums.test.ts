import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmissionSums } from '../../../../src/detect/tagger/emission-sums';
import { FeatureWriter } from '../../../../src/detect/tagger/feature-writer';
import { prepareTokens } from '../../../../src/detect/tagger/prepared-tokens';
import { gatherEvidence } from '../../../../src/detect/tagger/rule-evidence';
import { KEPT_WORDS, type Seven, SumKernel } from '../../../../src/detect/tagger/sum-kernel';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import { lexiconOf } from '../../../../src/detect/tagger/word-facts';
import { normalise } from '../../../../src/detect/text/normalise';
import type { TaggerModel } from '../../../../src/rules/learned/tagger-model';
import { decodeModel, encodeModel } from '../../../../src/rules/learned/tagger-model-file';
import type { RuleSet } from '../../../../src/rules/types';
import { writeFeatures } from '../../../../src/training/features';
import { plainSums } from '../../../support/plain-sums';
import { projectRules } from '../../../support/project-rules';

const rules = projectRules();
const model = modelOf(rules);

function modelOf({ model: known }: RuleSet): TaggerModel {
  if (known === undefined) throw new Error('the project has a model');
  return known;
}

function expectPlainSums(source: string, every = 1): void {
  const { text } = normalise(source);
  const tokens = tokenise(text);
  const evidence = gatherEvidence(tokens, { winners: [], candidates: [] });
  const prepared = prepareTokens({ text, tokens, lexicon: lexiconOf(rules), evidence });
  const writer = new FeatureWriter(prepared);
  const sums = new EmissionSums(model, prepared);
  for (let token = 0; token < tokens.count; token += 1) {
    const own = sums.next();
    if (token % every !== 0) continue;
    writeFeatures(writer, token);
    expect([...own]).toEqual(plainSums(model, writer.buffer.subarray(0, writer.length)));
  }
  sums.clear();
}

test.each([
  ['', 'nothing'],
  ['x', 'one word'],
  ['Pt. Ann Lee (DOB 3/4/1958), MRN 00-4711-A; seen by Dr. Foley.\nFoley catheter out. Ann sleeps.', 'a note'],
  ['name,dob\nLee,1958-03-04\nRoe,1961-01-02\n', 'a table'],
])('the sums of %j are those of its features (%s)', (source) => expectPlainSums(source));

test('so are those of many notes one after another, of which later ones take sums of earlier ones', () => {
  const folder = join(__dirname, '../../../../fixtures/notes');
  const files = readdirSync(folder).filter((_, index) => index % 400 === 0);
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) expectPlainSums(readFileSync(join(folder, file), 'utf8'));
});

test('so are those of a text of more words than are kept', () => {
  const words = Array.from({ length: KEPT_WORDS + 400 }, (_, index) => `q${(index * 7919).toString(36)}x`);
  expectPlainSums([...words, ...words.slice(0, 300)].join(' '), 7);
});

/** Sums a word, at whose first place in the window the first `count` features stand, and at the others none. */
function sumWord(kernel: SumKernel, count: number, to: number): void {
  kernel.counts.fill(0)[0] = count;
  kernel.sumWord(to);
}

describe('the kernel', () => {
  const rows = [99, -99, 99].map((weight, label) => ({ label, weight }));
  const two = decodeModel(encodeModel(['O', 'NAME', 'DATE'], new Array(9).fill(0), [{ feature: 1, weights: rows }]));
  const seven = (place: number): Seven => [place, place, place, place, place, place, place];

  test('sums as many features as there can be, of the largest weights, without running over', () => {
    const kernel = new SumKernel(two);
    const most = kernel.features.fill(1).length;
    const place = kernel.placeOf(0);
    sumWord(kernel, 0, place);
    kernel.sumWindow(seven(place), most);
    expect([...kernel.sums]).toEqual([127 * most, -127 * most, 127 * most]);
    expect(most * 127).toBeLessThan(32_768);
  });

  test('keeps nothing of a text that is done', () => {
    const kernel = new SumKernel(two);
    kernel.features.fill(1);
    sumWord(kernel, 5, kernel.placeOf(3));
    kernel.sumWindow(seven(kernel.placeOf(3)), 5);
    expect([...kernel.sums]).toEqual([127 * 40, -127 * 40, 127 * 40]);
    kernel.clear();
    expect([...kernel.features, ...kernel.sums].every((value) => value === 0)).toBe(true);
    kernel.sumWindow(seven(kernel.placeOf(3)), 0);
    expect([...kernel.sums]).toEqual([0, 0, 0]);
  });

  test('lays common words apart from those of texts', () => {
    const kernel = new SumKernel(two);
    const common = kernel.nextCommon() ?? 0;
    kernel.features.fill(1);
    sumWord(kernel, 1, common);
    kernel.placeOf(0);
    kernel.clear();
    kernel.sumWindow(seven(common), 0);
    expect([...kernel.sums]).toEqual([127 * 7, -127 * 7, 127 * 7]);
  });
});

/** Everything the sums' WebAssembly can see. */
function memoryOf(kernel: SumKernel): Buffer {
  return Buffer.from((kernel as unknown as { kernel: { memory: { buffer: ArrayBuffer } } }).kernel.memory.buffer);
}

test('what a time-out leaves there the next text clears away', () => {
  const kernel = new SumKernel(model);
  const empty = Buffer.from(memoryOf(kernel));
  kernel.features.fill(7);
  for (let word = 0; word < 900; word += 1) sumWord(kernel, 40, kernel.placeOf(word));
  expect(memoryOf(kernel).equals(empty)).toBe(false);
  sumWord(kernel, 1, kernel.placeOf(0));
  kernel.clear();
  expect(memoryOf(kernel).equals(empty)).toBe(true);
});
