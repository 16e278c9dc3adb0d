import type { Segment, Span } from '../detect/types';
import type { TextLeaf } from './text-leaf';

/** How much of each neighbour is read across a boundary, in UTF-16 code units. */
const REACH = 200;

/** A place where two parts of one message meet: its segment is read only for what crosses the boundary. */
export interface Joint {
  readonly segment: Segment;
  readonly boundary: number;
  /** Index of the left leaf. */
  readonly left: number;
  readonly right: number;
  /** Offset in the left leaf's text at which the joint's text begins. */
  readonly shift: number;
}

/** Most leaves looked back over for the part before: a part may carry further fields. */
const LOOK_BACK = 64;

function partBefore(leaves: readonly TextLeaf[], right: number): number | undefined {
  const group = leaves[right]?.continues;
  if (group === undefined) return undefined;
  for (let index = right - 1; index >= Math.max(0, right - LOOK_BACK); index -= 1) {
    if (leaves[index]?.continues === group) return index;
  }
  return undefined;
}

/** The joint between a leaf and the part of its message before it, if there is one: parts of a message may cut a name in two. */
export function jointBefore(leaves: readonly TextLeaf[], right: number): Joint | undefined {
  const left = partBefore(leaves, right);
  const text = leaves[right]?.segment.text;
  const before = left === undefined ? undefined : leaves[left]?.segment.text;
  if (text === undefined || left === undefined || before === undefined) return undefined;
  const shift = Math.max(0, before.length - REACH);
  const head = before.slice(shift);
  const knownOnly = leaves[right]?.segment.knownOnly === true;
  const segment = { text: head + text.slice(0, REACH), ...(knownOnly ? { knownOnly } : {}) };
  return { segment, boundary: head.length, left, right, shift };
}

/** The two sides of a span that crosses the joint's boundary, as spans of the leaves; empty when it does not cross. */
export function sidesOf(joint: Joint, { start, end }: Span): { readonly leaf: number; readonly span: Span }[] {
  if (start >= joint.boundary || end <= joint.boundary) return [];
  return [
    { leaf: joint.left, span: { start: start + joint.shift, end: joint.boundary + joint.shift } },
    { leaf: joint.right, span: { start: 0, end: end - joint.boundary } },
  ];
}
