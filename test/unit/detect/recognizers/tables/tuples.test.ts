import { recognizeColumns } from '../../../../../src/detect/recognizers/columns';
import { createMatchText } from '../../../../../src/detect/text/match-text';
import { processorTime } from '../../../../support/processor-time';
import { patternRule, ruleSetOf } from '../../../../support/rule-set';

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
  [
    'columns of a definition',
    "CREATE TABLE `p` (\n  `x` int(11) NOT NULL,\n  `mrn` varchar(20),\n  last_name text,\n  PRIMARY KEY (`x`)\n);\nINSERT INTO `p` VALUES (1,'55123','may'),(2,'55124','short');\nINSERT INTO q VALUES (1,'55125','x');",
    ['55123', 'may', '55124', 'short'],
  ],
  [
    'fields of a record',
    'record Pt(String mrn, String lastName) {}\nnew Pt("55123", "may"), new Q("55124", "x")',
    ['55123', 'may'],
  ],
  ['fields of a class', "data class Pt(val mrn: String, val lastName: String)\nPt('55123', 'may')", ['55123', 'may']],
  ['a named tuple', "Pt = namedtuple('Pt', ['mrn', 'last_name'])\nPt(55123, 'may')", ['55123', 'may']],
  [
    'columns behind rows',
    "SELECT * FROM (VALUES\n (55123, 'may'), (55124, 'short')\n) AS t(mrn, last_name);",
    ['55123', 'may', '55124', 'short'],
  ],
  ['columns of a query', "WITH v(mrn, last_name) AS (VALUES (55123, 'may'))", ['55123', 'may']],
  ['a list of names', "COLS = ('mrn', 'last_name')\nROWS = [('55123', 'may')]", ['55123', 'may']],
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

test.each(['CREATE TABLE p (mrn int, x', 'record P(', 'VALUES (1,', 'VALUES (1), (', 'P(', 'namedtuple("P", ['])(
  '%j many times takes linear time',
  (unit) => {
    const time = (count: number): number => {
      const from = processorTime();
      found(unit.repeat(count));
      return processorTime() - from;
    };
    time(200);
    expect(time(8000)).toBeLessThan(60 * (time(400) + 10));
  },
);
