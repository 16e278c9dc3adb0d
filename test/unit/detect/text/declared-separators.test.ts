import { withUsualSeparators } from '../../../../src/detect/text/declared-separators';

const ISA = (sign: string, part: string, end: string): string =>
  'ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260217*1253*^*00501*000000441*0*P*'.replaceAll(
    '*',
    sign,
  ) +
  part +
  end;

describe('separators that a message declares are read as the usual ones', () => {
  test('HL7: fields, components, repeats, escapes and parts of components', () => {
    const message = 'MSH$%*/!$LAB$X\rPID$1$$55%%%A*77$$ROSE%MAY!B/F/\r\n$5 and 7%';
    expect(withUsualSeparators(message)).toBe('MSH|^~\\&|LAB|X\rPID|1||55^^^A~77||ROSE^MAY&B\\F\\\r\n$5 and 7%');
  });

  test('HL7: each message has its own', () => {
    const messages = 'MSH#^~\\&#A\nPID#1##5^^\nMSH#%~\\&#B\nPID#1##5%%\n';
    expect(withUsualSeparators(messages)).toBe('MSH|^~\\&|A\nPID|1||5^^\nMSH|^~\\&|B\nPID|1||5^^\n');
  });

  test('X12: elements, their parts, and what ends segments', () => {
    const written = `x\n${ISA('|', '>', "'")}GS|HC'CLM|88|9|11>B'\n- a | b > c`;
    expect(withUsualSeparators(written)).toBe(`x\n${ISA('*', ':', '~')}GS*HC~CLM*88*9*11:B~\n- a | b > c`);
  });

  test.each([
    ['the usual ones', 'MSH|^~\\&|A|B\nPID|1||5^^ $ %'],
    ['an X12 message cut off', 'ISA|00|  |00|'],
    ['a word', 'MSH (melanocyte-stimulating hormone), ISA: 5%'],
  ])('%s stay', (_reason, text) => {
    expect(withUsualSeparators(text)).toBe(text);
  });
});
