/**
 * Messages that declare separators of their own, read as if they had the usual ones, which the rules know: HL7 v2 in MSH-1 and MSH-2, X12
 * in ISA, whose fields have fixed lengths.
 */

const HL7 =
  /(?<![^\r\n])MSH(?<field>[^\w\s])(?<part>[^\w\s])(?<repeated>[^\w\s])(?<escape>[^\w\s])?(?<within>[^\w\s])?\k<field>/g;
const X12 =
  /(?<!\w)ISA(?<field>[^\w\s])..\k<field>.{10}\k<field>..\k<field>.{10}\k<field>..\k<field>.{15}\k<field>..\k<field>.{15}\k<field>\d{6}\k<field>\d{4}\k<field>.\k<field>\d{5}\k<field>\d{9}\k<field>\d\k<field>\w\k<field>(?<part>[^\w\s])(?<end>[^\w ])/g;
/** What is usual, by what it is called above. */
const USUAL = [
  { messages: HL7, usual: { field: '|', part: '^', repeated: '~', escape: '\\', within: '&' } },
  { messages: X12, usual: { field: '*', part: ':', end: '~' } },
] as const;
/** Whether there may be any; most texts hold none. */
const DECLARED = /MSH(?!\|\^~\\&)[^\w\s]|ISA[^\w\s]/;
const SEGMENT = /\s{0,4}(?<name>[A-Z][A-Z0-9]{1,2})/y;

/** Where a message ends: in front of the next one, and of what is no segment. */
function endOfMessage(text: string, start: number, field: string, ends: string): number {
  for (let at = start; ; ) {
    SEGMENT.lastIndex = at;
    const { 0: led = '', groups } = SEGMENT.exec(text) ?? {};
    const isFirst = /^(?:MSH|ISA)$/.test(groups?.['name'] ?? '');
    if (led === '' || text.charAt(at + led.length) !== field || (isFirst && at > start)) return at;
    while (at < text.length && !ends.includes(text.charAt(at))) at += 1;
    at += 1;
  }
}

/** A text whose messages have the usual separators; of the same length. Takes linear time. */
export function withUsualSeparators(written: string): string {
  if (!DECLARED.test(written)) return written;
  return USUAL.reduce((text, { messages, usual }) => {
    const parts: string[] = [];
    let read = 0;
    for (const { index, groups = {} } of text.matchAll(messages)) {
      const others = new Map(Object.entries(usual).flatMap(([name, sign]) => (groups[name] ? [[groups[name], sign]] : [])));
      const end = endOfMessage(text, index, groups['field'] ?? '', groups['end'] ?? '\r\n');
      parts.push(
        text.slice(read, index),
        text.slice(index, end).replace(/\W/g, (sign) => others.get(sign) ?? sign),
      );
      read = end;
    }
    return parts.join('') + text.slice(read);
  }, written);
}
