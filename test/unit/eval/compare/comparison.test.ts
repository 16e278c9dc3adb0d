import { parseMarkedNote } from '../../../../src/training/marked-note';
import { comparisonJson, comparisonTable } from '../../../eval/compare/comparison';
import { DEFAULT_PEERS, PEERS } from '../../../eval/compare/engines';
import { cutHands } from '../../../eval/compare/held-out';
import { firstError } from '../../../eval/compare/install';
import { parseOptions } from '../../../eval/compare/options';
import { HANDS_ROUND, networkFor } from '../../../eval/held-out';
import { createScorer } from '../../../eval/score';

const scorer = createScorer();
scorer.add({ id: 'a', ...parseMarkedNote('⟦NAME|Ann⟧ met ⟦NAME|Bob⟧ at noon', 'a') }, [
  { start: 0, end: 3, entity: 'ID', rule: 'found' },
  { start: 15, end: 19, entity: 'ID', rule: 'found' },
]);

const COMPARISON = {
  text: '1 documents, 2 marked spans',
  rows: [
    {
      engine: 'phi-proxy',
      version: '0.1.0',
      remark: 'seen in training',
      result: { score: scorer.score(), megabytesPerSecond: 0.0912, failures: new Map([['ended with code 3', 2]]) },
    },
    { engine: 'presidio', version: '2.2.366', result: { skipped: 'cannot be installed: no network' } },
  ],
};

describe('the comparison', () => {
  test('as a table says what was seen in training, skipped and left without an answer', () => {
    const lines = comparisonTable(COMPARISON).split('\n');
    expect(lines[0]).toBe('1 documents, 2 marked spans');
    expect(lines[3]).toMatch(/^phi-proxy \(seen in training\) {2}0\.1\.0 +50\.0 % +50\.0 % +42\.9 % +200\.0 +0\.091$/);
    expect(lines).toContain('presidio: skipped, cannot be installed: no network');
    expect(lines).toContain('phi-proxy: 2 documents without an answer (ended with code 3), counted as nothing found');
  });

  test('as JSON holds figures only', () => {
    const json = JSON.stringify(comparisonJson(COMPARISON));
    expect(json).not.toMatch(/Ann|Bob|noon/);
    expect(JSON.parse(json)).toMatchObject({
      engines: [
        { engine: 'phi-proxy', remark: 'seen in training', spanRecall: 0.5, failures: { 'ended with code 3': 2 } },
        { engine: 'presidio', version: '2.2.366', skipped: 'cannot be installed: no network' },
      ],
    });
  });
});

describe('options', () => {
  test('defaults', () => {
    expect(parseOptions([])).toMatchObject({ sample: 1, peers: [...DEFAULT_PEERS], engineTimeout: 1_800_000 });
  });

  test('notes follow --notes, one or several', () => {
    expect(parseOptions(['--notes', 'a', 'b', '--sample', '40', '--peers', ''])).toMatchObject({
      notes: ['a', 'b'],
      sample: 40,
      peers: [],
    });
  });

  test.each([
    [['--sample', '0']],
    [['--sample', 'x']],
    [['--peers', 'nobody']],
    [['--held-out', '--model', 'file.bin']],
    [['--held-out', '--network', 'file.bin']],
    [['--unknown']],
  ])('%j is refused', (args) => {
    expect(() => parseOptions(args)).toThrow();
  });

  test('peers asked for by default are known', () => {
    expect(DEFAULT_PEERS.filter((name) => !PEERS.has(name))).toEqual([]);
  });
});

test('notes of the hands held out and those of the others part the documents', () => {
  const documents = ['d-001', 'da-001', 'l-7', 'm-001', 'x-2', 'cd-003'].map((id) => ({ id, text: '', spans: [] }));
  const { heldOut, others } = cutHands(documents);
  expect(heldOut.map(({ id }) => id)).toEqual(['d-001', 'l-7']);
  expect(others.map(({ id }) => id)).toEqual(['da-001', 'm-001', 'x-2', 'cd-003']);
});

test('a network is there only for notes that it has not seen', () => {
  expect(networkFor(HANDS_ROUND)).toMatch(/without-d-to-l\.bin$/);
  expect(networkFor('hand:d+g')).toBe(networkFor(HANDS_ROUND));
  expect(networkFor('hand:d+m')).toBeUndefined();
  expect(networkFor('fold:0')).toBeUndefined();
});

test.each([
  ['warning\nnpm error code ENOTFOUND\nmore', 'npm error code ENOTFOUND'],
  ['one\ntwo\n', 'two'],
  ['', 'no reason given'],
])('the line of %j that says most', (stderr, line) => {
  expect(firstError(stderr)).toBe(line);
});
