import type { Segment } from '../detect/types';

/** How a leaf is written back. */
export type LeafKind =
  /** PHI is replaced by tokens. */
  | 'text'
  /** PHI refuses the request: the field cannot hold a token. */
  | 'check'
  /** PHI replaces the whole value by the alias of one token. */
  | 'alias';

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

/** Reads a key as a label: `patientName` → `patient name`, `date_of_birth` → `date of birth`. */
export function labelOf(key: string): string {
  return key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_\-.]+/g, ' ')
    .trim()
    .slice(0, 64);
}
