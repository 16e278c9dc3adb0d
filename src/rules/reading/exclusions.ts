/** The coverage promise: every letter A to R of the Safe Harbor list has a rule, or a written reason why it has none. */
import type { RuleProblem } from '../problem';
import { exclusionsSchema, LETTERS } from './schema';
import { parseYaml, schemaProblems } from './yaml-file';

/** Letter to reason. */
export type Exclusions = ReadonlyMap<string, string>;

export interface ReadExclusions {
  readonly reasons: Exclusions;
  /** Line of each letter in the file. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Reads `exclusions.yaml` (`Q: reason`). A folder without one excludes nothing; one that is wrong gives undefined. */
export function readExclusions(file: string, text: string | undefined, problems: RuleProblem[]): ReadExclusions | undefined {
  if (text === undefined) return { reasons: new Map(), lines: new Map() };
  const yaml = parseYaml(file, text);
  problems.push(...yaml.problems);
  if (yaml.problems.length > 0) return undefined;
  const parsed = exclusionsSchema.safeParse(yaml.data);
  if (!parsed.success) {
    problems.push(...schemaProblems(yaml, parsed.error.issues, LETTERS));
    return undefined;
  }
  const entries = Object.entries(parsed.data).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { reasons: new Map(entries), lines: new Map(entries.map(([letter]) => [letter, yaml.lineAt([letter])])) };
}

/** Letters with neither rule nor exclusion, and letters with both: a reviewer could not tell which holds. */
export function coverageProblems(file: string, exclusions: ReadExclusions, served: readonly string[]): RuleProblem[] {
  const letters = new Set(served);
  return LETTERS.flatMap((letter): RuleProblem[] => {
    const line = exclusions.lines.get(letter) ?? 1;
    const isExcluded = exclusions.reasons.has(letter);
    if (letters.has(letter) && isExcluded)
      return [{ file, line, key: letter, reason: 'is excluded, but a rule serves it; remove one' }];
    if (letters.has(letter) || isExcluded) return [];
    return [{ file, line, key: letter, reason: 'no rule serves this letter; add one, or give the reason here' }];
  });
}
