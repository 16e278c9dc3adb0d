import type { CompiledPattern, CompiledRule } from '../../rules/types';
import { oncePer } from '../once-per';
import type { Candidate, Evidence, MatchText, Recognizer, RecognizerContext, Span } from '../types';
import { DECISIVE_VALIDATORS, validators } from '../validators/validators';
import { candidateOf, type Scored } from './candidate-of';
import { findContextWords } from './context-words';
import { positionsIn } from './match-positions';
import { trimLeadingWords } from './trim-leading-words';

/** Score of a value whose check digits hold: even without a label such a number is hardly there by chance. */
const VALID_SCORE = 0.95;

/** Tries of a regex between two looks at the time. */
const CHECK_EVERY = 32;

/** What stays of a found span: none, all or parts of it. */
export type SpanFilter = (span: Span, pattern: CompiledPattern) => readonly Span[];
const asFound: SpanFilter = (span) => [span];

/**
 * Finds what a rule's regexes describe; the named group `value` is the candidate. If the rule names word lists, leading words of the value that
 * stand in one of them are cut off ("Transferred to Elm Clinic"), and a value of which fewer than two words are left is dropped.
 */
export const recognizePattern: Recognizer = (text, context) => {
  const trim = (span: Span): readonly Span[] => trimLeadingWords(span, text, context);
  return matchPatterns(text, context, context.rule.lists.length > 0 ? trim : asFound);
};

/**
 * All candidates of the rule's patterns, pattern by pattern, of each in order; matching goes on right behind each value, so that a second value
 * after one label is seen.
 */
export function matchPatterns(text: MatchText, context: RecognizerContext, filter: SpanFilter = asFound): Candidate[] {
  const found: Candidate[] = [];
  const positions = positionsIn(text, context.ruleSet.rules);
  for (const plan of positions.plansOf(context.rule)) {
    const offsets = positions.of(plan);
    if (offsets.length === 0) continue;
    const { pattern } = plan;
    for (const located of locateAll(text, pattern, offsets, context)) {
      for (const span of filter(located, pattern)) {
        const candidate = toCandidate(text, span, pattern, context.rule);
        if (candidate) found.push(candidate);
      }
    }
  }
  return found;
}

/** Spans of the group `value`. The regex is tried at the places where a match can begin. */
function locateAll(text: MatchText, pattern: CompiledPattern, offsets: readonly number[], context: RecognizerContext): Span[] {
  const spans: Span[] = [];
  let position = 0;
  let tries = 0;
  for (let index = 0; index < offsets.length; index += 1) {
    const offset = offsets[index] as number;
    if (offset < position) continue;
    if (tries % CHECK_EVERY === 0) context.checkpoint();
    tries += 1;
    pattern.regex.lastIndex = offset;
    const match = pattern.regex.exec(text.text);
    if (match === null) continue;
    const span = spanOfValue(match, text.text, pattern);
    spans.push(span);
    position = Math.max(span.end, offset + 1);
  }
  return spans;
}

/** The offsets of `value`. Mostly it is the end of the match; else the regex with indices, which is slow, runs once more. */
function spanOfValue(match: RegExpExecArray, text: string, { regex }: CompiledPattern): Span {
  const [whole] = match;
  const value = match.groups?.['value'] ?? whole;
  const end = match.index + whole.length;
  if (whole.endsWith(value) && whole.indexOf(value) === whole.length - value.length) return { start: end - value.length, end };
  if (whole.startsWith(value) && whole.lastIndexOf(value) === 0) return { start: match.index, end: match.index + value.length };
  const indexed = withIndices(regex);
  indexed.lastIndex = match.index;
  const [from, to] = indexed.exec(text)?.indices?.groups?.['value'] ?? [match.index, end];
  return { start: from, end: to };
}

/** The same regexes with offsets of groups, made when first asked for: few are. */
const withIndices = oncePer((regex: RegExp) => new RegExp(regex.source, `d${regex.flags}`));

function toCandidate(text: MatchText, span: Span, pattern: CompiledPattern, rule: CompiledRule): Candidate | undefined {
  const value = text.text.slice(span.start, span.end);
  if (value === '' || rule.allowList.has(text.lower.slice(span.start, span.end))) return undefined;
  const verdict = scoreValue(value, pattern, rule.context ? findContextWords(text, span, rule.context) : [], rule);
  return verdict.score <= 0 && pattern.score > 0 ? undefined : candidateOf(rule, span, pattern.name, verdict);
}

/**
 * The arithmetic of a score, in this order:
 * 1. it begins as the pattern's base score;
 * 2. a valid check lifts it to at least 0.95, if the check is a check digit or a fixed form; range checks (`DECISIVE_VALIDATORS`) lift nothing;
 * 3. an invalid range check makes it 0; any other failed check leaves it as it is;
 * 4. one or more context words near by add the rule's boost, once;
 * 5. it is capped at 1;
 * 6. a base of 0 says that the value is none for sure, whatever stands near.
 * So a pattern that must not stand on its form alone has a base below 0.5 and needs its check digits or context.
 */
function scoreValue(value: string, pattern: CompiledPattern, words: readonly string[], rule: CompiledRule): Scored {
  const name = pattern.validator;
  const valid = name === undefined || validators[name](value);
  const decisive = name !== undefined && DECISIVE_VALIDATORS.has(name);
  const evidence: Evidence = {
    base: pattern.score,
    ...(name === undefined ? {} : { validator: { name, valid } }),
    ...(words.length > 0 ? { context: words } : {}),
  };
  if ((decisive && !valid) || pattern.score === 0) return { score: 0, evidence };
  const checked = name !== undefined && valid && !decisive ? Math.max(pattern.score, VALID_SCORE) : pattern.score;
  const boost = words.length > 0 ? (rule.context?.boost ?? 0) : 0;
  return { score: Math.min(1, checked + boost), evidence };
}
