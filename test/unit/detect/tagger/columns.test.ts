import { findColumns } from '../../../../src/detect/tagger/columns';

/** The columns of words in a text, each as the letter of the first word that has it; `-` stands for none. */
function columnsOf(text: string): string {
  const starts = [...text.matchAll(/[^\s|,;*^~]+/g)].map(({ index }) => index);
  const columns = findColumns(text, Int32Array.from(starts));
  const names = new Map([[0, '-']]);
  for (const column of columns) if (!names.has(column)) names.set(column, String.fromCharCode(96 + names.size));
  return [...columns].map((column) => names.get(column)).join('');
}

test.each<[string, string, string]>([
  ['prose has none', 'seen today, by Ann, and sent home\nwell again', '---------'],
  // The heads of a table are read when the line behind them goes on.
  ['rows below heads', 'name|mrn|unit\nAnn|4471|ICU\nBea|4472|ICU', '---abcabc'],
  ['a line of another sign ends the table', 'name|mrn|unit\nAnn|4471|ICU\na,b,c\nBea|4472|ICU', '---abc------'],
  ['one sign is no table', 'name|mrn\nAnn|4471', '----'],
  ['equal heads are one column', 'Name|mrn|name\nAnn|4471|Bea', '---aba'],
  ['heads are told by their letters', 'phone 1|phone 2|unit\na|b|ICU', '-----aab'],
  ['cells beyond the last head have none', 'name|mrn|unit\nAnn|4471|ICU|x', '---abc-'],
  ['columns set with blanks go by the head that begins nearest', 'name    mrn    unit\nAnn      4471   ICU', '---abc'],
  ['fields of HL7, with their components', 'PID|1||123^^^MRN\nPID|2||124^^^MRN', '-abc-abc'],
  ['segments of HL7 are told apart', 'PID|1|x\nPV1|1|x', '-ab-cd'],
  // The name of a segment goes with the cell in front of it.
  ['segments of X12, also on one line', 'NM1*IL*1*DOE~N3*1 ELM~NM1*IL*1*ROE', '-abccdddabc'],
  ['a table does not go on behind a segment', 'name|mrn|unit\nAnn|4471|ICU\nPID|1|x\nBea|4472|ICU', '---abc-de---'],
])('%s', (_what, text, expected) => {
  expect(columnsOf(text)).toBe(expected);
});

test('a place on the sign itself belongs to the cell before it', () => {
  const text = 'name|mrn|unit\nAnn|4471|ICU';
  const row = text.indexOf('Ann');
  const [first, sign, second] = findColumns(text, Int32Array.from([row, row + 3, row + 4]));
  expect([sign === first, sign === second]).toEqual([true, false]);
});
