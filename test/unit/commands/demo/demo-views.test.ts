import { checkRoundTrip } from '../../../../src/commands/demo/check-round-trip';
import { markTokens, markValues, sideBySide } from '../../../../src/commands/demo/columns';
import { DEMO_CASES } from '../../../../src/commands/demo/demo-cases';
import { expectedReply, replyTo } from '../../../../src/commands/demo/simulated-reply';

const sent = 'Ann Lee is here.\nNothing else.\nCall (860) 555-0142.';
const seen = '[NAME_1] is here.\nNothing else.\nCall [PHONE_1].';
const demoCase = { title: 'x', text: sent, values: ['Ann Lee', '(860) 555-0142'], kept: ['Nothing else'] };
const returned = expectedReply(sent, seen);

describe('the stand-in', () => {
  test('quotes the lines that carry tokens', () => {
    expect(replyTo(seen)).toMatch(/\n- \[NAME_1\] is here\.\n- Call \[PHONE_1\]\.$/);
    expect(returned).toMatch(/\n- Ann Lee is here\.\n- Call \(860\) 555-0142\.$/);
  });

  test('quotes a text without tokens whole', () => {
    expect(replyTo('a\nb')).toMatch(/\n- a\n- b$/);
  });
});

describe('checkRoundTrip', () => {
  const heldBy = (body: string, reply: string) =>
    checkRoundTrip(demoCase, { mode: 'whole', body, seen, returned: reply }).map(({ held }) => held);

  test('holds for a good round trip', () => {
    expect(heldBy(seen, returned)).toEqual([true, true, true]);
  });

  test('fails when a value reached the model, in whatever field', () => {
    expect(heldBy(`${seen} user: Ann Lee`, returned)).toEqual([false, true, true]);
  });

  test('fails when something harmless was taken away', () => {
    expect(heldBy('[NAME_1]', returned)).toEqual([true, false, true]);
  });

  test('fails when one letter comes back different', () => {
    expect(heldBy(seen, returned.replace('Lee', 'lee'))).toEqual([true, true, false]);
  });

  test('a number inside another number is not that number', () => {
    const aged = { ...demoCase, values: ['93'] };
    expect(
      checkRoundTrip(aged, { mode: 'whole', body: '[NAME_1] weighs 193 lb. Nothing else', seen, returned })[0],
    ).toMatchObject({ held: true });
  });
});

describe('the views', () => {
  test('columns stay within the width and lose no text', () => {
    const columns = [sent, seen].map((text) => ({ heading: 'x', text, marks: [], colour: (part: string) => part }));
    const view = sideBySide(columns, 80, (part) => part);
    expect(Math.max(...view.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const long = { heading: 'x', text: 'word '.repeat(40).trim(), marks: [], colour: (part: string) => part };
    expect(sideBySide([long], 30, (part) => part).match(/word/g)).toHaveLength(40);
  });

  test('values and tokens are coloured, also where a line breaks', () => {
    const column = {
      heading: 'x',
      text: 'I saw Ann Lee',
      marks: markValues('I saw Ann Lee', ['Ann Lee', 'Lee']),
      colour: (part: string) => `<${part}>`,
    };
    expect(sideBySide([column], 10, (part) => part)).toContain('I saw <Ann>\n<Lee>');
    expect(markTokens('a [NAME_1:given] b [x]')).toEqual([{ start: 2, end: 16 }]);
  });

  test('every value of a case stands in its text', () => {
    for (const { text, values, kept } of DEMO_CASES) for (const value of [...values, ...kept]) expect(text).toContain(value);
  });
});

test('aligned columns keep the same lines side by side', () => {
  const column = (text: string) => ({ heading: 'x', text, marks: [], colour: (part: string) => part, aligned: true });
  const rows = sideBySide([column('one two three four\nend'), column('short\nend')], 22, (part) => part).split('\n');
  expect(rows.filter((row) => row.startsWith('end'))).toEqual(['end         end']);
});
