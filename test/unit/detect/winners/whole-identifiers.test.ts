import type { Candidate } from '../../../../src/detect/types';
import { wholeIdentifiers } from '../../../../src/detect/winners/whole-identifiers';
import type { Entity } from '../../../../src/rules/types';

/** Candidates of a text in which each is written as `[ENTITY value]`. */
function read(marked: string, more: Partial<Candidate> = {}) {
  const candidates: Candidate[] = [];
  let text = '';
  for (const [, plain = '', entity, value = ''] of marked.matchAll(/([^[]*)(?:\[([A-Z]+) ([^\]]*)\])?/g)) {
    text += plain;
    const start = text.length;
    text += value;
    if (entity === undefined) continue;
    const base = { rule: 'r', pattern: 'p', priority: 1, score: 0.7, evidence: { base: 0.7 } };
    candidates.push({ ...base, start, end: text.length, entity: entity as Entity, ...more });
  }
  return wholeIdentifiers(text, candidates).map(({ start, end, entity }) => `${entity} ${text.slice(start, end)}`);
}

test.each([
  ['the rest of a run is taken along', '[DEVICE da39a3]890afd, then', ['DEVICE da39a3890afd']],
  ['neighbours in a run become one', 'plate [DEVICE 88412][VEHICLE C].', ['DEVICE 88412C']],
  ['but no word behind a number', '[SSN 123-45-6789][ID DOB]', ['SSN 123-45-6789', 'ID DOB']],
  ['and take the rest along', '[ID 44][MRN 71]K9', ['ID 4471K9']],
  ['the run ends at what another entity has', '[ID 44]7[NAME SMITH]', ['ID 447', 'NAME SMITH']],
  ['signs end a run', '[ID 4471]-x, [MRN 12][ID -34]', ['ID 4471', 'MRN 12', 'ID -34']],
  ['letters behind a digit may be the next word', '[PHONE 338-0188]or', ['PHONE 338-0188']],
  ['letters behind letters are not', '[ID quiet]one', ['ID quietone']],
  ['what stands in front may be the label', 'MRN[MRN 4471]', ['MRN 4471']],
  [
    'names, dates and places stay as they are',
    '[NAME Ann]a [DATE 3/14]58 [ORG Oak][ORG land]',
    ['NAME Ann', 'DATE 3/14', 'ORG Oak', 'ORG land'],
  ],
  ['encoded bytes stay', `[ID 44]${'7a'.repeat(200)}`, ['ID 44']],
])('%s', (_what, marked, expected) => {
  expect(read(marked)).toEqual(expected);
});

test('what the policy keeps is left alone', () => {
  expect(read('[ID 44]71 [ID 5][MRN 6]', { stays: true })).toEqual(['ID 44', 'ID 5', 'MRN 6']);
});
