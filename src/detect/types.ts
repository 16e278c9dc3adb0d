import type { CompiledRule, Entity, RuleSet, WordList } from '../rules/types';

/** Where a value stands in structured data. Names are read as labels ("date of birth"). */
export interface Field {
  /** What may be its name, the nearest first: the key, what a key beside it says, the head of its column, the key above. */
  readonly names: readonly string[];
  /** What the fields of its record are called, its own among them. */
  readonly beside: readonly string[];
}

/** Values to choose from, as the `enum` of a schema gives them; all of them share one. */
export interface Choices {
  /** What the choice is called, read as a label. */
  readonly name?: string | undefined;
  readonly values: readonly string[];
  /** They are keys of data: words among them tell nothing of the others (`{"total": 5, "Maria": 3}`). */
  readonly areKeys?: boolean;
}

/** A piece of text of the request: a message's content, one string leaf of a JSON tree, a key. */
export interface Segment {
  readonly text: string;
  /** What stands in front of the text where it comes from a tree: the key's name, read as a label ("date of birth"). */
  readonly label?: string;
  /** Where it stands, if it comes from a tree. */
  readonly field?: Field;
  /** What texts in front of it may ask for, the nearest first. Only what of it answers them is read. */
  readonly asked?: readonly string[];
  /** What it is one of, if it was given to choose from. */
  readonly choices?: Choices;
  /** What a program calls something: a key, the name of a tool. It cannot be replaced. */
  readonly isName?: boolean;
  /** Not searched: only values found in other segments are replaced here. */
  readonly knownOnly?: boolean;
}

/** Offsets in UTF-16 code units, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How a score came about; holds no text of the request, so it can be printed. */
export interface Evidence {
  /** Score of the pattern before anything else; of the tagger, its probability. */
  readonly base: number;
  /** Of the tagger: the probability from which on it counts, which is a score of 0.5. */
  readonly threshold?: number;
  readonly validator?: { readonly name: string; readonly valid: boolean };
  /** The rule's context words that were found. */
  readonly context?: readonly string[];
  readonly note?: string;
}

/** What a recognizer proposes; offsets are in the *matching* text it was given. */
export interface Candidate extends Span {
  readonly entity: Entity;
  /** 0 to 1; below the threshold (0.5) it is dropped. */
  readonly score: number;
  readonly rule: string;
  readonly pattern: string;
  readonly priority: number;
  readonly evidence: Evidence;
  /** The policy in force leaves it in the text; it only keeps others from misreading its place. */
  readonly stays?: true;
}

/** A word of the matching text: a run of letters (with inner apostrophes, but hyphens part words) or a run of digits. */
export interface Word extends Span {
  readonly text: string;
  readonly lower: string;
  readonly kind: 'letters' | 'digits';
}

/**
 * Text made ready for matching: NFKC, plain spaces, hyphens and quotes, no zero-width characters, HTML entities decoded.
 * Recognizers see only this; the engine maps their offsets back to the source exactly.
 */
export interface MatchText {
  readonly text: string;
  /** `text` in lower case, of the same length. */
  readonly lower: string;
  /** All words in order. Made on first use. */
  readonly words: readonly Word[];
  /** Index in `words` of the first word that starts at or after `offset`. */
  wordAt(offset: number): number;
}

/** What a recognizer may use. */
export interface RecognizerContext {
  readonly rule: CompiledRule;
  readonly ruleSet: RuleSet;
  /** A word list by name; throws if the rule set lacks it. */
  list(name: string): WordList;
  /** To be called in loops: throws when the time allowed for the request is used up. */
  checkpoint(): void;
}

/** Pure: same text and rule, same candidates. No I/O, clock, logger, async or mutable module state. */
export type Recognizer = (text: MatchText, context: RecognizerContext) => Candidate[];

/** A candidate that lost, with the reason, for `--explain`. */
export interface Rejected extends Candidate {
  readonly reason: string;
}

/** A place in a segment that is replaced. Offsets are in the segment's own text. */
export interface Detection extends Span {
  /** Index of the segment. */
  readonly segment: number;
  readonly entity: Entity;
  readonly score: number;
  readonly rule: string;
  readonly pattern: string;
  readonly evidence: Evidence;
  /** Forms of one person or one value share the group (unique per entity). */
  readonly group: number;
  /** Which form of it this is, a hint for the token's suffix. */
  readonly form: 'full' | 'given' | 'family' | 'initials' | 'other';
  /** `found` by a recognizer here, or `known` from another place of the request. */
  readonly origin: 'found' | 'known';
  /** A piece of a known value of which something else covers the rest: it is replaced, but is no value by itself. */
  readonly isPart?: boolean;
  /** Elsewhere in the request the same written form is another person's: "Mrs. Hale" beside "Mr. Hale". */
  readonly isApart?: boolean;
}

export interface DetectionResult {
  /** Per segment: sorted, disjoint. */
  readonly segments: readonly (readonly Detection[])[];
  /** All detections in the order in which tokens are to be issued, so that a growing request keeps its tokens. */
  readonly issueOrder: readonly Detection[];
  /** Only with `explain`: per segment what lost, offsets in the segment's own text. */
  readonly rejected?: readonly (readonly Rejected[])[];
}
