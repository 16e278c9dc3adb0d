import { DocumentMemory } from '../../../../src/detect/memory/document-memory';
import { valueKey } from '../../../../src/detect/text/value-key';
import type { Candidate } from '../../../../src/detect/types';
import type { Entity } from '../../../../src/rules/types';
import { ruleSetOf } from '../../../support/rule-set';

const ORDINARY = ['will', 'may', 'grace', 'young', 'hope', 'home', 'care', 'period', 'lot', 'table'];

function candidate(entity: Entity, text: string): Candidate {
  return { entity, start: 0, end: text.length, score: 0.9, rule: 'r', pattern: 'p', priority: 50, evidence: { base: 0.9 } };
}

function memoryOfTests(): DocumentMemory {
  const { lists, ...rules } = ruleSetOf([], ORDINARY);
  return new DocumentMemory({
    ...rules,
    lists: new Map([
      ...lists,
      [
        'credentials',
        new Map([
          ['md', 0],
          ['ed', 0],
        ]),
      ],
    ]),
  });
}

function learned(entity: Entity, ...texts: string[]) {
  const memory = memoryOfTests();
  const links = texts.map((text, step) => memory.learn(candidate(entity, text), text, step));
  return { memory, links, reach: (text: string) => memory.known.get(valueKey(text))?.reach };
}

test('a name of two words is known in either order, since each may be an ordinary word alone', () => {
  const { reach, memory } = learned('NAME', 'Will Young', 'Smith, Mary', 'Ana Maria Roe', 'Bo W.');
  expect(['Young, Will', 'Mary Smith', 'Roe, Ana Maria', 'W. Bo'].map(reach)).toEqual([
    'same-case',
    'anywhere',
    undefined,
    undefined,
  ]);
  expect(memory.known.get('youngwill')).toMatchObject({ group: 1, form: 'full', step: 0, written: 'Young, Will' });
});

describe('where a value is looked for elsewhere', () => {
  test.each<[Entity, string, string | undefined, string]>([
    ['NAME', 'Kowalczyk', 'anywhere', 'a name that is no word'],
    ['NAME', 'Mary Kowalczyk', 'anywhere', 'one of its words is no ordinary one'],
    ['NAME', 'Will', 'context', 'an ordinary word'],
    ['NAME', 'Will Young', 'same-case', 'only ordinary words'],
    ['NAME', 'Bo', 'same-case', 'short'],
    ['NAME', 'Bo Young', 'same-case', 'a short and an ordinary word'],
    ['NAME', 'MD', undefined, 'initials that are a credential'],
    ['NAME', 'Ed', 'same-case', 'a first name, though it is the abbreviation of a department too'],
    ['NAME', 'B', undefined, 'one letter'],
    ['NAME', '李', undefined, 'one character'],
    ['ORG', 'Riverbend Home Care', 'anywhere', 'a distinctive word in it'],
    ['ORG', 'Hope', 'context', 'an ordinary word'],
    ['ADDRESS', '62701', undefined, 'five digits may be anything'],
    ['ADDRESS', '62701-1234', 'anywhere', 'nine digits'],
    ['ADDRESS', '1400 Maplewood Avenue', 'anywhere', 'a street'],
    ['PHONE', '774-555-0111', 'anywhere', 'a long number'],
    ['MRN', '00482917', 'anywhere', 'a long number'],
    ['MRN', '4829', undefined, 'four digits may be anything'],
    ['ID', 'jdoe7', 'same-case', 'a user name'],
    ['ID', 'AB-1234', 'anywhere', 'four digits and letters'],
    ['ID', 'AB123C', 'exact', 'letters and few digits, six of them'],
    ['ID', 'table', undefined, 'an ordinary word'],
    ['DATE', '3/14/1958', 'exact', 'a full date'],
    ['DATE', 'March 14', 'exact', 'a date with the name of its month'],
    ['DATE', '3/14', undefined, 'may be a ratio'],
    ['DATE', '12/14', undefined, 'may be a ratio, too'],
    ['EMAIL', 'mary@example.org', 'exact', 'an address'],
    ['EMAIL', 't', undefined, 'what was found of an address'],
    ['EMAIL', 'ana at example dot org', 'exact', 'an address as spoken'],
    ['URL', 'clinic.example.org/4471', 'exact', 'a page'],
    ['IP', '10.1.2.3', 'exact', 'may be the number of a version elsewhere'],
    ['AGE', '93', undefined, 'a bare number'],
    ['AGE', 'ninety-three', undefined, 'a number in words'],
  ])('%s "%s": %s (%s)', (entity, text, expected) => {
    const { memory, reach } = learned(entity, text);
    expect([reach(text), memory.known.has(valueKey(text))]).toEqual([expected, expected !== undefined]);
  });

  test('the parts of a name are remembered too', () => {
    const { reach } = learned('NAME', 'Dr. Grace Delgado-Ruiz');
    expect(['Grace', 'Delgado-Ruiz', 'Delgado', 'Ruiz'].map(reach)).toEqual(['context', 'anywhere', 'anywhere', 'anywhere']);
  });

  test.each<[string, string, string | undefined]>([
    ['E5582903', '5582903', 'anywhere'],
    ['E558290', '558290', undefined],
    ['Suite 5582903', '5582903', undefined],
  ])('of "%s" the digits by themselves ("%s"): %s', (text, digits, expected) => {
    expect(learned('MRN', text).reach(digits)).toBe(expected);
  });

  test('digits that were a value before stay that value', () => {
    const memory = memoryOfTests();
    memory.learn(candidate('ACCOUNT', '5582903'), '5582903', 0);
    memory.learn(candidate('MRN', 'E5582903'), 'E5582903', 1);
    expect(memory.known.get('5582903')).toMatchObject({ entity: 'ACCOUNT', form: 'full', step: 0 });
  });

  test('two values of one key are both remembered, if one of them is looked for anywhere', () => {
    const { memory } = learned('NAME', 'Will S', 'Wills');
    expect(memory.known.get('wills')).toMatchObject({
      written: 'Will S',
      reach: 'same-case',
      beside: { written: 'Wills', reach: 'anywhere' },
    });
  });

  test('a value keeps the segment in which it was found first', () => {
    const { memory } = learned('NAME', 'Kowalczyk', 'KOWALCZYK');
    expect(memory.known.get('kowalczyk')).toMatchObject({ step: 0, written: 'Kowalczyk' });
  });
});

describe('groups', () => {
  test.each<[Entity, string[], number[], string]>([
    ['PHONE', ['(774) 555-0111', '774.555.0111'], [1, 1], 'one number written twice'],
    ['PHONE', ['774-555-0111', '774-555-0112'], [1, 2], 'two numbers'],
    ['DATE', ['3/14/1958', 'March 14, 1958', '1958-03-14'], [1, 1, 1], 'one day written three ways'],
    ['DATE', ['3/14/1958', '3/15/1958'], [1, 2], 'two days'],
    ['ORG', ['RIVERBEND CLINIC', 'Riverbend Clinic'], [1, 1], 'case'],
    ['NAME', ['Mary Kowalczyk', 'Kowalczyk', 'Bo Lee'], [1, 1, 2], 'two persons'],
  ])('%s %j → %j (%s)', (entity, texts, expected) => {
    expect(learned(entity, ...texts).links.map(({ group }) => group)).toEqual(expected);
  });

  test('entities are counted apart', () => {
    const memory = new DocumentMemory(ruleSetOf([]));
    expect(memory.learn(candidate('MRN', '00482917'), '00482917', 0).group).toBe(1);
    expect(memory.learn(candidate('ACCOUNT', '00482918'), '00482918', 0).group).toBe(1);
    expect(memory.learn(candidate('ACCOUNT', '00482917'), '00482917', 0).group).toBe(2);
  });

  test('invisible characters make no other value', () => {
    const { memory, links } = learned('NAME', 'Kowal\u200Bczyk', 'Kowalczyk');
    expect(links.map(({ group }) => group)).toEqual([1, 1]);
    expect(memory.known.get('kowalczyk')?.written).toBe('Kowalczyk');
  });
});

test('a short word that is not sure is known only where it was found', () => {
  const reach = (text: string, score: number): string | undefined => {
    const memory = memoryOfTests();
    memory.learn({ ...candidate('NAME', text), score }, text, 0);
    return memory.known.get(valueKey(text))?.reach;
  };
  expect(reach('Bo', 0.7)).toBeUndefined();
  expect(reach('Bo', 0.8)).toBe('same-case');
  expect(reach('Kowalczyk', 0.7)).toBe('anywhere');
});

describe('what a value was taken for in an earlier segment', () => {
  test.each<[Entity, string, Entity, string, string | undefined, string]>([
    ['MRN', '4829173', 'ID', '4829173', 'MRN', 'a number of a chart stays one without its label'],
    ['FAX', '(774) 555-0111', 'PHONE', '774.555.0111', 'FAX', 'written differently'],
    ['MRN', '4829173', 'MRN', '4829173', undefined, 'nothing else'],
    ['MRN', '4829173', 'ID', '4829174', undefined, 'another value'],
    ['ORG', 'Kowalczyk Praxis', 'NAME', 'Kowalczyk Praxis', 'ORG', 'several words'],
    ['ADDRESS', 'Kowalczyk', 'NAME', 'Kowalczyk', undefined, 'one word is a town here and a person there'],
    ['PLAN', 'W123456789', 'SSN', '123-45-6789', undefined, 'its digits alone may be another number'],
    ['ID', 'tx7-9', 'ACCOUNT', 'TX7 9', undefined, 'too short to be the same in another form'],
  ])('%s %s, then %s %s: %s (%s)', (first, text, entity, again, expected) => {
    const { memory, links } = learned(first, text);
    expect(learned(first, text).memory.learn(candidate(entity, again), again, 0).entity).toBeUndefined();
    const later = memory.learn(candidate(entity, again), again, 1);
    expect(later.entity).toBe(expected);
    if (expected !== undefined) expect(later.group).toBe(links[0]?.group);
  });
});
