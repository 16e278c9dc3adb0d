import type { ReplacedSpan } from '../../deid/deidentify-text';
import type { Candidate, Rejected } from '../../detect/types';
import type { RuleSet } from '../../rules/types';
import type { Colours } from '../output';

/** What `--explain` tells about one text. */
export interface Explained {
  readonly text: string;
  readonly ruleSet: RuleSet;
  readonly spans: readonly ReplacedSpan[];
  readonly rejected: readonly Rejected[];
}

type Evident = Pick<Candidate, 'start' | 'end' | 'entity' | 'score' | 'rule' | 'pattern' | 'evidence'>;

/** Why each span was found and what lost against it, then what was too weak anywhere else. */
export function explainDetections(explained: Explained, colours: Colours): string {
  const lines: string[] = [''];
  const told = new Set<Rejected>();
  for (const span of explained.spans) {
    lines.push(heading(explained, span, colours), ...evidenceLines(explained.ruleSet, span));
    if (span.origin === 'known') lines.push('    the same value was found elsewhere in the text, so it is replaced here too');
    for (const loser of explained.rejected.filter((candidate) => overlaps(candidate, span))) {
      told.add(loser);
      lines.push(colours.dim(`    lost: ${losing(explained.text, loser)}`));
    }
  }
  const others = explained.rejected.filter((candidate) => !told.has(candidate));
  if (others.length > 0) lines.push(colours.bold('not replaced'));
  for (const loser of others)
    lines.push(colours.dim(`  ${placeOf(explained.text, loser.start)} ${losing(explained.text, loser)}`));
  return `${lines.join('\n')}\n`;
}

function heading({ text }: Explained, span: ReplacedSpan, colours: Colours): string {
  const value = JSON.stringify(text.slice(span.start, span.end));
  return `${placeOf(text, span.start)} ${colours.bold(colours.yellow(value))} ${colours.cyan(span.entity)} -> ${span.token}`;
}

function evidenceLines(ruleSet: RuleSet, found: Evident): string[] {
  const file = ruleSet.rules.find((rule) => rule.id === found.rule)?.file;
  return [`    rule ${found.rule}${file ? ` (${file})` : ''}, pattern ${found.pattern}`, `    ${scoreLine(found)}`];
}

/** The score as arithmetic: where it began, what the validator and the words around did to it. */
function scoreLine({ score, evidence }: Evident): string {
  const parts = [`score ${score.toFixed(2)} = ${arithmeticOf(score, evidence)}`];
  if (evidence.validator) parts.push(`validator ${evidence.validator.name} ${evidence.validator.valid ? 'passed' : 'failed'}`);
  if (evidence.context && evidence.context.length > 0)
    parts.push(`context ${evidence.context.map((word) => `"${word}"`).join(', ')}`);
  if (evidence.note) parts.push(evidence.note);
  return parts.join('; ');
}

function arithmeticOf(score: number, { base, threshold }: Evident['evidence']): string {
  const print = (number: number): string => number.toFixed(2);
  if (threshold !== undefined) return `0.5 + 0.5 x (${print(base)} - ${print(threshold)}) / ${print(1 - threshold)}`;
  const change = score - base;
  if (Math.abs(change) < 0.005) return `base ${print(base)}`;
  return `base ${print(base)} ${change < 0 ? '-' : '+'} ${print(Math.abs(change))}`;
}

function losing(text: string, loser: Rejected): string {
  const value = JSON.stringify(text.slice(loser.start, loser.end));
  return `${value} ${loser.entity} by ${loser.rule}/${loser.pattern}, ${scoreLine(loser)}; ${loser.reason}`;
}

const overlaps = (a: Evident, b: Evident): boolean => a.start < b.end && b.start < a.end;

/** `line:column` of an offset, both from 1, as editors count. */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset);
  return `${before.split('\n').length}:${offset - before.lastIndexOf('\n')}`;
}
