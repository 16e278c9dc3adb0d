import type { Entity, Keeps } from '../../rules/types';
import type { Candidate, Span } from '../types';
import { THRESHOLD, trimToWords, uncovered } from './resolve-overlaps';

/**
 * Marks what the policy leaves in the text (`stays`): whole candidates of kept entities and rules, and the kept parts of others, which
 * are cut in two or three. Within an entity what any rule replaces wins over what stays, whatever their scores: rules overlap where a
 * street runs into its city, and no part of the street may stay. A person's name that runs into a town wins over it, too.
 *
 * @param text the text that the offsets refer to
 */
export function keepByPolicy(text: string, candidates: readonly Candidate[], keeps: Keeps | undefined): readonly Candidate[] {
  if (keeps === undefined) return candidates;
  const marked = candidates.flatMap((candidate) => (candidate.stays === true ? [candidate] : mark(text, candidate, keeps)));
  const replaced = replacedByEntity(marked);
  const names = replaced.get('NAME') ?? [];
  return marked.flatMap((candidate) => {
    if (candidate.stays !== true) return [candidate];
    const ofEntity = replaced.get(candidate.entity) ?? [];
    const inFront = candidate.entity === 'ADDRESS' ? names.filter((name) => runsInto(text, name, candidate)) : [];
    return withoutReplaced(text, candidate, inFront.length === 0 ? ofEntity : mergeSpans([...ofEntity, ...inFront]));
  });
}

/** A name of two words with a town right behind it, within or outside of what was taken for the name. */
const TWO_WORDS = /^[^\s,]+ {1,3}\p{L}/u;
const NAME_AND_TOWN = /^[^\s,]+ {1,3}[^\s,]+ {1,3}\p{Lu}\p{Ll}/u;

/** Whether a place begins with a person's name ("John Smith Kenosha, WI"). Names of two words and no more may be the town itself ("Santa Maria"). */
function runsInto(text: string, name: Span, place: Span): boolean {
  if (name.start > place.start || name.end <= place.start) return false;
  return TWO_WORDS.test(text.slice(name.start, name.end)) && NAME_AND_TOWN.test(text.slice(name.start, place.end));
}

function mark(text: string, candidate: Candidate, keeps: Keeps): Candidate[] {
  const { entity, rule, pattern } = candidate;
  if (keeps.entities.has(entity) || keeps.rules.has(rule) || keeps.rules.has(`${rule}/${pattern}`))
    return [{ ...candidate, stays: true }];
  const parts = keeps.parts.filter((part) => part.entity === entity).flatMap(({ regex }) => partOf(text, candidate, regex));
  const disjoint = mergeSpans(parts);
  if (disjoint.length === 0) return [candidate];
  const rest = uncovered(candidate, disjoint).flatMap((span) => trimToWords(text, span) ?? []);
  return [
    ...rest.map((span) => ({ ...candidate, ...span })),
    ...disjoint.map((span) => ({ ...candidate, ...span, stays: true as const })),
  ];
}

function partOf(text: string, { start, end }: Span, regex: RegExp): Span[] {
  const found = regex.exec(text.slice(start, end))?.indices?.groups?.['value'];
  return found === undefined ? [] : [{ start: start + found[0], end: start + found[1] }];
}

function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((left, right) => left.start - right.start)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else merged.push(span);
  }
  return merged;
}

/** What is replaced, merged, for each entity. */
function replacedByEntity(candidates: readonly Candidate[]): Map<Entity, Span[]> {
  const spans = new Map<Entity, Span[]>();
  for (const { entity, score, stays, start, end } of candidates) {
    if (stays === true || score < THRESHOLD) continue;
    const list = spans.get(entity) ?? [];
    list.push({ start, end });
    spans.set(entity, list);
  }
  return new Map([...spans].map(([entity, list]) => [entity, mergeSpans(list)]));
}

function withoutReplaced(text: string, candidate: Candidate, replaced: readonly Span[]): Candidate[] {
  return uncovered(candidate, replaced).flatMap((span) => {
    const trimmed = trimToWords(text, span);
    return trimmed === undefined ? [] : [{ ...candidate, ...trimmed }];
  });
}
