import type { Entity } from '../../src/rules/types';
import type { GoldDocument, GoldSpan } from '../../src/training/marked-note';

export interface Prediction {
  readonly start: number;
  readonly end: number;
  readonly entity: Entity;
  readonly rule: string;
}

/** A place worth a look: a gold span that was overlooked in part or whole, or a detection where nothing is marked. */
export interface Finding {
  readonly id: string;
  readonly entity: Entity;
  readonly text: string;
  readonly around: string;
  readonly rule?: string;
}

export interface EntityScore {
  gold: number;
  /** Every letter and digit was covered, under whatever label. */
  found: number;
  /** At least one letter or digit was covered. */
  touched: number;
  /** The first detection on it carries the gold label. */
  labelled: number;
  /** Detections with this label. */
  detections: number;
  /** Those of them that lie on nothing marked. */
  falsePositives: number;
}

export interface Score {
  readonly documents: number;
  readonly words: number;
  readonly gold: number;
  readonly predicted: number;
  readonly spanRecall: number;
  readonly touchRecall: number;
  readonly charRecall: number;
  readonly charPrecision: number;
  readonly f1: number;
  readonly f2: number;
  readonly falsePositives: number;
  readonly falsePositivesPer1kWords: number;
  readonly documentsWithoutLeak: number;
  readonly entities: ReadonlyMap<Entity, Readonly<EntityScore>>;
  readonly misses: readonly Finding[];
  readonly falsePositiveFindings: readonly Finding[];
}

export interface ScoreOptions {
  /** Entities that count; the gold spans of others become optional. All when left out. */
  readonly must?: ReadonlySet<Entity>;
}

const ALPHANUMERIC = /[\p{L}\p{N}]/u;

/**
 * Adds up documents by the definition of the project's scorer: characters are letters and digits (code points). A gold span is found
 * when all of its characters are covered; precision counts covered characters on a gold or optional span.
 */
export function createScorer(options: ScoreOptions = {}) {
  const totals = { documents: 0, words: 0, predicted: 0, clean: 0, goldChars: 0, foundChars: 0, coveredChars: 0, rightChars: 0 };
  const entities = new Map<Entity, EntityScore>();
  const misses: Finding[] = [];
  const falsePositives: Finding[] = [];

  function add(document: GoldDocument, predictions: readonly Prediction[]): void {
    const cover = coverDocument(document, predictions, options);
    totals.documents += 1;
    totals.words += document.text.split(/\s+/).filter((word) => word !== '').length;
    totals.predicted += predictions.length;
    const before = misses.length;
    for (const span of document.spans.filter((candidate) => counts(candidate, options)))
      addSpan(document, span, { predictions, cover });
    if (misses.length === before) totals.clean += 1;
    countCharacters(document.text, cover, totals);
    for (const { entity } of predictions) entityScore(entities, entity).detections += 1;
    for (const prediction of predictions.filter(({ start, end }) => !cover.allowed.subarray(start, end).includes(1))) {
      entityScore(entities, prediction.entity).falsePositives += 1;
      falsePositives.push({ ...finding(document, prediction), rule: prediction.rule });
    }
  }

  function addSpan(document: GoldDocument, span: GoldSpan, found: { predictions: readonly Prediction[]; cover: Cover }): void {
    const result = judgeSpan(document, span, found.cover);
    if (result === 'empty') return;
    const score = entityScore(entities, span.entity);
    const first = found.predictions.find((prediction) => prediction.start < span.end && span.start < prediction.end);
    score.gold += 1;
    if (result !== 'missed') score.touched += 1;
    if (first?.entity === span.entity) score.labelled += 1;
    if (result === 'found') score.found += 1;
    else misses.push(finding(document, span));
  }

  return { add, score: (): Score => summarise(totals, entities, { misses, falsePositives }) };
}

interface Cover {
  readonly covered: Uint8Array;
  readonly allowed: Uint8Array;
  readonly required: Uint8Array;
}

const counts = (span: GoldSpan, { must }: ScoreOptions): boolean =>
  !span.optional && (must === undefined || must.has(span.entity));

function coverDocument({ text, spans }: GoldDocument, predictions: readonly Prediction[], options: ScoreOptions): Cover {
  const covered = new Uint8Array(text.length);
  const allowed = new Uint8Array(text.length);
  const required = new Uint8Array(text.length);
  for (const { start, end } of predictions) covered.fill(1, start, end);
  for (const span of spans) {
    allowed.fill(1, span.start, span.end);
    if (counts(span, options)) required.fill(1, span.start, span.end);
  }
  return { covered, allowed, required };
}

function judgeSpan(
  { text }: GoldDocument,
  { start, end }: GoldSpan,
  { covered }: Cover,
): 'empty' | 'found' | 'touched' | 'missed' {
  let all = 0;
  let hit = 0;
  let offset = start;
  for (const character of text.slice(start, end)) {
    if (ALPHANUMERIC.test(character)) {
      all += 1;
      hit += covered[offset] ?? 0;
    }
    offset += character.length;
  }
  if (all === 0) return 'empty';
  if (hit === all) return 'found';
  return hit > 0 ? 'touched' : 'missed';
}

type Characters = Record<'goldChars' | 'foundChars' | 'coveredChars' | 'rightChars', number>;

function countCharacters(text: string, { covered, allowed, required }: Cover, totals: Characters): void {
  let offset = 0;
  for (const character of text) {
    if ((covered[offset] || required[offset]) && ALPHANUMERIC.test(character)) {
      totals.goldChars += required[offset] ?? 0;
      totals.foundChars += (required[offset] ?? 0) & (covered[offset] ?? 0);
      totals.coveredChars += covered[offset] ?? 0;
      totals.rightChars += (covered[offset] ?? 0) & (allowed[offset] ?? 0);
    }
    offset += character.length;
  }
}

function entityScore(entities: Map<Entity, EntityScore>, entity: Entity): EntityScore {
  const known = entities.get(entity);
  if (known) return known;
  const fresh: EntityScore = { gold: 0, found: 0, touched: 0, labelled: 0, detections: 0, falsePositives: 0 };
  entities.set(entity, fresh);
  return fresh;
}

function finding({ id, text }: GoldDocument, { start, end, entity }: { start: number; end: number; entity: Entity }): Finding {
  const around = text.slice(Math.max(0, start - 40), end + 30).replace(/\s+/g, ' ');
  return { id, entity, text: text.slice(start, end), around };
}

type Totals = Characters & Record<'documents' | 'words' | 'predicted' | 'clean', number>;
type Findings = Record<'misses' | 'falsePositives', readonly Finding[]>;

function summarise(totals: Totals, entities: ReadonlyMap<Entity, EntityScore>, findings: Findings): Score {
  const sum = (key: keyof EntityScore): number => [...entities.values()].reduce((total, entity) => total + entity[key], 0);
  const share = (part: number, whole: number, otherwise = 1): number => (whole > 0 ? part / whole : otherwise);
  const gold = sum('gold');
  const charRecall = share(totals.foundChars, totals.goldChars);
  const charPrecision = share(totals.rightChars, totals.coveredChars);
  return {
    documents: totals.documents,
    words: totals.words,
    gold,
    predicted: totals.predicted,
    spanRecall: share(sum('found'), gold),
    touchRecall: share(sum('touched'), gold),
    charRecall,
    charPrecision,
    f1: share(2 * charPrecision * charRecall, charPrecision + charRecall, 0),
    f2: share(5 * charPrecision * charRecall, 4 * charPrecision + charRecall, 0),
    falsePositives: findings.falsePositives.length,
    falsePositivesPer1kWords: (1000 * findings.falsePositives.length) / Math.max(1, totals.words),
    documentsWithoutLeak: totals.clean / Math.max(1, totals.documents),
    entities,
    misses: findings.misses,
    falsePositiveFindings: findings.falsePositives,
  };
}
