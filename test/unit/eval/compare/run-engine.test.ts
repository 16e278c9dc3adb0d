import { parseMarkedNote } from '../../../../src/training/marked-note';
import type { Launch } from '../../../eval/compare/line-child';
import { readOffsets } from '../../../eval/compare/peer-output';
import { runEngine } from '../../../eval/compare/run-engine';

const LIMITS = { start: 100_000, document: 100_000, engine: 300_000 };

/** A child that prints, finds the first three signs of each text, and fails, dies or sleeps where the text says so. */
const child = (before = ''): Launch => ({
  command: process.execPath,
  args: [
    '-e',
    `${before}
    console.log('loading');
    console.log('{"ready":true}');
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { text } = JSON.parse(line);
      if (text.includes('die')) process.exit(3);
      if (text.includes('sleep')) return;
      console.log(JSON.stringify(text.includes('fail') ? { error: 'TypeError' } : { output: [[0, 3]], cpuMs: 2000 }));
    });`,
  ],
});

const document = (id: string, raw: string) => ({ id, ...parseMarkedNote(raw, id) });
const PLAIN = document('a', '⟦NAME|Ann⟧ came');

describe('runEngine', () => {
  test('scores what a child finds, and times it', async () => {
    const { score, failures, megabytesPerSecond } = await runEngine(child(), readOffsets, [PLAIN], LIMITS);
    expect(score).toMatchObject({ documents: 1, spanRecall: 1, charPrecision: 1, falsePositives: 0 });
    expect(failures.size).toBe(0);
    expect(megabytesPerSecond).toBeCloseTo(8 / 1e6 / 2, 9);
  });

  test('a child that dies or fails at a text does not stop the rest', async () => {
    const documents = [document('b', '⟦NAME|Bob⟧ would die'), document('c', '⟦NAME|Cay⟧ will fail'), PLAIN];
    const { score, failures } = await runEngine(child(), readOffsets, documents, LIMITS);
    expect(score).toMatchObject({ documents: 3, gold: 3 });
    expect(score.spanRecall).toBeCloseTo(1 / 3);
    expect([...failures]).toEqual([
      ['ended with code 3', 1],
      ['TypeError', 1],
    ]);
  });

  test('a child that is silent for too long is ended', async () => {
    const documents = [document('d', '⟦NAME|Dan⟧ may sleep'), PLAIN];
    const { score, failures } = await runEngine(child(), readOffsets, documents, { ...LIMITS, document: 5000 });
    expect(score.spanRecall).toBe(0.5);
    expect([...failures]).toEqual([['no answer in 5 s', 1]]);
  });

  test('a child that does not start gives its last word', async () => {
    const broken = child('console.error("no module"); process.exit(1);');
    await expect(runEngine(broken, readOffsets, [PLAIN], LIMITS)).rejects.toThrow('did not start, ended with code 1, no module');
  });

  test('a command that is not there is named', async () => {
    const missing = { command: 'no-such-command', args: [] };
    await expect(runEngine(missing, readOffsets, [PLAIN], LIMITS)).rejects.toThrow('ENOENT');
  });

  test('part of the documents is no comparison', async () => {
    await expect(runEngine(child(), readOffsets, [PLAIN], { ...LIMITS, engine: 0 })).rejects.toThrow(
      'time used up after 0 of 1 documents',
    );
  });
});
