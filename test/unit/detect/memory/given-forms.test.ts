import { givenFormsOf } from '../../../../src/detect/memory/given-forms';
import type { PersonCues } from '../../../../src/detect/memory/person-cues';
import { PersonRegistry } from '../../../../src/detect/memory/person-registry';
import { loadRules } from '../../../../src/rules/load';

const RULES = loadRules('rules');

test.each<[string, [string, PersonCues][], number[]]>([
  [
    'short forms of one of the family',
    [
      ['Robert Hanley', {}],
      ['Bob Hanley', {}],
      ['Bob', {}],
      ['Hanley', {}],
    ],
    [1, 1, 1, 1],
  ],
  [
    'a short form alone',
    [
      ['Robert Hanley', {}],
      ['Bob', {}],
    ],
    [1, 1],
  ],
  [
    'a short form that two may have',
    [
      ['Patrick Boyle', {}],
      ['Patricia Boyle', {}],
      ['Pat', {}],
    ],
    [1, 2, 3],
  ],
  [
    'a relative with a short form',
    [
      ['Theodore Banks', {}],
      ['Teddy Banks', { isKin: true }],
    ],
    [1, 2],
  ],
  [
    'two short forms that nobody has both of',
    [
      ['Charles Dorn', {}],
      ['Chuck Dorn', {}],
      ['Charlie Dorn', {}],
    ],
    [1, 1, 2],
  ],
  [
    'names that begin alike',
    [
      ['Victor Lang', {}],
      ['Victoria Lang', {}],
      ['Ann Roe', {}],
      ['Anna Roe', {}],
    ],
    [1, 2, 3, 4],
  ],
  [
    'father and son',
    [
      ['Greg Lamb', {}],
      ['Greg Lamb Jr.', { sex: 'male', isKin: true }],
      ['Greg Lamb', {}],
    ],
    [1, 2, 1],
  ],
  [
    'initials',
    [
      ['Sarah Whitfield', {}],
      ['Sarah W.', {}],
      ['S.W.', {}],
      ['Marcus T. Bell', {}],
      ['M.T. Bell', {}],
    ],
    [1, 1, 1, 2, 2],
  ],
  [
    'initials that two have',
    [
      ['John Dale', {}],
      ['Jane Dale', {}],
      ['J.D.', {}],
    ],
    [1, 2, 3],
  ],
  [
    'parts of two words',
    [
      ['José Luis Hernández Vega', {}],
      ['José Luis', {}],
      ['Hernández Vega', { part: 'civil' }],
    ],
    [1, 1, 1],
  ],
  [
    'a part that may be somebody else',
    [
      ['Mary Ann Fischer', {}],
      ['Ann Fischer', {}],
    ],
    [1, 2],
  ],
  [
    'either order',
    [
      ['Wang Xiaoming', {}],
      ['Xiaoming Wang', {}],
      ['Alexis Jordan', {}],
      ['Jordan Alexis', {}],
    ],
    [1, 1, 2, 3],
  ],
  [
    'a name in quotation marks',
    [
      ['Dolores "Lola" Quintana', {}],
      ['Lola Quintana', {}],
    ],
    [1, 1],
  ],
  [
    'another name of the same',
    [
      ['Julia Stone', {}],
      ['Becker', { isAnother: true }],
    ],
    [1, 1],
  ],
  [
    'given names that are nearly always of one sex',
    [
      ['Edward Nolan', {}],
      ['Nolan', { sex: 'female', part: 'civil' }],
    ],
    [1, 2],
  ],
  [
    'whom somebody meets',
    [
      ['Priya Nair', {}],
      ['Nair', { part: 'doctor', isBeside: true }],
    ],
    [1, 2],
  ],
  [
    'a title means a family name',
    [
      ['Martin Okoro', {}],
      ['James Martin', {}],
      ['Martin', { sex: 'male', part: 'civil' }],
    ],
    [1, 2, 2],
  ],
])('by lists: %s', (_reason, names, expected) => {
  const registry = new PersonRegistry(givenFormsOf(RULES));
  expect(names.map(([name, cues]) => registry.link(name, { ...cues }).group)).toEqual(expected);
});
