import { detect } from '../../../../src/detect/detect';
import { recognizeDate } from '../../../../src/detect/recognizers/date';
import { projectRules } from '../../../support/project-rules';
import { recognizeWith } from '../../../support/recognize';

const dates = (text: string): string[] => recognizeWith(recognizeDate, 'calendar-date', text);

describe('recognizeDate finds', () => {
  test.each<[text: string, found: string[], reason: string]>([
    ['DOB 3/14/58', ['3/14/58'], 'month first, short year'],
    ['seen 13/02/25', ['13/02/25'], 'day first'],
    ['03-14-2024 and 14.03.2024', ['03-14-2024', '14.03.2024'], 'dashes and dots'],
    ['at 2024-03-14T10:05:00Z', ['2024-03-14T10:05:00Z'], 'ISO 8601 with time and zone'],
    ['DOB  08 / 21 / 1932', ['08 / 21 / 1932'], 'spaces around the slashes'],
    ['March 14, 2024 or 14 Mar 2024', ['March 14, 2024', '14 Mar 2024'], 'month in words'],
    ['Wednesday, March 5 at noon', ['Wednesday, March 5'], 'weekday in front'],
    ['dose on 14NOV, next 29APR2024', ['14NOV', '29APR2024'], 'glued as in trials'],
    ["since Sept '23 and March 2024", ["Sept '23", 'March 2024'], 'month and year'],
    ['HCV treated 3/2019', ['3/2019'], 'month and year in digits'],
    ['CT on 2/12 was clear', ['2/12'], 'month and day behind a cue'],
    ['labs 2/7, 2/8 stable', ['2/7', '2/8'], 'a list: the second follows the first'],
    ['stay 5/27-6/4', ['5/27', '6/4'], 'a range'],
    ['wed 6/4 works', ['wed 6/4'], 'weekday before month and day'],
    ['Echo 11/20 normal. PSA 5.8 (11/5)', ['11/20', '11/5'], 'the month of a sure date settles a doubtful one'],
    ['seen 3/2. Sleep study 3/10, stress debrief 3/5', ['3/2', '3/10', '3/5'], 'what was done on a day, named for a feeling'],
    ['seen 4/2: mood low 4/10, urges are 4/5', ['4/2'], 'ratings of feelings beside a day'],
    ['returns on the 14th', ['the 14th'], 'day of the month'],
    ['worse in July, better by october', ['July', 'october'], 'month alone'],
    ['in May she fell', ['May'], 'May behind a cue'],
    ['||DOE^JO||19580314|F', ['19580314'], 'HL7 stamp'],
    ['OBR|20240117081200|', ['20240117081200'], 'HL7 stamp with time'],
    ['october third twenty twenty five', ['october third twenty twenty five'], 'dictated'],
    ['on the nineteenth at nine', ['the nineteenth'], 'dictated day'],
    ['nacida el 23 de febrero de 1961', ['23 de febrero de 1961'], 'Spanish'],
    ['DOB 04/O2/l957', ['04/O2/l957'], 'misread by OCR'],
    ['Hgb 13.1 (1/30), 12.2 (2/14)', ['1/30', '2/14'], 'behind results'],
    ['Plt 141 (7/14 166, 7/20 149)', ['7/14', '7/20'], 'results behind them'],
    ['wbc 2/2 22.1  2/3 15.8  2/4 11.7', ['2/2', '2/3', '2/4'], 'a row of days with results'],
    ['CDAI   1/9    2/6    3/5', ['1/9', '2/6', '3/5'], 'heads of columns'],
    ['Date: 9-9', ['9-9'], 'dashed behind a label'],
  ])('%s', (text, found) => {
    expect(dates(text)).toEqual(found);
  });
});

describe('recognizeDate leaves', () => {
  test.each<[text: string, reason: string]>([
    ['in 2021, on Monday at 14:30', 'year, weekday and clock time alone'],
    ['BP 120/80, pain 7/10, strength 5/5, vision 20/40', 'vital signs and scores'],
    ['24 2/7 weeks, 1/2 tablet, 3/4 strength', 'fractions'],
    ['2/6 systolic murmur, Apgars 8/9', 'grades'],
    ['for 5-7 days, 2-3 L, 10-12 weeks', 'ranges'],
    ['5th floor, 25th percentile, 4th rib, his 3rd dose', 'ranks'],
    ['may need 2 units and may have 3', 'the verb'],
    ['version 1.2.3.4, NDC 0002-8215-01', 'codes'],
    ['lot 20240314A, MRN 20240314', 'numbers that look like a stamp'],
    ['2/30 of them', 'a day that does not exist'],
    ['GA 37 2/7 by dates, TOF 2/4', 'gestation and a count'],
    ['strength R 5/5 L 4/5, PS 8/5', 'scores and settings'],
  ])('%s', (text) => {
    expect(dates(text)).toEqual([]);
  });
});

test('values that change are no dates, whatever the tagger thinks beside a name', () => {
  const text = 'Tell Mr Jones that his A1c went from 9.3 to 8.1, and Ms Ortiz that her potassium went from 3.1 to 4.2';
  const [found = []] = detect([{ text }], projectRules()).segments;
  expect(found.filter(({ entity }) => entity === 'DATE')).toEqual([]);
});

test('days that change may be dates', () => {
  const text = 'Visit changed from 3.14 to 3.21. Tell Ms Ortiz her appt was moved up from 9.3 to 9.10';
  const [found = []] = detect([{ text }], projectRules()).segments;
  const values = found.filter(({ entity }) => entity === 'DATE').map(({ start, end }) => text.slice(start, end));
  expect(values).toEqual(['3.14', '3.21', '9.3', '9.10']);
});

test.each<[text: string, found: string[], reason: string]>([
  ['D&V 2/7, abdo pain 1/7. Review 3/7 if no better.', [], 'three durations of days'],
  ['off sick 2/12, ibuprofen 10/7, physio 6/52, clinic 3/12', [], 'weeks beside days and months'],
  ['sutures out in 10/7, physio 6/52, last seen on 3/12', ['3/12'], 'a day behind "on"'],
  ['labs 2/7, again 3/7, clinic 4/19', ['2/7', '3/7', '4/19'], 'days beside a day of another number'],
  ['DOB 6/52, BP 18/52', ['6/52'], 'a month of birth'],
])('durations as British notes write them are no dates: %s', (text, expected) => {
  const [found = []] = detect([{ text }], projectRules()).segments;
  const values = found.filter(({ entity }) => entity === 'DATE').map(({ start, end }) => text.slice(start, end));
  expect(values).toEqual(expected);
});
