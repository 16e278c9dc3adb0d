import type { Segment, Span } from '../detect/types';
import type { TextLeaf } from './leaves/text-leaf';

/** How much is read on both sides of a boundary, in UTF-16 code units. Boundaries no further than this from one are read with it. */
const REACH = 200;
/** How far from a boundary a value may stand that only the part beside it explains: `MRN: ` in one, `4471` in the next. */
const NEAR = 64;

/** A whole word, as texts begin with: "Please", "I", "is". */
const CAPITALISED = /^(?:\p{Lu}\p{Ll}+|[AI](?= ))(?![\p{L}\p{N}@_-]|\.\S)/u;
/** Behind the end of a sentence, in capitals, too. */
const BEGINS_SENTENCE = /^\p{Lu}\p{L}*(?![\p{L}\p{N}@_-]|\.\S)/u;
const WORD = /^\p{L}\p{Ll}+(?![\p{L}\p{N}@_-]|\.\S)/u;

/**
 * What is read between two parts. Most parts are texts of their own, a note and what is to be done with it: "MRN: 55123" and
 * "Please summarise" are not cut out of "55123Please".
 */
function between(left: string, right: string): '' | '\n' {
  const end = left.slice(-4);
  if (/\p{N}$/u.test(end)) return WORD.test(right) ? '\n' : '';
  if (/[\p{L}\p{N}][.!?]$/u.test(end)) return BEGINS_SENTENCE.test(right) ? '\n' : '';
  if (/\p{Ll}{2}$/u.test(end) && /^\p{N}/u.test(right)) return '\n';
  return /\p{L}$/u.test(end) && !/\bMa?c$/.test(end) && CAPITALISED.test(right) ? '\n' : '';
}

interface Part {
  readonly leaf: number;
  /** Where it begins: in the text of all parts, or in a joint's, before whose beginning it may lie. */
  readonly start: number;
  readonly end: number;
}

/** A place where parts of one message meet, read as one text: what is found near it counts. */
export interface Joint {
  readonly segment: Segment;
  readonly near: Span;
  /** In order. */
  readonly parts: readonly Part[];
}

/** The leaves that continue each other; those that stand alone are left out. */
function groupsOf(leaves: readonly TextLeaf[]): number[][] {
  const groups = new Map<string, number[]>();
  leaves.forEach(({ continues }, index) => {
    if (continues === undefined) return;
    const group = groups.get(continues);
    if (group === undefined) groups.set(continues, [index]);
    else group.push(index);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Boundaries that are read at once: from the first of them to the last. */
function clustersOf(parts: readonly Part[], length: number): Span[] {
  const clusters: { start: number; end: number }[] = [];
  for (const { start } of parts) {
    // Nothing meets at the end of an empty part in front or behind.
    if (start === 0 || start === length) continue;
    const cluster = clusters.at(-1);
    if (cluster !== undefined && start <= cluster.start + REACH) cluster.end = start;
    else clusters.push({ start, end: start });
  }
  return clusters;
}

function jointsOfGroup(leaves: readonly TextLeaf[], group: readonly number[]): Joint[] {
  const segments = group.flatMap((leaf) => leaves[leaf]?.segment ?? []);
  const texts: string[] = [];
  let length = 0;
  let before = '';
  const parts = segments.map((segment, place) => {
    const gap = between(before, segment.text);
    const start = length + gap.length;
    length = start + segment.text.length;
    texts.push(gap, segment.text);
    if (segment.text !== '') before = segment.text;
    return { leaf: group[place] ?? 0, start, end: length };
  });
  const text = texts.join('');
  const knownOnly = segments.some((segment) => segment.knownOnly === true);
  let passed = 0;
  return clustersOf(parts, text.length).map((cluster) => {
    const from = Math.max(0, cluster.start - REACH);
    const to = cluster.end + REACH;
    while ((parts[passed]?.end ?? to) <= from) passed += 1;
    const within: Part[] = [];
    for (let at = passed; (parts[at]?.start ?? to) < to; at += 1) {
      const part = parts[at];
      if (part !== undefined) within.push({ ...part, start: part.start - from, end: part.end - from });
    }
    const near = { start: cluster.start - NEAR - from, end: cluster.end + NEAR - from };
    return { segment: { text: text.slice(from, to), ...(knownOnly ? { knownOnly } : {}) }, near, parts: within };
  });
}

/**
 * The joints of a request by the leaf behind which they are read, the last of their message: its parts may cut a name in two, or part
 * a value from its label.
 */
export function jointsOf(leaves: readonly TextLeaf[]): Map<number, Joint[]> {
  return new Map(groupsOf(leaves).map((group) => [group.at(-1) ?? 0, jointsOfGroup(leaves, group)]));
}

/** What a span of a joint covers of the parts, as spans of the leaves; empty when it does not count. */
export function sidesOf({ near, parts }: Joint, { start, end }: Span): { readonly leaf: number; readonly span: Span }[] {
  if (end <= near.start || start >= near.end) return [];
  return parts.flatMap((part) => {
    const span = { start: Math.max(start, part.start) - part.start, end: Math.min(end, part.end) - part.start };
    return span.end > span.start ? [{ leaf: part.leaf, span }] : [];
  });
}
