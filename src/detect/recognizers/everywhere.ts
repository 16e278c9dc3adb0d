import type { RuleSet, WordList } from '../../rules/types';
import { oncePer } from '../once-per';
import type { Candidate, MatchText, Span } from '../types';

/** What a text calls a program or a thing once ("our bot is called Ada") is one in the rest of it, too. */

/** The word or words in front of a name: "mr. ", "i am ", "she is (". */
const WORD_BEFORE = /(?<![\w'])(?<word>i am|[a-z]{1,10}(?:'m)?)(?: is)?[.:,]? ?["'(]?$/;
/** The number in `rules/lists/words-before-people.txt` of what stands in front of programs as well. */
const BEFORE_PROGRAMS = 1;
/** Behind a person's first name, or in a record. */
const PERSON_BEHIND = /^(?:-?\p{Lu}|[ ,]{1,2}\p{Lu}\p{Ll}|, (?:\d|rn\b|md\b)|,? (?:aged? )?\d{1,3}[ -]?(?:y|m|f)|@|\^)/u;
const REACH = 24;
/** Most places of one value that are looked at; behind them it is left to the other rules. */
const MOST_PLACES = 200;
/** Score from which a rule's finding counts: what the lists alone say of a word is less. */
const FOUND = 0.7;

const keyOf = (rule: string, pattern: string): string => `${rule}/${pattern}`;

/** The patterns with `everywhere`. */
const spreading = oncePer((ruleSet: RuleSet): ReadonlySet<string> => {
  const names = ruleSet.rules.flatMap(({ id, patterns }) =>
    patterns.filter(({ everywhere }) => everywhere === true).map(({ name }) => keyOf(id, name)),
  );
  return new Set(names);
});

/** The places where a value stands as a word of its own. */
function placesOf(text: string, value: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(value); at >= 0 && places.length < MOST_PLACES; at = text.indexOf(value, at + value.length)) {
    const beside = text.charAt(at - 1) + text.charAt(at + value.length);
    if (!/[\p{L}\d]/u.test(beside)) places.push(at);
  }
  return places;
}

function isPerson({ text, lower }: MatchText, { start, end }: Span, beforePeople: WordList | undefined): boolean {
  const word = WORD_BEFORE.exec(lower.slice(Math.max(0, start - REACH), start))?.groups?.['word'];
  return (
    (word !== undefined && (beforePeople?.get(word) ?? BEFORE_PROGRAMS) !== BEFORE_PROGRAMS) ||
    PERSON_BEHIND.test(text.slice(end, end + REACH))
  );
}

/** Whether a rule finds a person's name in a place: "my therapist Claude". */
function isFound({ start, end }: Span, candidates: readonly Candidate[]): boolean {
  return candidates.some((one) => one.entity === 'NAME' && one.score >= FOUND && one.start < end && one.end > start);
}

/**
 * The other places of what patterns with `everywhere` found; none, where somebody is called so, too: then every place is left to the other
 * rules.
 */
export function spreadExclusions(text: MatchText, candidates: readonly Candidate[], ruleSet: RuleSet): Candidate[] {
  const names = spreading(ruleSet);
  const beforePeople = ruleSet.lists.get('words-before-people');
  const spread: Candidate[] = [];
  const done = new Set<string>();
  for (const candidate of candidates) {
    if (candidate.score > 0 || !names.has(keyOf(candidate.rule, candidate.pattern))) continue;
    const value = text.text.slice(candidate.start, candidate.end);
    if (done.has(value)) continue;
    done.add(value);
    const places = placesOf(text.text, value);
    const others = places.filter((start) => start !== candidate.start).map((start) => ({ start, end: start + value.length }));
    if (others.some((other) => isPerson(text, other, beforePeople) || isFound(other, candidates))) continue;
    spread.push(...places.map((start) => ({ ...candidate, start, end: start + value.length })));
  }
  return spread;
}
