import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalise } from '../../../../src/detect/normalise';
import { EmissionSums } from '../../../../src/detect/tagger/emission-sums';
import { FeatureWriter } from '../../../../src/detect/tagger/feature-writer';
import { writeFeatures } from '../../../../src/detect/tagger/features';
import { prepareTokens } from '../../../../src/detect/tagger/prepared-tokens';
import { gatherEvidence } from '../../../../src/detect/tagger/rule-evidence';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import { lexiconOf } from '../../../../src/detect/tagger/word-facts';
import { addWeights, sumLength, type TaggerModel, unpackSums } from '../../../../src/rules/tagger-model';
import type { RuleSet } from '../../../../src/rules/types';
import { projectRules } from '../../../support/project-rules';

const rules = projectRules();
const model = modelOf(rules);

function modelOf({ model: known }: RuleSet): TaggerModel {
  if (known === undefined) throw new Error('the project has a model');
  return known;
}

/** What all features of a token weigh, added up one by one. */
function plainSums(writer: FeatureWriter, token: number): number[] {
  const packed = new Int32Array(sumLength(model.labels.length));
  writeFeatures(writer, token);
  addWeights(model, writer, packed, 0);
  const sums = new Int32Array(model.labels.length);
  unpackSums(packed, sums);
  return [...sums];
}

function expectPlainSums(source: string): void {
  const { text } = normalise(source);
  const tokens = tokenise(text);
  const evidence = gatherEvidence(tokens, { winners: [], candidates: [] });
  const writer = new FeatureWriter(prepareTokens({ text, tokens, lexicon: lexiconOf(rules), evidence }));
  const sums = new EmissionSums(model, writer, tokens.count);
  for (let token = 0; token < tokens.count; token += 1) expect([...sums.of(token)]).toEqual(plainSums(writer, token));
}

test.each([
  ['', 'nothing'],
  ['x', 'one word'],
  ['Pt. Ann Lee (DOB 3/4/1958), MRN 00-4711-A; seen by Dr. Foley.\nFoley catheter out. Ann sleeps.', 'a note'],
  ['name,dob\nLee,1958-03-04\nRoe,1961-01-02\n', 'a table'],
])('the sums of %j are those of its features (%s)', expectPlainSums);

test('so are those of many notes one after another, of which later ones take sums of earlier ones', () => {
  const folder = join(__dirname, '../../../../fixtures/notes');
  const files = readdirSync(folder).filter((_, index) => index % 400 === 0);
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) expectPlainSums(readFileSync(join(folder, file), 'utf8'));
});
