/** Parses regexes, and answers small questions about their elements. */
import { type AST, RegExpParser } from '@eslint-community/regexpp';

export type CharacterElement = AST.Character | AST.CharacterClass | AST.CharacterSet;

/** Parses the source of a regex with flag u. Throws where it is none. */
export function parsePattern(source: string): AST.Pattern {
  return new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true });
}

/** Opens groups with one alternative, such as `(?<value>...)`, so that what is inside them counts as mandatory too. */
export function flatten(elements: readonly AST.Element[]): AST.Element[] {
  return elements.flatMap((element) => {
    const inner = isGroup(element) && element.alternatives.length === 1 ? element.alternatives[0] : undefined;
    return inner === undefined ? [element] : flatten(inner.elements);
  });
}

/** Whether the element is a group, named or not. */
export function isGroup(element: AST.Element): element is AST.Group | AST.CapturingGroup {
  return element.type === 'Group' || element.type === 'CapturingGroup';
}

/** Whether the element is one character. */
export function isCharacter(element: AST.Element): element is CharacterElement {
  return element.type === 'Character' || element.type === 'CharacterClass' || element.type === 'CharacterSet';
}

/** Most UTF-16 code units that the elements can match; a character beyond ASCII may take two. */
export function mostLength(elements: readonly AST.Element[]): number {
  return elements.reduce((sum, element) => sum + mostLengthOf(element), 0);
}

function mostLengthOf(element: AST.Element): number {
  if (element.type === 'Assertion') return 0;
  if (element.type === 'Character') return element.value > 0xffff ? 2 : 1;
  if (element.type === 'Quantifier') {
    const once = mostLengthOf(element.element);
    return once === 0 ? 0 : element.max * once;
  }
  if (isGroup(element)) return Math.max(0, ...element.alternatives.map((alternative) => mostLength(alternative.elements)));
  return isCharacter(element) ? 2 : Number.POSITIVE_INFINITY;
}
