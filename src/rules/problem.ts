/** What is wrong with a rule file, and the error that reports every problem of a rule folder at once. */

export interface RuleProblem {
  /** Path inside the rule folder, such as `email.yaml` or `lists/surnames.txt`. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Where in the file, such as `patterns[0].regex`; empty when the whole file is meant. */
  readonly key: string;
  /** What is wrong and what to write instead. */
  readonly reason: string;
}

/** `file:line key: reason`, the form that editors and terminals can follow. */
export function formatProblem({ file, line, key, reason }: RuleProblem): string {
  return key === '' ? `${file}:${line} ${reason}` : `${file}:${line} ${key}: ${reason}`;
}

/** By file, then line, so that the report reads top to bottom. */
function sortProblems(problems: readonly RuleProblem[]): RuleProblem[] {
  return [...problems].sort((a, b) => compareText(a.file, b.file) || a.line - b.line || compareText(a.key, b.key));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A rule folder that cannot be used. Carries all its problems; nothing is served with half a rule set. */
export class RuleLoadError extends Error {
  readonly directory: string;
  readonly problems: readonly RuleProblem[];

  constructor(directory: string, problems: readonly RuleProblem[]) {
    const sorted = sortProblems(problems);
    const count = sorted.length === 1 ? '1 problem' : `${sorted.length} problems`;
    super([`${count} in the rules of ${directory}:`, ...sorted.map(formatProblem)].join('\n'));
    this.name = 'RuleLoadError';
    this.directory = directory;
    this.problems = sorted;
  }
}
