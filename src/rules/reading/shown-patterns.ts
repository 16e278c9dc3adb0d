/** A pattern that no example shows cannot be reviewed, and nobody would notice if it were broken. */
import { plainSymbols } from '../plain-symbols';
import { type CompiledPattern, type CompiledRule, REFUSAL, type RuleExample } from '../types';

/** Why a pattern of the rule is not shown by its examples, by the number of the pattern. */
export function hiddenPatterns({ patterns, examples, nonExamples }: CompiledRule): ReadonlyMap<number, string> {
  const hidden = new Map<number, string>();
  for (const [index, pattern] of patterns.entries()) {
    const isNone = pattern.score <= REFUSAL;
    const isShown = isNone
      ? [...nonExamples, ...examples].some((example) => valuesIn(example, pattern).length > 0)
      : examples.some((example) => isMarked(example, pattern));
    if (isShown) continue;
    hidden.set(
      index,
      isNone ? 'no non_example shows what it keeps; add one' : 'no example shows what it finds; add one, with [[ and ]]',
    );
  }
  return hidden;
}

function isMarked(example: RuleExample, pattern: CompiledPattern): boolean {
  return valuesIn(example, pattern).some(([start, end]) => example.spans.some((span) => span.start < end && span.end > start));
}

/** Where the regex finds values, whatever lists, validators and other patterns make of them. UTF-16 offsets. */
function valuesIn({ text }: RuleExample, { regex }: CompiledPattern): (readonly [start: number, end: number])[] {
  const everywhere = new RegExp(regex.source, `${regex.flags.replace('y', 'g')}d`);
  return [...plainSymbols(text).matchAll(everywhere)].flatMap(({ indices }) => {
    const value = indices?.groups?.value;
    return value === undefined ? [] : [value];
  });
}
