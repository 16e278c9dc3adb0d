import { ENTITIES } from '../../../src/rules/types';
import type { Figures, Measured } from './measured';

/** What the project aims at, and where it stands. */
interface Target {
  readonly measure: string;
  readonly target: string;
  /** Whether it is a figure of notes: then it is also measured on those of `fixtures/unseen`. */
  readonly isOfNotes?: true;
  /** The figure as text, and whether it reaches the target; undefined where it was not measured. */
  read(measured: Measured): TargetFigure | undefined;
}

export interface TargetFigure {
  readonly figure: string;
  readonly reached: boolean;
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** Entities with fewer spans than this say little. */
const FEWEST = 20;

function weakEntities({ entities }: Figures): string[] {
  return ENTITIES.flatMap((entity) => {
    const { gold = 0, found = 0 } = entities[entity] ?? {};
    return gold >= FEWEST && found / gold < 0.95 ? [`${entity} ${percent(found / gold)}`] : [];
  });
}

const atLeast = (least: number, value: number, show = percent): TargetFigure => ({
  figure: show(value),
  reached: value >= least,
});

const atMost = (most: number, value: number, unit: string, digits = 1): TargetFigure => ({
  figure: `${value.toFixed(digits)} ${unit}`.trim(),
  reached: value <= most,
});

const TARGETS: readonly Target[] = [
  {
    measure: 'PHI characters found',
    target: '99 % or more',
    isOfNotes: true,
    read: ({ unseen }) => atLeast(0.99, unseen.charRecall),
  },
  {
    measure: 'required spans wholly covered',
    target: '98 % or more',
    isOfNotes: true,
    read: ({ unseen }) => atLeast(0.98, unseen.spanRecall),
  },
  {
    measure: `entities with ${FEWEST} spans or more of which under 95 % are covered`,
    target: 'none',
    isOfNotes: true,
    read({ unseen }) {
      const weak = weakEntities(unseen);
      return { figure: weak.length === 0 ? 'none' : weak.join(', '), reached: weak.length === 0 };
    },
  },
  {
    measure: 'character precision',
    target: '95 % or more',
    isOfNotes: true,
    read: ({ unseen }) => atLeast(0.95, unseen.charPrecision),
  },
  {
    measure: 'false positives per 1,000 words, notes without required PHI',
    target: '1.0 or fewer',
    isOfNotes: true,
    read: ({ cleanNotes }) => atMost(1, cleanNotes, ''),
  },
  {
    measure: 'false positives per 1,000 words, `clean_mts_dialog`',
    target: '1.0 or fewer',
    read: ({ cleanDialogues }) => (cleanDialogues === undefined ? undefined : atMost(1, cleanDialogues, '')),
  },
  {
    measure: 'short prompts without PHI left untouched',
    target: '95 % or more',
    isOfNotes: true,
    read: ({ promptsUntouched }) => atLeast(0.95, promptsUntouched),
  },
  {
    measure: '`pediatric_handoffs` spans covered',
    target: '98 % or more',
    read: ({ handoffs }) => (handoffs === undefined ? undefined : atLeast(0.98, handoffs)),
  },
  {
    measure: 'entity label right, of spans found',
    target: '93 % or more',
    isOfNotes: true,
    read: ({ unseen }) => atLeast(0.93, unseen.labelled),
  },
  {
    measure: 'speed, one core, everything on',
    target: '1 MB/s or more',
    read: ({ speed }) => atLeast(1, speed.megabytesPerSecond, (value) => `${value.toFixed(2)} MB/s`),
  },
  {
    measure: 'time per MB of 4 MB against 1 MB',
    target: 'the same (1.2 or less)',
    read: ({ speed }) => atMost(1.2, speed.growth, '', 2),
  },
  { measure: '500-word prompt, median', target: '5 ms or less', read: ({ speed }) => atMost(5, speed.promptMs, 'ms') },
  { measure: 'start', target: '1 s or less', read: ({ speed }) => atMost(1, speed.startMs / 1000, 's') },
  {
    measure: 'resident memory after start',
    target: '300 MB or less',
    read: ({ speed }) => atMost(300, speed.residentMegabytes, 'MB', 0),
  },
  { measure: 'npm package, packed', target: '10 MB or less', read: ({ speed }) => atMost(10, speed.packageMegabytes, 'MB') },
];

/** A line of the table: what was measured on the hands held out, and of what is delivered on those of `fixtures/unseen`. */
export interface TargetRow {
  readonly measure: string;
  readonly target: string;
  readonly heldOut: TargetFigure | undefined;
  readonly delivered: TargetFigure | undefined;
}

export function targetRows(measured: Measured): TargetRow[] {
  return TARGETS.map(({ measure, target, isOfNotes, read }) => ({
    measure,
    target,
    heldOut: read(measured),
    delivered: isOfNotes && read({ ...measured, ...measured.delivered }),
  }));
}
