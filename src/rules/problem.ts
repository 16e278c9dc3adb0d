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

/** More than anybody mends at once; thousands would push the first out of the terminal. */
const MOST_SHOWN = 100;

function report(directory: string, problems: readonly RuleProblem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const surplus = problems.length - MOST_SHOWN;
  const shown = problems.slice(0, MOST_SHOWN).map(formatProblem);
  return [`${count} in the rules of ${directory}:`, ...shown, ...(surplus > 0 ? [`and ${surplus} more`] : [])].join('\n');
}

/** A rule folder that cannot be used. Carries all its problems, of which the message shows the first; nothing is served with half a rule set. */
export class RuleLoadError extends Error {
  readonly directory: string;
  readonly problems: readonly RuleProblem[];

  constructor(directory: string, problems: readonly RuleProblem[]) {
    const sorted = sortProblems(problems);
    super(report(directory, sorted));
    this.name = 'RuleLoadError';
    this.directory = directory;
    this.problems = sorted;
  }
}
