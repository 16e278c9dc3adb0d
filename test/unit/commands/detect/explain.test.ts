import { createColors } from 'picocolors';
import { explainDetections } from '../../../../src/commands/detect/explain';
import { markText } from '../../../../src/commands/detect/marked-text';
import type { ReplacedSpan } from '../../../../src/deid/deidentify-text';
import type { Rejected } from '../../../../src/detect/types';
import { parseMarkedNote } from '../../../../src/training/marked-note';

const text = 'Seen:\nAnn Lee, chart 4821';
const plain = createColors(false);

const name: ReplacedSpan = {
  token: '[NAME_1]',
  start: 6,
  end: 13,
  segment: 0,
  entity: 'NAME',
  score: 0.85,
  rule: 'person-name',
  pattern: 'listed',
  evidence: { base: 0.6, context: ['seen'], validator: { name: 'luhn', valid: true }, note: 'title before' },
  group: 1,
  form: 'full',
  origin: 'found',
};
const loser: Rejected = {
  ...name,
  start: 10,
  end: 13,
  entity: 'ORG',
  rule: 'facility',
  priority: 50,
  score: 0.6,
  reason: 'lower score',
};
const weak: Rejected = { ...loser, start: 21, end: 25, entity: 'ID', rule: 'other-identifier', reason: 'below the threshold' };
const ruleSet = { rules: [], lists: new Map(), sha256: '' };

describe('explainDetections', () => {
  const explained = explainDetections({ text, ruleSet, spans: [name], rejected: [loser, weak] }, plain);

  test('names place, value, rule, pattern and the arithmetic of the score', () => {
    expect(explained).toContain('2:1 "Ann Lee" NAME -> [NAME_1]');
    expect(explained).toContain('rule person-name, pattern listed');
    expect(explained).toContain('score 0.85 = base 0.60 + 0.25; validator luhn passed; context "seen"; title before');
  });

  test('says beside the winner why an overlapping candidate lost', () => {
    expect(explained).toMatch(/lost: "Lee" ORG by facility\/listed.*lower score/);
  });

  test('says of a value that it was found elsewhere, and of no other', () => {
    const words = 'the same value was found elsewhere in the text';
    expect(explained).not.toContain(words);
    expect(explainDetections({ text, ruleSet, spans: [{ ...name, origin: 'known' }], rejected: [] }, plain)).toContain(words);
  });

  test('lists what was too weak elsewhere', () => {
    expect(explained).toMatch(/not replaced\n.*2:16 "4821" ID by other-identifier\/listed.*below the threshold/);
  });
});

test('marked text reads back as a note of fixtures', () => {
  const marked = markText(text, [name], plain);
  expect(marked).toBe('Seen:\n⟦NAME|Ann Lee⟧, chart 4821');
  expect(parseMarkedNote(marked, 'note.txt')).toEqual({ text, spans: [{ start: 6, end: 13, entity: 'NAME', optional: false }] });
});

test('colours add to the marked text and change nothing in it', () => {
  const coloured = markText(text, [name], createColors(true));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(markText(text, [name], plain));
});
