import type { Candidate } from '../../../../src/detect/types';
import { splitAtCells } from '../../../../src/detect/winners/split-at-cells';
import type { Entity, RuleSet } from '../../../../src/rules/types';

const RULES = {
  rules: [{ id: 'name', entity: 'NAME', columns: ['last name', 'patient'], priority: 50 }],
  lists: new Map([['states-and-countries', new Map([['ohio', 0]])]]),
} as unknown as RuleSet;

/** What becomes of the given words of a text. */
function split(text: string, entity: Entity, ...words: readonly string[]): string[] {
  const base = { rule: 'r', pattern: 'p', priority: 1, score: 0.7, evidence: { base: 0.7 }, entity };
  const winners: Candidate[] = words.map((word) => ({
    ...base,
    start: text.indexOf(word),
    end: text.indexOf(word) + word.length,
  }));
  return splitAtCells(text, winners, RULES).map(({ start, end }) => text.slice(start, end));
}

test.each<[string, string, string[], string[]]>([
  ['cells of a row', 'first_name,last_name,dob\nBo,Lind,3/4', ['Bo,Lind'], ['Bo', 'Lind']],
  ['in each row', 'id,last_name,x\n1,Ann,Roe\n2,Bo,Lind', ['Ann,Roe', 'Bo,Lind'], ['Ann', 'Roe', 'Bo', 'Lind']],
  ['tabs', 'first\tlast name\nBo\tLind', ['Bo\tLind'], ['Bo', 'Lind']],
  ['Markdown', '| patient | x |\n|---|---|\n| Lind | Oak |', ['Lind | Oak'], ['Lind', 'Oak']],
  ['marks at the ends of a part are no part of it', 'a,last_name,b\nBo,"Lind",x', ['Bo,"Lind'], ['Bo', 'Lind']],
  ['a comma in quotes is no delimiter', 'a,last_name,b\nx,"Lind, Bo",y', ['Lind, Bo'], ['Lind, Bo']],
  ['a row of another width', 'last_name,dob,room\nLind, Bo,3/4,12', ['Lind, Bo'], ['Lind, Bo']],
  ['no head', 'Bo,Lind,3/4', ['Bo,Lind'], ['Bo,Lind']],
  ['prose', 'Patient, seen\nLind, Bo came', ['Lind, Bo'], ['Lind, Bo']],
  [
    'in front of a table and behind it',
    'Oak, Ann\nid,last_name,x\n1,2,3\n\nLind, Bo',
    ['Oak, Ann', 'Lind, Bo'],
    ['Oak, Ann', 'Lind, Bo'],
  ],
  ['over a line end', 'id,last_name,x\n1,2,Lind\nBo,4,5', ['Lind\nBo,4'], ['Lind\nBo,4']],
])('%s', (_what, text, words, expected) => {
  expect(split(text, 'NAME', ...words)).toEqual(expected);
});

test.each([
  ['IL', ['12 Oak St', 'Reno', '89501']],
  ['Ohio', ['12 Oak St', 'Reno', '89501']],
  ['Elm', ['12 Oak St', 'Reno', 'Elm', '89501']],
])('a state in a cell of its own is no part of an address: %s', (cell, expected) => {
  const address = `12 Oak St,Reno,${cell},89501`;
  expect(split(`patient,street,city,state,zip\nLind,${address}`, 'ADDRESS', address)).toEqual(expected);
});
