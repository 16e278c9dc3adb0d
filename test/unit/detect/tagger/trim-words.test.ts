import { trimWords } from '../../../../src/detect/tagger/trim-words';
import type { Span } from '../../../../src/detect/types';
import type { Entity, RuleSet } from '../../../../src/rules/types';

const lists: RuleSet['lists'] = new Map([
  ['function-words', new Map('by of and the a at so'.split(' ').map((word) => [word, 0]))],
  ['not-names', new Map([['call', 0]])],
  ['common-words', new Map('discuss bright grace auntie'.split(' ').map((word) => [word, 10]))],
  ['given-names', new Map(Object.entries({ grace: 2, doc: 4 }))],
  ['surnames', new Map([['bright', 3]])],
  ['states-and-countries', new Map([['ohio', 0]])],
  ['name-titles', new Map(Object.entries({ mx: 1, doc: 1, nurse: 0 }))],
]);

/** What is left of what stands in brackets, if the tagger found it; `first` is what it thinks of a first word. */
function trimmed(entity: Entity, marked: string, first = 0.1): string[] {
  const text = marked.replace(/[[\]]/g, '');
  const place = { start: marked.indexOf('['), end: marked.indexOf(']') - 1 };
  const found = { ...place, entity, score: 0.9, rule: 'tagger', pattern: entity, priority: 40, evidence: { base: 1 } };
  const probabilityOf = ({ start, end }: Span): number => (text.slice(start, end).includes(' ') ? 1 : first);
  const left = trimWords(text, [found], { rules: [], lists, sha256: '' }, probabilityOf);
  return left.map(({ start, end }) => text.slice(start, end));
}

test.each<[Entity, string, string]>([
  ['ADDRESS', '[Alachua County by] Dr. Raman', 'Alachua County'],
  ['ADDRESS', '[22 elm st apt a] in', '22 elm st apt a'],
  ['ORG', '[Elm Street Clinic and the] pharmacy', 'Elm Street Clinic'],
  ['ORG', '[Elm Street and]', 'Elm Street and'],
  ['NAME', '[Call Eric]', 'Eric'],
  ['NAME', '[Discuss Maria Lopez]', 'Maria Lopez'],
  ['NAME', '[Bright Okafor]', 'Bright Okafor'],
  ['NAME', '[Grace Okafor]', 'Grace Okafor'],
  ['NAME', '[Discuss M. Lopez]', 'Discuss M. Lopez'],
  ['NAME', '[auntie pat]', 'auntie pat'],
  ['ORG', '[Discuss Hall]', 'Discuss Hall'],
  ['NAME', '[the Hendersons]', 'Hendersons'],
  ['NAME', 'seen by [kim so] today', 'kim so'],
  ['ORG', '[The Elms]', 'The Elms'],
  ['ORG', '[the Elms]', 'the Elms'],
  ['ORG', '[at Elm Grove Clinic]', 'Elm Grove Clinic'],
  ['DATE', '[March 3 of] the', 'March 3 of'],
  ['EMAIL', 'Email [e.g. jane@example.org]', 'jane@example.org'],
  ['EMAIL', 'Email e.[g. jane@example.org]', 'jane@example.org'],
  ['ADDRESS', 'towns, [i.e., Dayton]', 'Dayton'],
  ['NAME', 'signed [E.G.]', 'E.G.'],
  ['NAME', 'Dear doctor, [I, Olivia], have a rash', 'Olivia'],
  ['NAME', 'the chart of [Ito, Olivia]', 'Ito, Olivia'],
  ['NAME', 'saw [Mx Avery] today', 'Avery'],
  ['NAME', 'saw [mx. avery stroud] today', 'avery stroud'],
  ['NAME', 'saw [Doc Martinez] today', 'Doc Martinez'],
  ['NAME', 'saw [Nurse Jackie] today', 'Nurse Jackie'],
  ['ORG', 'at [Mx House] today', 'Mx House'],
])('%s %s becomes "%s"', (entity, marked, expected) => {
  expect(trimmed(entity, marked)).toEqual([expected]);
});

test.each<[Entity, string]>([
  ['NAME', '[Call Eric]'],
  ['NAME', '[A Conley], RN'],
  ['ORG', 'at [a Home] now'],
])('%s %s stays whole where the tagger is sure of its first word', (entity, marked) => {
  expect(trimmed(entity, marked, 0.9)).toEqual([/\[(.*)\]/.exec(marked)?.[1]]);
  expect(trimmed(entity, marked, 0.4)).not.toEqual([/\[(.*)\]/.exec(marked)?.[1]]);
});

test.each<[Entity, string, number, string]>([
  ['ADDRESS', 'lives in [Ohio] now', 0, 'a state alone'],
  ['ADDRESS', 'LIVES IN [OHIO] NOW', 0, 'a state alone, in capitals'],
  ['ADDRESS', 'lives in [Dayton, Ohio] now', 1, 'with a town'],
  ['ORG', 'moved from [Ohio] in', 0, 'no organisation either'],
  ['ORG', 'accepted by [OHIO] now', 1, 'in capitals it may be one'],
  ['NAME', 'calls her [Ohio] now', 1, 'a name'],
  ['DATE', 'typed [the the the the] by mistake', 0, 'function words alone'],
  ['DATE', 'on [the second] of', 1, 'another word among them'],
  ['NAME', 'call [e.g]. 555-123-4567', 0, '"e.g." alone'],
  ['IP', 'local.ehr::[1]', 0, 'a digit alone'],
  ['URL', 'her reddit is [u]/quietriver88', 0, 'a letter alone'],
  ['NAME', "looked at Zeke'[s] teeth", 0, 'the end of a possessive'],
  ['ORG', "referred to Rady'[s] for it", 1, 'the end of a hospital that is called so'],
  ['NAME', 'signed [S]', 1, 'a letter that is none'],
  ['IP', 'from [::1]', 1, 'a whole address'],
  ['NAME', 'asked [so] again', 1, 'a function word that is a name, too'],
])('%s in %s: %i (%s)', (entity, marked, number) => {
  expect(trimmed(entity, marked)).toHaveLength(number);
});
