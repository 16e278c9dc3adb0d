import type { NameLexicon } from './lexicon';
import type { NameToken } from './token';

/** The forms in which names are written, with their base scores. Each is a row of `--explain`. */
export const FORMS = {
  title: 0.92,
  label: 0.9,
  credential: 0.9,
  'asked-after': 0.9,
  framed: 0.9,
  tagged: 0.9,
  hl7: 0.9,
  'last-first': 0.85,
  aged: 0.8,
  greeting: 0.8,
  closing: 0.8,
  kinship: 0.8,
  'full-name': 0.8,
  speaker: 0.75,
  introduction: 0.75,
  role: 0.75,
  household: 0.75,
  'listed-name': 0.65,
  relative: 0.65,
  initials: 0.6,
  series: 0.6,
  'lower-case': 0.6,
  'said-something': 0.6,
  'behind-cue': 0.58,
  joined: 0.7,
  'joined-common': 0.9,
  'unlisted-pair': 0.55,
  'rare-surname': 0.55,
} as const;

export type Form = keyof typeof FORMS;

/** Words `from`..`to` (end exclusive) of the text read as a name. */
export interface Proposal {
  readonly from: number;
  readonly to: number;
  readonly form: Form;
}

/** What a finder of names sees. */
export interface NameScan {
  readonly text: string;
  readonly tokens: readonly NameToken[];
  readonly lexicon: NameLexicon;
  checkpoint(): void;
}

/** Reads the word at `index` as the anchor of a form of name (a title, a label, a first name …). */
export type NameFinder = (scan: NameScan, index: number) => Proposal | undefined;
