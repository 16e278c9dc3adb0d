/**
 * Finds regex parts that can share one run of characters in many ways, which is what makes a regex slow on hostile text.
 *
 * The pattern is walked once from left to right with the *tails*: variable repeats that could still end at an earlier place and
 * leave their characters to what follows. A further variable repeat that shares characters with a tail multiplies the number of
 * ways to divide them. `\w{1,20}\d{1,5}` has 20 * 5 = 100 ways; a bounded number of ways costs a bounded time at each place.
 */
import type { AST } from '@eslint-community/regexpp';
import { isGroup } from './regex-elements';
import { alternativesOf, type CharacterSet, type CharacterSets, isCharacterNode, shortestAlternative } from './regex-shape';

/**
 * Ways in which neighbouring repeats may divide one run. Two repeats of up to 40 characters pass; `.{0,100}\w{1,30}` does not.
 * The count is an upper bound, and most patterns pay it only behind a label; what they cost in truth is measured by the attack tests.
 */
export const MAX_WAYS = 2000;
/** Rounds of a repeated group that are looked at. A group that doubles the ways each round is over the bound after eleven. */
const ROUNDS = 11;

interface Tail {
  readonly repeat: AST.Quantifier;
  /** What the next character must be for the tail to have been able to take it. */
  readonly next: CharacterSet;
  /** The same for the characters after that. */
  readonly rest: CharacterSet;
  readonly ways: number;
}

export interface SharedRun {
  readonly left: AST.Quantifier;
  /** The same as `left` for a repeat inside a repeated group. */
  readonly right: AST.Quantifier;
  readonly ways: number;
}

/** Neighbouring variable repeats that share characters in more than `most` ways; each pair once. */
export function findSharedRuns(alternatives: readonly AST.Alternative[], sets: CharacterSets, most = MAX_WAYS): SharedRun[] {
  const found = new Map<string, SharedRun>();
  const report = (run: SharedRun): void => {
    const key = `${run.left.start} ${run.right.start}`;
    if (run.ways > most && !found.has(key)) found.set(key, run);
  };
  for (const { elements } of alternatives) walkSequence(elements, [], { sets, report });
  return [...found.values()];
}

/**
 * In how many ways a repeated group can match one text, at most. Where a round ends in one place only, its ways are still tried with each
 * of the others': `(?: \S{0,20}\d\S{0,20}){0,5}` has 21 a round, and 21 to the fifth of them fail behind five groups of 21 digits.
 */
export function waysOfRounds({ element, max }: AST.Quantifier, sets: CharacterSets): number {
  return 'alternatives' in element && element.type !== 'Assertion' ? waysOf(element.alternatives, sets) ** max : 1;
}

function waysOf(alternatives: readonly AST.Alternative[], sets: CharacterSets): number {
  return Math.max(...alternatives.map((alternative) => waysOfSequence(alternative, sets)));
}

function waysOfSequence(alternative: AST.Alternative, sets: CharacterSets): number {
  const within = alternative.elements.flatMap(repeatedGroups);
  const isWithin = ({ start, end }: AST.Quantifier): boolean => within.some((group) => group.start <= start && end <= group.end);
  const own = findSharedRuns([alternative], sets, 1).filter(
    ({ left, right }) => !isLookedAt(left, alternative) && !isWithin(right),
  );
  const ways = own.map(({ left, right }) => Math.min(rangeOf(left), rangeOf(right)));
  return [...ways, ...within.map((group) => waysOfRounds(group, sets))].reduce((product, one) => product * one, 1);
}

const rangeOf = ({ min, max }: AST.Quantifier): number => Math.min(max, 1001) - min + 1;

/** The outermost repeated groups. */
function repeatedGroups(element: AST.Element): AST.Quantifier[] {
  if (element.type === 'Quantifier') return 'alternatives' in element.element ? [element] : [];
  return isGroup(element) ? element.alternatives.flatMap(({ elements }) => elements.flatMap(repeatedGroups)) : [];
}

/** Whether it stands in a look-around, which is left for good once it matches. */
function isLookedAt(repeat: AST.Quantifier, within: AST.Alternative): boolean {
  for (let node: AST.Node | null = repeat.parent; node !== null && node !== within; node = node.parent)
    if (node.type === 'Assertion') return true;
  return false;
}

interface Walk {
  readonly sets: CharacterSets;
  report(run: SharedRun): void;
}

function walkSequence(elements: readonly AST.Element[], tails: readonly Tail[], walk: Walk): readonly Tail[] {
  return elements.reduce((current, element) => walkElement(element, current, walk), tails);
}

function walkElement(element: AST.Element, tails: readonly Tail[], walk: Walk): readonly Tail[] {
  if (isCharacterNode(element)) return take(tails, walk.sets.of(element));
  if (element.type === 'Quantifier') return walkRepeat(element, tails, walk);
  const after = alternativesOf(element).map(({ elements }) => walkSequence(elements, tails, walk));
  return element.type === 'Assertion' ? behindAssertion(element, tails, walk) : strongest(after.flat());
}

/**
 * A look-around takes no characters, but it runs again for every way in which the tails can end, so it is walked like any other part.
 * A positive look-ahead also says what the next character must be; a tail that cannot take such a character ends here.
 */
function behindAssertion(assertion: AST.Assertion, tails: readonly Tail[], walk: Walk): readonly Tail[] {
  if (assertion.kind !== 'lookahead' || assertion.negate || shortestAlternative(assertion.alternatives) === 0) return tails;
  const allowed = walk.sets.firstOfAny(assertion.alternatives);
  return tails.filter(({ next }) => (next & allowed) !== 0n).map((tail) => ({ ...tail, next: tail.next & allowed }));
}

/** Tails that could have taken a character of `set` themselves; the others can no longer move. */
function take(tails: readonly Tail[], set: CharacterSet): Tail[] {
  return tails.filter(({ next }) => (next & set) !== 0n).map((tail) => ({ ...tail, next: tail.rest }));
}

function walkRepeat(repeat: AST.Quantifier, tails: readonly Tail[], walk: Walk): readonly Tail[] {
  const after = walkRounds(repeat, tails, walk);
  const range = rangeOf(repeat);
  if (range > 1) after.push(tailOf(repeat, range, tails, walk));
  return strongest(after);
}

/** What follows the repeat sees the tails after any allowed number of rounds. */
function walkRounds(repeat: AST.Quantifier, tails: readonly Tail[], walk: Walk): Tail[] {
  const rounds = isCharacterNode(repeat.element) ? Math.min(repeat.max, 1) : Math.min(repeat.max, ROUNDS);
  const after: Tail[] = repeat.min === 0 ? [...tails] : [];
  let current = tails;
  for (let round = 1; round <= rounds; round += 1) {
    current = walkElement(repeat.element, current, walk);
    if (round >= Math.min(repeat.min, rounds)) after.push(...current);
  }
  return after;
}

function tailOf(repeat: AST.Quantifier, range: number, tails: readonly Tail[], walk: Walk): Tail {
  const next = walk.sets.first(repeat.element);
  const sharing = take(tails, next);
  for (const tail of sharing) walk.report({ left: tail.repeat, right: repeat, ways: tail.ways * range });
  const ways = range * Math.max(1, ...sharing.map((tail) => tail.ways));
  return { repeat, next, rest: walk.sets.all(repeat.element), ways };
}

/** Of tails with the same characters only the one with the most ways matters; this keeps the walk small. */
function strongest(tails: readonly Tail[]): Tail[] {
  const best = new Map<string, Tail>();
  for (const tail of tails) {
    const key = `${tail.next} ${tail.rest}`;
    if ((best.get(key)?.ways ?? 0) < tail.ways) best.set(key, tail);
  }
  return [...best.values()];
}
