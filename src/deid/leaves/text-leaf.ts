import type { Field, Segment } from '../../detect/types';

/** How a leaf is written back. */
export type LeafKind =
  /** PHI is replaced by tokens. */
  | 'text'
  /** PHI refuses the request: the field cannot hold a token. */
  | 'check'
  /** PHI replaces the whole value by the alias of one token. */
  | 'alias'
  /** PHI is replaced by the aliases of tokens, and the whole name remembered. */
  | 'name';

/** A piece of text of a request, and the way to write it back. */
export interface TextLeaf {
  readonly segment: Segment;
  /** The text as sent, where the segment holds it in a readable form of the same length. */
  readonly written?: string;
  readonly kind: LeafKind;
  /** Path of the field, for errors; never a value. */
  readonly path: string;
  /** Longest text allowed after de-identification. */
  readonly maxLength?: number | undefined;
  /** Takes the de-identified text; called only when it differs. */
  write(text: string): void;
  /** To be called once after all writes; the same function on all leaves that it serves. */
  readonly finish?: () => void;
  /** Set when neighbouring leaves with the same group continue each other (parts of one message). */
  readonly continues?: string | undefined;
}

/** The segment of a value that stands in a field: the nearest of its names is its label. */
export function segmentOf(text: string, field: Field | undefined): Segment {
  const label = field?.names[0];
  return field === undefined || label === undefined ? { text } : { text, label, field };
}
