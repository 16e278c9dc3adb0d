/** Questions about a parsed regex: how short a match can be, and which characters a part can match. */
import type { AST } from '@eslint-community/regexpp';

/**
 * A set of characters as a bit mask over a sample of the alphabet. Two parts of a regex "share characters" when their masks
 * meet. Whether V8 matches a sample character is asked of V8 itself, so `\p{L}`, `\s` and flag i are right by construction.
 */
export type CharacterSet = bigint;

/** A part of a regex that matches exactly one character. */
export type CharacterNode = AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass;

export interface CharacterSets {
  readonly whitespace: CharacterSet;
  /** Characters that the node matches. */
  of(node: CharacterNode): CharacterSet;
  /** Characters that a match of the element can begin with, as far as it consumes any. */
  first(element: AST.Element): CharacterSet;
  /** Characters that a match of one of the alternatives can begin with. */
  firstOfAny(alternatives: readonly AST.Alternative[]): CharacterSet;
  /** Every character that occurs in matches of the element. */
  all(element: AST.Element): CharacterSet;
}

/** ASCII, and one of every other kind that text holds: spaces, marks, letters and digits of other scripts. */
const SAMPLE = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code)),
  ...'\u00a0\u2003\u2028éßÉñŁ\u0301ſKΩжИאع中한あ٣५½€°–—‘’“”…•😀',
];

/** Whether the element matches one character, sets of flag v among them. */
export function isCharacterNode(node: AST.Element): node is CharacterNode {
  return ['Character', 'CharacterSet', 'CharacterClass', 'ExpressionCharacterClass'].includes(node.type);
}

/** The parsed form of a pattern that is known to compile with flag u. */
export function alternativesOf(element: AST.Element): readonly AST.Alternative[] {
  return 'alternatives' in element ? element.alternatives : [];
}

/** Length in characters of the shortest match; 0 means that the element can match nothing. */
export function shortestMatch(element: AST.Element): number {
  if (isCharacterNode(element)) return 1;
  if (element.type === 'Quantifier') return element.min === 0 ? 0 : element.min * shortestMatch(element.element);
  if (element.type === 'Assertion' || element.type === 'Backreference') return 0;
  return shortestAlternative(alternativesOf(element));
}

/** Fewest characters that any of the alternatives matches. */
export function shortestAlternative(alternatives: readonly AST.Alternative[]): number {
  return Math.min(...alternatives.map(({ elements }) => elements.reduce((sum, element) => sum + shortestMatch(element), 0)));
}

/** Sets for one pattern; `literals` joins the sample with the characters that the pattern itself spells. */
export function createCharacterSets(source: string, ignoreCase: boolean): CharacterSets {
  const sample = [...new Set([...SAMPLE, ...source])];
  const known = new Map<string, CharacterSet>();
  const of = (node: CharacterNode): CharacterSet => {
    const set = known.get(node.raw) ?? maskOf(node.raw, sample, ignoreCase);
    known.set(node.raw, set);
    return set;
  };
  const first = (element: AST.Element): CharacterSet => {
    if (isCharacterNode(element)) return of(element);
    if (element.type === 'Quantifier') return first(element.element);
    if (element.type === 'Assertion') return 0n;
    return firstOfAny(alternativesOf(element));
  };
  const firstOfAny = (alternatives: readonly AST.Alternative[]): CharacterSet =>
    alternatives.reduce((set, { elements }) => set | firstOfSequence(elements, first), 0n);
  const all = (element: AST.Element): CharacterSet => {
    if (isCharacterNode(element)) return of(element);
    if (element.type === 'Quantifier') return all(element.element);
    if (element.type === 'Assertion') return 0n;
    return alternativesOf(element).reduce((set, { elements }) => elements.reduce((sum, part) => sum | all(part), set), 0n);
  };
  return { whitespace: maskOf('\\s', sample, false), of, first, firstOfAny, all };
}

function firstOfSequence(elements: readonly AST.Element[], first: (element: AST.Element) => CharacterSet): CharacterSet {
  let set = 0n;
  for (const element of elements) {
    set |= first(element);
    if (shortestMatch(element) > 0) break;
  }
  return set;
}

function maskOf(raw: string, sample: readonly string[], ignoreCase: boolean): CharacterSet {
  const regex = new RegExp(`^${raw}$`, ignoreCase ? 'iu' : 'u');
  return sample.reduce((mask, character, index) => (regex.test(character) ? mask | (1n << BigInt(index)) : mask), 0n);
}
