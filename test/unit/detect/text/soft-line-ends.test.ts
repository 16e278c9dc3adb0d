import { detect } from '../../../../src/detect/detect';
import { normalise, toSource } from '../../../../src/detect/text/normalise';
import { softLineEnds, unwrapped } from '../../../../src/detect/text/soft-line-ends';
import { projectRules } from '../../../support/project-rules';

const rules = projectRules();

const LETTER =
  'I saw your patient for the second time today and she reports that the headaches have become less frequent since the dose was ' +
  'raised. She still wakes at night about twice a week and takes ibuprofen then. Her mother, who drove her here, agrees that she ' +
  'looks better. She goes to Cuyahoga Wellbeing Partners on Mondays and lives with a cousin in Long Beach for the time being.';

/** A paragraph as a program wraps it, each line behind a margin. */
function wrapped(paragraph: string, width: number, margin = '', end = '\n'): string {
  const lines: string[] = [];
  let line = margin;
  for (const word of paragraph.split(' ')) {
    if (line.length + 1 + word.length > width && line !== margin) {
      lines.push(line);
      line = margin;
    }
    line += line === margin ? word : ` ${word}`;
  }
  return [...lines, line].join(end);
}

const broken = (paragraph: string, width: number): string => (paragraph.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');

const read = (text: string): string => unwrapped(normalise(text)).text;

describe('paragraphs that a program wrapped are read as they were written', () => {
  test.each([
    ['a mail', wrapped(LETTER, 72)],
    ['a narrow page', wrapped(LETTER, 44)],
    ['line ends of Windows', wrapped(LETTER, 60, '', '\r\n')],
    ['blanks at line ends', wrapped(LETTER, 60, '', ' \n')],
  ])('%s', (_what, text) => {
    expect(read(text)).toBe(LETTER);
  });

  test.each([
    ['a quotation', '> '],
    ['an indented paragraph', '    '],
  ])('%s', (_what, margin) => {
    expect(read(wrapped(LETTER, 66, margin))).toBe(margin + LETTER);
  });

  test('a terminal breaks within words', () => {
    expect(read(broken(LETTER, 58)).replaceAll(' ', '')).toBe(LETTER.replaceAll(' ', ''));
    expect(read(broken(LETTER, 58))).toContain('that the headaches');
  });

  test('each place has its way back', () => {
    for (const text of [wrapped(`Caf\u00E9\u200B. ${LETTER}`, 50, '> '), broken(LETTER, 50)]) {
      const plain = unwrapped(normalise(text));
      for (const word of ['patient', 'Wellbeing', 'cousin', 'being']) {
        const at = plain.text.indexOf(word);
        const { start, end } = toSource(plain, at, at + word.length);
        expect(text.slice(start, end).replace('\n', '')).toBe(word);
      }
    }
  });

  test('paragraphs and items begin where they began', () => {
    const text = `${wrapped(LETTER, 60)}\n\n${wrapped(LETTER, 60)}\n- Plan: rest\n- Next: May`;
    expect(read(text)).toBe(`${LETTER}\n\n${LETTER}\n- Plan: rest\n- Next: May`);
  });

  test('a value that is broken at its hyphen is left to its shape', () => {
    const text = wrapped(`${LETTER} Call the office at 303-555-`, 70).concat('\n0123 in the morning.');
    expect(read(text)).toContain('303-555-\n0123');
  });
});

describe('line ends that are their author’s', () => {
  test.each([
    ['one line', LETTER],
    ['long lines', `${LETTER}\n${LETTER}\n${LETTER}\n${LETTER}`],
    ['a letterhead', 'Sardis Lake Medication Clinic\nHighway 35 at the old Piggly Wiggly\nBatesville, Mississippi'],
    ['a form', 'Patient: Ana Young\nDOB: 03/14/1962\nMRN: 4471882\nSex: F\nAllergies: none known\nWard: 4 West'],
    ['a list', 'metoprolol 25 mg twice daily\natorvastatin 40 mg nightly\naspirin 81 mg\nlisinopril 10 mg in the morning\niron'],
    ['verse', 'Because the rain was kind\nand waited at the door\nI read the line aloud\nand asked for nothing more.'],
    [
      'a table',
      'Name          Ward    Day\nAna Young     4 West  Monday\nBo Lee        2 East  Friday\nCy Oakes      3 West  Monday',
    ],
    ['code', 'const names = rows\n  .map((row) => row.name)\n  .filter((name) => name !== "");\nreturn names.join(", ");'],
    ['a conversation', 'is she up yet\nno\nok call me when the nurse has been there\nwill do\nlove you\nyou too'],
  ])('%s', (_what, text) => {
    expect(softLineEnds(text)).toEqual([]);
  });
});

test('what stands on both sides of such a line end is found whole', () => {
  const text = wrapped(LETTER, 43);
  const found = (detect([{ text }], rules).segments[0] ?? []).map(({ start, end }) => text.slice(start, end));
  expect(text).toContain('Cuyahoga\nWellbeing');
  expect(found).toEqual(['Cuyahoga\nWellbeing Partners', 'Long Beach']);
});
