import type { Segment, Span } from '../detect/types';
import type { TextLeaf } from './text-leaf';

/** How much of each neighbour is read across a boundary, in UTF-16 code units. */
const REACH = 200;

/** A place where two parts of one message meet: its segment is read only for what crosses the boundary. */
export interface Joint {
  readonly segment: Segment;
  readonly boundary: number;
  /** Index of the left leaf; the right one is the next. */
  readonly left: number;
  /** Offset in the left leaf's text at which the joint's text begins. */
  readonly shift: number;
}

/** The joint between a leaf and the one before it, if they continue each other: parts of a message may cut a name in two. */
export function jointBefore(leaves: readonly TextLeaf[], right: number): Joint | undefined {
  const leaf = leaves[right];
  const before = leaves[right - 1];
  if (leaf?.continues === undefined || before?.continues !== leaf.continues) return undefined;
  const shift = Math.max(0, before.segment.text.length - REACH);
  const head = before.segment.text.slice(shift);
  return { segment: { text: head + leaf.segment.text.slice(0, REACH) }, boundary: head.length, left: right - 1, shift };
}

/** The two sides of a span that crosses the joint's boundary, as spans of the leaves; empty when it does not cross. */
export function sidesOf(joint: Joint, { start, end }: Span): { readonly leaf: number; readonly span: Span }[] {
  if (start >= joint.boundary || end <= joint.boundary) return [];
  return [
    { leaf: joint.left, span: { start: start + joint.shift, end: joint.boundary + joint.shift } },
    { leaf: joint.left + 1, span: { start: 0, end: end - joint.boundary } },
  ];
}
