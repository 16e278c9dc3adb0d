import { ENTITIES } from '../../src/rules/types';
import type { Finding, Score } from './score';

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** The table for people: per entity, then over all. */
export function entityTable({ entities }: Score): string {
  const rows = ENTITIES.flatMap((entity) => {
    const score = entities.get(entity);
    if (!score) return [];
    const share = (count: number): string => (score.gold > 0 ? percent(count / score.gold) : '-');
    const right = score.detections > 0 ? percent(1 - score.falsePositives / score.detections) : '-';
    return [
      [
        entity,
        String(score.gold),
        share(score.found),
        share(score.touched),
        share(score.labelled),
        right,
        String(score.falsePositives),
      ],
    ];
  });
  return table([['entity', 'gold', 'found', 'touched', 'labelled', 'precision', 'false positives'], ...rows]);
}

/** The figures over all documents. */
export function summary(score: Score): string {
  return [
    `${score.documents} documents, ${score.words} words, ${score.gold} gold spans, ${score.predicted} detections`,
    `spans found ${percent(score.spanRecall)}, touched ${percent(score.touchRecall)}; documents without leak ${percent(score.documentsWithoutLeak)}`,
    `characters: recall ${percent(score.charRecall)}, precision ${percent(score.charPrecision)}, F1 ${score.f1.toFixed(4)}, F2 ${score.f2.toFixed(4)}`,
    `false positives ${score.falsePositives}, ${score.falsePositivesPer1kWords.toFixed(2)} per 1000 words`,
  ].join('\n');
}

/** One row a group of documents, to see where the detector is weak. */
export function groupTable(groups: ReadonlyMap<string, Score>): string {
  const rows = [...groups].map(([name, score]) => [
    name,
    String(score.documents),
    String(score.gold),
    percent(score.spanRecall),
    percent(score.charRecall),
    percent(score.charPrecision),
    score.f2.toFixed(4),
    score.falsePositivesPer1kWords.toFixed(2),
  ]);
  return table([['group', 'documents', 'gold', 'found', 'char recall', 'char precision', 'F2', 'FP/1k words'], ...rows]);
}

/** Findings spread evenly over the list, because neighbours are much alike. */
export function findingLines(kind: string, findings: readonly Finding[], count: number): string[] {
  const step = Math.max(1, findings.length / Math.max(1, count));
  const chosen = Array.from({ length: Math.min(count, findings.length) }, (_, index) => findings[Math.floor(index * step)]);
  return chosen.flatMap((item) =>
    item
      ? [`${kind} ${item.id} ${item.entity}${item.rule ? ` (${item.rule})` : ''} | ${oneLine(item.text)} | ${item.around}`]
      : [],
  );
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** Columns set with blanks, the first to the left. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const pad = (cell: string, width: number, column: number): string => (column === 0 ? cell.padEnd(width) : cell.padStart(width));
