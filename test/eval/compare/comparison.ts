import type { EngineRun } from './run-engine';

/** A row of the comparison. */
export interface Row {
  readonly engine: string;
  readonly version: string;
  /** What must be known to read the figures, such as that the text was seen in training. */
  readonly remark?: string;
  /** The run, or why there is none. */
  readonly result: EngineRun | { readonly skipped: string };
}

export interface Comparison {
  /** What was scored, in words. */
  readonly text: string;
  readonly rows: readonly Row[];
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

const HEAD = ['engine', 'version', 'spans covered', 'characters found', 'precision', 'FP/1k words', 'MB/s'];

const LEGEND = `Spans covered: marked spans of which every letter and digit was found. Characters: letters and digits of the marked spans, and how
many of those found lie on one (precision). FP: detections on nothing marked; overlapping ones count once. All labels of a peer count,
whichever they are. MB/s: of processor time, one thread, warmed up; on a busy machine read them as ratios.
The rules of phi-proxy were written with notes of this project at hand, on which no peer was tuned, and the annotation guideline is the
project's own: on other text the distance may be smaller.`;

/** The comparison for people. */
export function comparisonTable({ text, rows }: Comparison): string {
  const cells = rows.map(({ engine, version, remark, result }) => [
    remark === undefined ? engine : `${engine} (${remark})`,
    version,
    ...('skipped' in result ? [] : figureCells(result)),
  ]);
  const widths = HEAD.map((_, column) => Math.max(...[HEAD, ...cells].map((row) => row[column]?.length ?? 0)));
  const lines = [HEAD, ...cells].map((row) => alignRow(row, widths));
  return [text, '', ...lines, '', ...troubles(rows), LEGEND].join('\n');
}

function figureCells({ score, megabytesPerSecond }: EngineRun): string[] {
  return [
    percent(score.spanRecall),
    percent(score.charRecall),
    percent(score.charPrecision),
    score.falsePositivesPer1kWords.toFixed(1),
    Number.isFinite(megabytesPerSecond) ? megabytesPerSecond.toPrecision(2) : '-',
  ];
}

function alignRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)));
  return cells.join('  ').trimEnd();
}

function troubles(rows: readonly Row[]): string[] {
  return rows.flatMap(({ engine, result }) => {
    if ('skipped' in result) return [`${engine}: skipped, ${result.skipped}`];
    return [...result.failures].map(
      ([reason, count]) => `${engine}: ${count} documents without an answer (${reason}), counted as nothing found`,
    );
  });
}

/** The comparison for programs; it holds figures only, nothing of the documents. */
export function comparisonJson({ text, rows }: Comparison) {
  return { text, engines: rows.map(({ result, ...row }) => ({ ...row, ...('skipped' in result ? result : figures(result)) })) };
}

function figures({ score, megabytesPerSecond, failures }: EngineRun) {
  const { misses, falsePositiveFindings, entities, f1, f2, documentsWithoutLeak, ...rest } = score;
  return { ...rest, f1, f2, documentsWithoutLeak, megabytesPerSecond, failures: Object.fromEntries(failures) };
}
