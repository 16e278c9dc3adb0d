import type { Candidate } from '../../../../src/detect/types';
import { keepByPolicy } from '../../../../src/detect/winners/keep-by-policy';
import { resolveOverlaps } from '../../../../src/detect/winners/resolve-overlaps';
import type { Entity, Keeps } from '../../../../src/rules/types';

const TEXT = '12 Main Street, Springfield, IL 62704';

function candidate(entity: Entity, value: string, more: Partial<Candidate> = {}): Candidate {
  const start = TEXT.indexOf(value);
  const base = { entity, start, end: start + value.length, score: 0.9, rule: 'street', pattern: 'a', priority: 50 };
  return { ...base, evidence: { base: 0.9 }, ...more };
}

const keeps = (more: Partial<Keeps>): Keeps => ({ entities: new Set(), rules: new Set(), parts: [], ...more });
const shown = (candidates: readonly Candidate[]) =>
  candidates.map(({ start, end, stays }) => `${stays === true ? 'stays' : 'goes'}: ${TEXT.slice(start, end)}`).sort();

test('without a policy candidates are what they were', () => {
  const candidates = [candidate('ADDRESS', TEXT)];
  expect(keepByPolicy(TEXT, candidates, undefined)).toBe(candidates);
});

test.each([
  ['an entity', keeps({ entities: new Set<Entity>(['ADDRESS']) })],
  ['a rule', keeps({ rules: new Set(['street']) })],
  ['a pattern of a rule', keeps({ rules: new Set(['street/a']) })],
])('%s stays whole', (_what, policy) => {
  expect(shown(keepByPolicy(TEXT, [candidate('ADDRESS', TEXT)], policy))).toEqual([`stays: ${TEXT}`]);
});

test('another pattern of the rule does not stay', () => {
  const policy = keeps({ rules: new Set(['street/b']) });
  expect(shown(keepByPolicy(TEXT, [candidate('ADDRESS', TEXT)], policy))).toEqual([`goes: ${TEXT}`]);
});

test.each([
  [
    'a name and a town behind it',
    'John Smith Kenosha, WI 53140',
    'John Smith Kenosha',
    ['goes: John Smith Kenosha', 'stays: WI 53140'],
  ],
  ['a name alone in front', 'Mary Garcia Salem, OR', 'Mary Garcia', ['goes: Mary Garcia', 'stays: Salem, OR']],
  [
    'a town that looks like a name',
    'Santa Maria, CA 93454',
    'Santa Maria',
    ['goes: Santa Maria', 'stays: Santa Maria, CA 93454'],
  ],
  ['a town that is a name', 'Clinton Falls, IA', 'Clinton', ['goes: Clinton', 'stays: Clinton Falls, IA']],
])('a place that begins with %s', (_what, text, name, expected) => {
  const base = { start: 0, rule: 'street', pattern: 'a', priority: 50, evidence: { base: 0.9 } };
  const place = { ...base, entity: 'ADDRESS' as const, end: text.length, score: 0.95 };
  const person = { ...base, entity: 'NAME' as const, end: name.length, score: 0.6 };
  const found = keepByPolicy(text, [place, person], keeps({ entities: new Set<Entity>(['ADDRESS']) }));
  const lines = found.map(({ start, end, stays }) => `${stays === true ? 'stays' : 'goes'}: ${text.slice(start, end)}`);
  expect(lines.sort()).toEqual(expected);
});

test('a part stays, the rest goes', () => {
  const policy = keeps({ parts: [{ name: 'town', entity: 'ADDRESS', regex: /, (?<value>[A-Z][a-z]+, IL \d{5})$/du }] });
  expect(shown(keepByPolicy(TEXT, [candidate('ADDRESS', TEXT)], policy))).toEqual([
    'goes: 12 Main Street',
    'stays: Springfield, IL 62704',
  ]);
});

test('within an entity what goes wins, however sure the other is', () => {
  const policy = keeps({ rules: new Set(['town']) });
  const street = candidate('ADDRESS', '12 Main Street', { score: 0.5 });
  const town = candidate('ADDRESS', 'Main Street, Springfield, IL', { rule: 'town', score: 1 });
  expect(shown(keepByPolicy(TEXT, [street, town], policy))).toEqual(['goes: 12 Main Street', 'stays: Springfield, IL']);
});

test('what is below the threshold takes nothing from what stays', () => {
  const policy = keeps({ rules: new Set(['town']) });
  const weak = candidate('ADDRESS', 'Springfield', { score: 0.4 });
  const kept = keepByPolicy(TEXT, [weak, candidate('ADDRESS', 'Springfield, IL', { rule: 'town' })], policy);
  expect(shown(kept)).toContain('stays: Springfield, IL');
});

test('between entities the surer wins; equally sure, what goes', () => {
  const policy = keeps({ entities: new Set<Entity>(['DATE']) });
  const winners = (id: number, date: number) => {
    const candidates = [candidate('ID', '62704', { score: id }), candidate('DATE', 'IL 62704', { score: date })];
    return shown(resolveOverlaps(TEXT, keepByPolicy(TEXT, candidates, policy)).winners);
  };
  expect(winners(0.9, 0.9)).toEqual(['goes: 62704', 'stays: IL']);
  expect(winners(0.5, 0.9)).toEqual(['stays: IL 62704']);
});

test('what stays already is not cut', () => {
  const policy = keeps({ parts: [{ name: 'state', entity: 'ADDRESS', regex: /(?<value>IL)/du }] });
  expect(shown(keepByPolicy(TEXT, [candidate('ADDRESS', TEXT, { stays: true })], policy))).toEqual([`stays: ${TEXT}`]);
});

test('a part of another entity does not stay', () => {
  const policy = keeps({ parts: [{ name: 'state', entity: 'ORG', regex: /(?<value>IL)/du }] });
  expect(shown(keepByPolicy(TEXT, [candidate('ADDRESS', TEXT)], policy))).toEqual([`goes: ${TEXT}`]);
});

test('of parts that overlap or come in any order all stays that one of them keeps', () => {
  const part = (regex: RegExp) => ({ name: 'x', entity: 'ADDRESS' as const, regex });
  const policy = keeps({
    parts: [part(/(?<value>IL)/du), part(/(?<value>Springfield, IL 62704)/du), part(/(?<value>12)/du)],
  });
  expect(shown(keepByPolicy(TEXT, [candidate('ADDRESS', TEXT)], policy))).toEqual([
    'goes: Main Street',
    'stays: 12',
    'stays: Springfield, IL 62704',
  ]);
});

test.each([
  ['another entity than a place', 'ORG', 'John Smith Kenosha Clinic', 'John Smith'],
  ['a name of one word', 'ADDRESS', 'Clinton Smith Falls, IA', 'Clinton'],
] as const)('a name in front takes nothing from %s', (_what, entity, text, name) => {
  const base = { start: 0, rule: 'street', pattern: 'a', priority: 50, evidence: { base: 0.9 }, score: 0.9 };
  const found = keepByPolicy(
    text,
    [
      { ...base, entity, end: text.length },
      { ...base, entity: 'NAME', end: name.length },
    ],
    keeps({ entities: new Set<Entity>([entity]) }),
  );
  expect(found.find(({ stays }) => stays === true)).toMatchObject({ start: 0, end: text.length });
});
