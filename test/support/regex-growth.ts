import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { findSharedRuns } from '../../src/rules/regexes/regex-ambiguity';
import { type CharacterSets, createCharacterSets, isCharacterNode, shortestMatch } from '../../src/rules/regexes/regex-shape';

/** Shapes by which the time of a regex grows faster than its text, told from its syntax tree as those of rules are (`src/rules/regexes`). */

/** From so many rounds on a repeat counts as open. */
const OPEN = 1000;

const isOpen = ({ max }: AST.Quantifier): boolean => max >= OPEN;

/** Whether it holds a place, so that what follows is not tried at each character: "^", "\b", a look-behind. */
function isAnchor(element: AST.Element): boolean {
  return element.type === 'Assertion' && element.kind !== 'end' && element.kind !== 'lookahead';
}

/** Whether something is asked for that a text may lack. */
const canFail = (elements: readonly AST.Element[]): boolean =>
  elements.some((one) => one.type === 'Assertion' || shortestMatch(one) > 0);

/** `-.*$`: each of a run of hyphens reads all the others. */
function takesToo(element: AST.Element, next: AST.Element | undefined, sets: CharacterSets): next is AST.Quantifier {
  return isCharacterNode(element) && next?.type === 'Quantifier' && isOpen(next) && (sets.of(element) & sets.all(next)) !== 0n;
}

/**
 * An open repeat at the beginning of what can still fail: `\s+$` reads a run of spaces again from each of them. Where nothing is asked for
 * behind it the repeat takes the run once and for all.
 */
function leadingRepeats(elements: readonly AST.Element[], sets: CharacterSets): AST.Quantifier[] {
  const [element, ...behind] = elements;
  if (element === undefined || isAnchor(element)) return [];
  if (takesToo(element, behind[0], sets) && canFail(behind.slice(1))) return [behind[0]];
  if (element.type === 'Quantifier' && isOpen(element) && canFail(behind)) return [element];
  const inner = element.type === 'Quantifier' ? element.element : element;
  const within = inner.type === 'Assertion' || !('alternatives' in inner) ? [] : inner.alternatives;
  const found = within.flatMap(({ elements: own }) => leadingRepeats([...own, ...behind], sets));
  return found.length > 0 || shortestMatch(element) > 0 ? found : leadingRepeats(behind, sets);
}

function hasOpenRepeat(pattern: AST.Pattern): boolean {
  let found = false;
  visitRegExpAST(pattern, {
    onQuantifierEnter: (repeat) => {
      found ||= isOpen(repeat);
    },
  });
  return found;
}

/** Which parts of a regex of the code can make it slow, in words; none where it has no open repeats. */
export function growingShapes({ source, flags }: RegExp): string[] {
  const pattern = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true });
  if (!hasOpenRepeat(pattern)) return [];
  const sets = createCharacterSets(source, flags.includes('i'));
  const runs = findSharedRuns(pattern.alternatives, sets)
    .filter(({ left, right }) => isOpen(left) && isOpen(right))
    .map(({ left, right }) => (left === right ? `${left.raw} repeats itself` : `${left.raw} and ${right.raw} take the same`));
  const leading = flags.includes('y') ? [] : pattern.alternatives.flatMap(({ elements }) => leadingRepeats(elements, sets));
  return [...runs, ...leading.map(({ raw }) => `${raw} is tried anew at each character`)];
}
