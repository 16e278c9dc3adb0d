import type { PersonCues } from '../../../../src/detect/memory/person-cues';
import { PersonRegistry } from '../../../../src/detect/memory/person-registry';

describe('linking', () => {
  test.each<[string, string[], [number, string][]]>([
    [
      'family name alone',
      ['Mary Smith', 'Smith'],
      [
        [1, 'full'],
        [1, 'family'],
      ],
    ],
    [
      'given name alone',
      ['Mary Smith', 'Mary'],
      [
        [1, 'full'],
        [1, 'given'],
      ],
    ],
    [
      'family name with particles first',
      ['de la Cruz', 'Ines de la Cruz', 'de la Cruz', 'Ines'],
      [
        [1, 'full'],
        [1, 'full'],
        [1, 'family'],
        [1, 'given'],
      ],
    ],
    [
      'other names with the same particle',
      ['de la Cruz', 'de Silva', 'van Houten', 'Diego de la Cruz'],
      [
        [1, 'full'],
        [2, 'full'],
        [3, 'full'],
        [1, 'full'],
      ],
    ],
    [
      'initial for the given name',
      ['Mary Smith', 'M. Smith'],
      [
        [1, 'full'],
        [1, 'full'],
      ],
    ],
    [
      'one letter, with its full stop or without, is one person, whom no other initial names',
      ['M', 'J', 'M.', 'J.', 'M. Smith', 'Rosa M.', 'M'],
      [
        [1, 'initials'],
        [2, 'initials'],
        [1, 'initials'],
        [2, 'initials'],
        [3, 'full'],
        [4, 'full'],
        [1, 'initials'],
      ],
    ],
    [
      'last, first',
      ['Mary Smith', 'SMITH, MARY'],
      [
        [1, 'full'],
        [1, 'full'],
      ],
    ],
    [
      'given name first, full name later',
      ['Mary', 'Mary Smith'],
      [
        [1, 'full'],
        [1, 'full'],
      ],
    ],
    [
      'another given name is another person',
      ['Mary Smith', 'John Smith'],
      [
        [1, 'full'],
        [2, 'full'],
      ],
    ],
    [
      'another family name is another person',
      ['Mary Smith', 'Mary Jones'],
      [
        [1, 'full'],
        [2, 'full'],
      ],
    ],
    [
      'father and son',
      ['John Smith Jr.', 'John Smith Sr', 'John Smith, Jr.'],
      [
        [1, 'full'],
        [2, 'full'],
        [1, 'full'],
      ],
    ],
    [
      'another middle initial is another person',
      ['John A. Smith', 'John Smith', 'John Bernard Smith', 'John B. Smith'],
      [
        [1, 'full'],
        [1, 'full'],
        [2, 'full'],
        [2, 'full'],
      ],
    ],
    [
      'twins',
      ['Baby A Smith', 'Baby B Smith'],
      [
        [1, 'full'],
        [2, 'full'],
      ],
    ],
    [
      'a middle name and its initial',
      ['Mary Ann Smith', 'Smith, Mary A'],
      [
        [1, 'full'],
        [1, 'full'],
      ],
    ],
    [
      'unrelated',
      ['Mary Smith', 'Jones'],
      [
        [1, 'full'],
        [2, 'full'],
      ],
    ],
    [
      'case and accents',
      ['José Núñez', 'NUNEZ'],
      [
        [1, 'full'],
        [1, 'family'],
      ],
    ],
    [
      'initials of several of one family',
      ['Maria Gonzalez', 'Luis Gonzalez', 'L. Gonzalez', 'Martin Gonzalez', 'M. Gonzalez'],
      [
        [1, 'full'],
        [2, 'full'],
        [2, 'full'],
        [3, 'full'],
        [4, 'full'],
      ],
    ],
    [
      'short forms agree with all that is known',
      ['Ben Carter', 'Benjamin Carter', 'Benedict Carter'],
      [
        [1, 'full'],
        [1, 'full'],
        [2, 'full'],
      ],
    ],
    ['initials', ['MS'], [[1, 'initials']]],
    ['initials with points', ['M. S.'], [[1, 'initials']]],
    ['a short name is no initials', ['Lee'], [[1, 'full']]],
  ])('%s', (_reason, names, expected) => {
    const registry = new PersonRegistry();
    expect(names.map((name) => registry.link(name)).map(({ group, form }) => [group, form])).toEqual(expected);
  });

  test.each<[string, [string, PersonCues][], number[]]>([
    [
      'a title tells wife from husband',
      [
        ['Robert Hale', { sex: 'male' }],
        ['Linda Hale', { sex: 'female', isKin: true }],
        ['Hale', { sex: 'male', part: 'civil' }],
        ['Hale', { sex: 'female', part: 'civil' }],
        ['Hale', {}],
      ],
      [1, 2, 1, 2, 1],
    ],
    [
      'a doctor and a patient',
      [
        ['Olivia Grant', { part: 'patient' }],
        ['Grant', { part: 'doctor' }],
        ['Peter Grant', { part: 'doctor' }],
        ['Grant', { part: 'civil' }],
      ],
      [1, 2, 2, 1],
    ],
    [
      'two who are known by their titles alone',
      [
        ['Delacroix', { sex: 'female' }],
        ['Delacroix', { sex: 'male' }],
        ['Henri Delacroix', {}],
        ['Claire Delacroix', { sex: 'female' }],
      ],
      [1, 2, 3, 1],
    ],
    [
      'a nurse may be Ms., but is rather not where another may',
      [
        ['Klein', { part: 'staff' }],
        ['Klein', { sex: 'female', part: 'civil' }],
        ['Tanya Daniels', {}],
        ['Daniels', { part: 'staff' }],
        ['Mark Daniels', { part: 'patient' }],
        ['Daniels', { part: 'staff' }],
      ],
      [1, 1, 2, 2, 3, 2],
    ],
    [
      'given names where nothing else tells',
      [
        ['Marcus Bell', {}],
        ['Marcia Bell', {}],
        ['Bell', { sex: 'female', part: 'civil' }],
        ['Bell', { sex: 'male', part: 'civil' }],
      ],
      [1, 2, 2, 1],
    ],
    [
      'a title that was found as part of the name',
      [
        ['Dr. Smith, Karl', {}],
        ['Smith, Anna', {}],
        ['K. Smith', {}],
      ],
      [1, 2, 1],
    ],
    [
      'who is known to be a woman goes before who is called like one',
      [
        ['Anna Hale', {}],
        ['Robin Hale', { sex: 'female' }],
        ['Hale', { sex: 'female', part: 'civil' }],
      ],
      [1, 2, 2],
    ],
    [
      'a relative is none of those of whom nothing says that they are one',
      [
        ['Amina Okafor', {}],
        ['Okafor', { sex: 'female', isKin: true }],
      ],
      [1, 2],
    ],
  ])('%s', (_reason, names, expected) => {
    const registry = new PersonRegistry();
    expect(names.map(([name, cues]) => registry.link(name, cues).group)).toEqual(expected);
  });

  test('who fits none of very many namesakes is one person at each mention', () => {
    const registry = new PersonRegistry();
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const givens = letters.slice(0, 4).flatMap((first) => letters.map((second) => `${first}${second}on`.toUpperCase()));
    for (const given of givens) registry.link(`${given} Hale`, { sex: 'male', part: 'civil' });
    const groups = Array.from({ length: 5 }, () => registry.link('Hale', { sex: 'female', part: 'civil' }).group);
    expect(groups).toEqual(Array(5).fill(givens.length + 1));
  });

  test('what a name is linked to never depends on what follows', () => {
    const names = ['Mary', 'Smith', 'Mary Smith', 'J. Smith', 'John Smith', 'Ann Smith-Lee', 'Lee'];
    const groups = (list: readonly string[]): number[] => {
      const registry = new PersonRegistry();
      return list.map((name) => registry.link(name).group);
    };
    for (let length = 1; length <= names.length; length += 1) {
      expect(groups(names).slice(0, length)).toEqual(groups(names.slice(0, length)));
    }
  });
});
