import { createMatchText } from '../../../../src/detect/match-text';
import { recognizeColumns } from '../../../../src/detect/recognizers/columns';
import { patternRule, ruleSetOf } from '../../../support/rule-set';

const columns = (entity: Parameters<typeof patternRule>[0], ...names: string[]) =>
  patternRule(entity, '(?<value>#)', { columns: names });
const rules = [columns('MRN', 'mrn'), columns('NAME', 'last name'), columns('ID', 'id?')];

const found = (text: string): string[] =>
  recognizeColumns(createMatchText(text), ruleSetOf(rules), () => undefined).flatMap(({ start, end, score }) =>
    score > 0 ? [text.slice(start, end)] : [],
  );

test.each<[string, string, string[]]>([
  ['one row', "INSERT INTO p (mrn, last_name, dose) VALUES ('55123', 'may', 12345);", ['55123', 'may']],
  [
    'several rows',
    "insert into p(mrn,last_name)\nvalues\n (55123,'may'),\n (55124,'short');",
    ['55123', 'may', '55124', 'short'],
  ],
  ['quoted names of columns', 'INSERT INTO `p` (`mrn`, "last_name") VALUES (55123, \'may\')', ['55123', 'may']],
  ['a quotation mark within', "INSERT INTO p (note, last_name) VALUES ('x', 'o''may')", ["o''may"]],
  ['behind a cell with marks', "INSERT INTO p (note, last_name) VALUES ('a, (b) ''c''', 'may')", ['may']],
  ['a doubtful name beside a sure one', "INSERT INTO p (id, mrn) VALUES (10234, '55123')", ['10234', '55123']],
  ['a doubtful name alone', 'INSERT INTO p (id, dose) VALUES (10234, 5)', []],
  ['NULL', "INSERT INTO p (mrn, last_name) VALUES (NULL, 'may')", ['may']],
  [
    'two statements',
    "INSERT INTO p (mrn, x) VALUES (55123, 1);\nINSERT INTO q (y, last_name) VALUES (2, 'may');",
    ['55123', 'may'],
  ],
  ['cut off', "INSERT INTO p (mrn, last_name) VALUES (55123, 'may'), (551", ['55123', 'may']],
  ['a query', "SELECT mrn FROM p WHERE last_name IN ('may')", []],
])('%s', (_reason, text, expected) => {
  expect(found(text)).toEqual(expected);
});
