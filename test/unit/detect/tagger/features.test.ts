import { createHash } from 'node:crypto';
import { FeatureWriter } from '../../../../src/detect/tagger/feature-writer';
import { prepareTokens } from '../../../../src/detect/tagger/prepared-tokens';
import { gatherEvidence } from '../../../../src/detect/tagger/rule-evidence';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import { lexiconOf } from '../../../../src/detect/tagger/word-facts';
import type { Candidate } from '../../../../src/detect/types';
import type { Entity, RuleSet } from '../../../../src/rules/types';
import { writeFeatures } from '../../../../src/training/features';
import { projectRules } from '../../../support/project-rules';
import { ruleSetOf } from '../../../support/rule-set';

/**
 * The delivered weights belong to these very features: where one is written otherwise, its weights are silently no longer found, and detection
 * gets worse by a little. Lists of a few words stand here in place of the project's, which change without a new training.
 */

const list = (entries: Readonly<Record<string, number>>): Map<string, number> => new Map(Object.entries(entries));
const { wordClasses } = projectRules();
const rules: RuleSet = {
  ...ruleSetOf([]),
  lists: new Map([
    ['given-names', list({ ann: 3, lena: 9, bo: 40 })],
    ['surnames', list({ lee: 2, okafor: 12, foley: 30, ann: 50 })],
    ['common-words', list({ seen: 4, the: 1, by: 1, was: 1, lee: 55, clinic: 20, patient: 9 })],
    ['us-cities', list({ 'elm town': 1, foley: 1 })],
  ]),
  ...(wordClasses === undefined ? {} : { wordClasses }),
};

function candidatesIn(text: string, values: readonly (readonly [Entity, string, number])[]): Candidate[] {
  const found = values.map(([entity, value, score]) => {
    const start = text.indexOf(value);
    return { entity, start, end: start + value.length, score, rule: 'r', pattern: 'p', priority: 50, evidence: { base: score } };
  });
  return found.sort((a, b) => a.start - b.start);
}

/** A digest of all features of a text's tokens, in order. */
function digest(text: string, values: readonly (readonly [Entity, string, number])[]): string {
  const candidates = candidatesIn(text, values);
  const tokens = tokenise(text);
  const evidence = gatherEvidence(tokens, { winners: candidates.filter(({ score }) => score >= 0.7), candidates });
  const writer = new FeatureWriter(prepareTokens({ text, tokens, lexicon: lexiconOf(rules), evidence }));
  const hash = createHash('sha256');
  for (let token = 0; token < tokens.count; token += 1) {
    writeFeatures(writer, token);
    hash.update(writer.buffer.subarray(0, writer.length));
  }
  return hash.digest('hex').slice(0, 12);
}

test.each<[string, string, readonly (readonly [Entity, string, number])[], string]>([
  [
    'a note',
    'Patient: Ann Lee (DOB 3/4/1958), MRN 00-4711-A\nSeen by Dr. Foley in Elm Town, who said "Ann\'s well"; the clinic was closed.\n\nfoley catheter out. bo sleeps at 20:15.',
    [
      ['NAME', 'Ann Lee', 0.9],
      ['DATE', '3/4/1958', 0.95],
      ['MRN', '00-4711-A', 0.8],
      ['NAME', 'Foley', 0.5],
      ['ID', '20:15', 0.3],
    ],
    '99e90b5de2a0',
  ],
  [
    'a table',
    'name,dob,unit\nLee Ann,1958-03-04,7B\nOkafor Lena,1961-01-02,ICU\n',
    [
      ['DATE', '1958-03-04', 0.9],
      ['NAME', 'Lee Ann', 0.75],
    ],
    '9adb1bb77c3a',
  ],
  [
    'messages of interfaces',
    'PID|1||4711^^^MRN||LEE^ANN||19580304\nNM1*IL*1*OKAFOR*LENA~N3*1 ELM~',
    [
      ['NAME', 'LEE^ANN', 0.7],
      ['DATE', '19580304', 0.4],
    ],
    '3adf3d30d199',
  ],
  [
    'a chat',
    'bo: hi its lena okafor\nann: ok Lena, whats ur mrn??\nbo: 00482917, user lena_o7@example.org 😀 Ålesund',
    [['EMAIL', 'lena_o7@example.org', 1]],
    '8be2c42fce4f',
  ],
  [
    'headings in capitals',
    'DISCHARGE SUMMARY\nATTENDING  FOLEY   ROOM 7\nLEE,ANN  72 YO F  ELM TOWN CLINIC\n- Lee\n- Okafor\n- x',
    [['NAME', 'LEE,ANN', 0.92]],
    '3bfa3ce80060',
  ],
])(
  '%s has the features that the delivered tagger has learned: where this fails, train it anew',
  (_what, text, values, expected) => {
    expect(digest(text, values)).toBe(expected);
  },
);
