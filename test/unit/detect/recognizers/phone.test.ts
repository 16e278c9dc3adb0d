import { recognizePhone } from '../../../../src/detect/recognizers/phone';
import { createMatchText } from '../../../../src/detect/text/match-text';
import { recognizeWith } from '../../../support/recognize';
import { patternRule } from '../../../support/rule-set';

const phones = (text: string): string[] => recognizeWith(recognizePhone, 'phone-number', text);

describe('recognizePhone finds', () => {
  test.each<[text: string, found: string[], reason: string]>([
    ['call (774) 555-0111 or 774.555.0112', ['(774) 555-0111', '774.555.0112'], 'usual separators'],
    ['555-867-5309', ['555-867-5309'], 'area code 555, which no numbering plan holds'],
    ['office 801/555-0125', ['801/555-0125'], 'slash'],
    ['(803)555-0148 and (505)-555-0180', ['(803)555-0148', '(505)-555-0180'], 'glued and double separators'],
    ['home ph 7135550142', ['7135550142'], 'ten digits behind a label'],
    ['Tel 901-555-0163 x204', ['901-555-0163 x204'], 'extension'],
    ['his # 555-0142', ['555-0142'], 'seven digits of the fictional exchange'],
    ['reach me at +52 81 1934 2207', ['+52 81 1934 2207'], 'international'],
    ['pager 31882', ['31882'], 'pager'],
    ['phone (2l5) 555-0l58', ['(2l5) 555-0l58'], 'misread by OCR'],
    [
      'his number is six one two five five five oh one seven three',
      ['six one two five five five oh one seven three'],
      'dictated',
    ],
  ])('%s', (text, found) => {
    expect(phones(text)).toEqual(found);
  });
});

describe('recognizePhone leaves', () => {
  test.each<[text: string, reason: string]>([
    ['MRN 2025551234', 'chart number'],
    ['glucose 10025, weight 18525 g', 'lab value and weight'],
    ['NPI 1234567893', 'provider number'],
    ['BP 120/80, 2000-2500 mL, 1.2.3.4', 'vital signs, a range and a version'],
    ['dated 03-14-2024', 'date'],
  ])('%s', (text) => {
    expect(phones(text)).toEqual([]);
  });
});

const rule = patternRule('PHONE', '(?<value>#)', { recognizer: 'phone', patterns: [] });
const context = {
  rule,
  ruleSet: { rules: [rule], lists: new Map(), sha256: '' },
  list: () => new Map<string, number>(),
  checkpoint: () => undefined,
};

test('a fax label in front makes the entity FAX', () => {
  const entities = (text: string): string[] => recognizePhone(createMatchText(text), context).map(({ entity }) => entity);
  expect(entities('Fax: +1 202 555 0170')).toEqual(['FAX']);
  expect(entities('Cell: +1 206 253 0170')).toEqual(['PHONE']);
});

test('one behind the other, each up to the next plus sign; too few digits are not asked about', () => {
  const checkpoint = jest.fn();
  const found = (text: string): string[] =>
    recognizePhone(createMatchText(text), { ...context, checkpoint }).map(({ start, end }) => text.slice(start, end));
  expect(found('+52 81 1934 2207+1 206 253 0170')).toEqual(['+52 81 1934 2207', '+1 206 253 0170']);
  expect(checkpoint).toHaveBeenCalledTimes(2);
  expect(found('+0'.repeat(100))).toEqual([]);
  expect(checkpoint).toHaveBeenCalledTimes(2);
});
