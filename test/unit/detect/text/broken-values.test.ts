import { gapsWithinValues } from '../../../../src/detect/text/broken-values';

/** A text as it is read without its gaps. */
function mended(text: string): string {
  let read = 0;
  let joined = '';
  for (const { start, end, instead } of gapsWithinValues(text)) {
    joined += text.slice(read, start) + instead;
    read = end;
  }
  return joined + text.slice(read);
}

describe('values that a line end, blanks or the foot of a page go through', () => {
  test.each([
    ['a date at its slash', 'seen 03/\n14/2025', 'seen 03/14/2025'],
    ['in front of its slash', 'seen 03\n/14/2025', 'seen 03/14/2025'],
    ['with blanks around its slash', 'seen 10 / 19 /\n2023', 'seen 10 / 19 /2023'],
    ['with its year in a third line', 'seen 03/\n14/\n25', 'seen 03/14/25'],
    ['with its year behind a blank', 'seen 3/\n14, 2025', 'seen 3/14, 2025'],
    ['within its day', 'on 05/1\n9/2025', 'on 05/19/2025'],
    ['within its year', 'born 09/02/19\n77.', 'born 09/02/1977.'],
    ['a date of ISO', 'DOB 1983-0\n9-27', 'DOB 1983-09-27'],
    ['a telephone number at its hyphen', 'call 555-\n0166 now', 'call 555-0166 now'],
    ['between its digits', 'call (808) 5\n55-0177', 'call (808) 555-0177'],
    ['within its last digits', 'ring 303-555-01\n23 now', 'ring 303-555-0123 now'],
    ['at its full stop', 'call 617.555\n.0134', 'call 617.555.0134'],
    ['a code', 'GRP-\n77410', 'GRP-77410'],
    ['a short code', 'the box is 41-\n07.', 'the box is 41-07.'],
    ['in a quotation', '> on 04/\n> 22/2025', '> on 04/22/2025'],
    ['in a cell', 'DOB: 03/\r\n     14/1962', 'DOB: 03/14/1962'],
    ['a name at a hyphen', 'Mrs. Mont-\ngomery', 'Mrs. Montgomery'],
    ['an address of e-mail behind its sign', 'jane@\nexample.org', 'jane@example.org'],
    ['within its domain', 'jane.doe@exam\nple.org by', 'jane.doe@example.org by'],
    ['in front of its last part', 'jane@example.\norg on', 'jane@example.org on'],
    ['within its first part', 'jane_\ndoe@example.org', 'jane_doe@example.org'],
    ['quoted-printable', 'in Chatta=\nnooga, 11/02=\n/1949', 'in Chattanooga, 11/02/1949'],
    ['letters apart', 'is M a r i a and', 'is Maria and'],
    ['words of letters apart', 'J o h n  D o e', 'John Doe'],
    ['capitals apart', 'R O S A   P A R K', 'ROSA PARK'],
    ['digits apart', 'D O B : 0 3 / 1 4 / 1 9 6 2.', 'DOB:03/14/1962.'],
    ['the foot of a page', 'on August\n-- Page 3 of 7 --\n14, 2024', 'on August 14, 2024'],
    ['the foot of a page under a rule', 'the lungs are\n______\nPage 5/6\nclear', 'the lungs are clear'],
  ])('%s', (_what, text, expected) => {
    expect(mended(text)).toBe(expected);
  });

  test.each([
    ['the words of a sentence', 'Seen by Dr.\nOkafor today'],
    ['a word in small letters', 'no lymph-\nadenopathy'],
    ['a double name', 'Gonzalez-\nReyes'],
    ['an address that is complete', 'mail jane@mail.example.\nshe agrees'],
    ['one that ends a line', 'mail jane@example.org\nand call'],
    ['a list of numbers', '1\n2\n3'],
    ['items with numbers', 'seen 03/14/20\n2. call'],
    ['items with a dash', 'Platelets 240\n- 81 mg,'],
    ['a patch to a table', ' 1021,036,NH,34212\n-1022,036,NH'],
    ['dates in a column', 'neck 1/2\n5/11 better'],
    ['a slash between two numbers', 'at 3/\n14 he said'],
    ['a slash between two numbers in the next line', 'at 3\n/14, and'],
    ['a rule of signs', '====\nFace sheet'],
    ['code', 'const a =\n  b'],
    ['a list of letters', 'rule out D C E c e K k'],
    ['a name that is spelled', 'Mr TOLLIVER T O L L I V E R of'],
    ['scores', '2 1 3 3 1 2 2 0 0'],
    ['counts', 'calcium 1 g x 2'],
    ['the head of a form', 'Sunland\npage 1 of 3\nName'],
  ])('left as they are: %s', (_what, text) => {
    expect(gapsWithinValues(text)).toEqual([]);
  });
});
