/** Labels of values in forms of all kinds, and what stands between a label and its value. */

/**
 * What stands between a label and its value, in the order in which it is tried: a question and its answer, a name and a `value` below it, the
 * ends of elements, the head of a part of a form, attributes, the arguments of a call (`put("mrn", …`, `setMrn(…`), flags and keys without a sign
 * (`--mrn 55123`), signs, and what parts cells.
 */
export const BETWEEN = new RegExp(
  [
    '["\']?\\]=>\\s{1,20}(?:string\\(\\d{1,6}\\) "|(?:int|float)\\((?=\\d))',
    '\\?[ \\t]{0,3}\\n[ \\t>]{0,8}A(?:ns(?:wer)?)?[:.)][ \\t]?',
    '["\']?\\r?\\n[ \\t]{0,12}["\']?(?:value|val|answer|content)["\']?: ?["\']?',
    '[: ]{0,2}</(?:t[hd]|dt|b|strong|label|span|key)>[:\\s]{0,12}(?:<(?:t[hd]|dd|span|b|strong|string|integer|real)[^<>\\n]{0,60}>)?',
    '["\'](?:; [^\\n]{0,80})?\\r?\\n(?:Content-Type:[^\\n]{0,60}\\r?\\n)?\\r?\\n',
    '["\'](?: (?!name|key|id|field)[a-z-]{1,12}=["\'][^<>\\n"\']{0,40}["\']){0,4} (?:value|content|V)=["\']',
    ' (?:value|V)=["\']',
    '["\'] ?>',
    `(?<list>["'\`*_]{0,3} ?(?:(?:[:=]|=>|<-) ?(?:c|list|set|array|Arrays?\\.asList|(?:List|Set)\\.of)?[[({]| IN ?\\()\\s{0,12})(?=["'\`\\d])`,
    `(?<plain>(?<=s)["'*_]{0,3}: ?(?=[\\p{L}\\d])|(?<=(?:no|number|id)s\\.?) (?=\\d))`,
    '["\'],[ \\t]{0,2}["\']?(?=[\\p{L}\\d])',
    '\\((?=["\'\\d])["\']?',
    '(?<=(?:\\s--|[\\s{,]:)[a-z][a-z_-]{1,30}) ["\']?(?=[\\p{L}\\d])',
    '(?:%5[dD]|\\]) ?=>? ?["\']?',
    `["'\`*_]{0,3}[ \\t]{0,3}(?:=>|:(?!\\n)|=|\\.{3,80}|>)[ \\t]{0,3}["'\`*]{0,3}[ \\t]?`,
    `(?<cell>["'\`*_]{0,3}[ \\t]{0,3}(?::?\\n|,(?=[^\\s,][^\\n,]{0,78}(?:\\n|$))|[|\\t]|&(?=[^&\\n]{1,80}\\\\\\\\))[ \\t]{0,3}["'\`*]{0,3}[ \\t]?)`,
  ].join('|'),
  'gu',
);
/** A label: at the beginning of a line or behind a mark. */
const LABEL =
  /(?:^|[\n;,|<>{}()[\]?&"'`*:\t•·-]|%5[bB]|(?<=[\w)\]])\.|(?<!\S)\d{1,2}[.)]|(?<=\S) ) {0,4}(?<label>[A-Za-z#][A-Za-z #./_-]{0,38}(?:[A-Za-z#.]|[A-Za-z_ ]\d))$/;
export const LONGEST_LABEL = 42;
/** In front of a label that is the first of its line may stand bullets, bars and marks of emphasis. */
const LINE_BEGINS = /(?:^|\n)[ \t|*"'`•·-]{0,8}$/;
const LONGEST_MARKS = 10;
/** What sets a field in a program. */
const SETTER = /^(?:set|with|add)[_ ]?(?=[A-Z_])/;
const SIGN = /[:=]/;
/** Behind a flag stands no sign. */
const FLAG = /^ ["']?$/;

/** Who says something in the record of a talk with a program. */
const SPEAKER = /^user$/i;

/** What a call of a method sets: `setMrn(`, `.mrn(`; that of a class (`Patient(`) takes anything. */
function argumentOf(before: string): string[] {
  const called = /(?<dot>\.)?(?<name>[A-Za-z_]\w{1,38})$/.exec(before)?.groups;
  const name = called?.['name'] ?? '';
  if (called?.['dot'] !== undefined) return [name, name.replace(SETTER, '')];
  return SETTER.test(name) ? [name.replace(SETTER, '')] : [];
}

/** What a field is called within what it is one of: `visit.order_id`, `<ORD.order_id`. */
const ownName = (label: string): string[] => /\.(\w{3,40})$/.exec(label)?.slice(1) ?? [];

/** The last words of a label, most of them first. */
function endsOf(label: string): string[] {
  const words = label.split(' ');
  return [3, 2, 1].filter((count) => count < words.length).map((count) => words.slice(-count).join(' '));
}

/** What may be the label that ends at a place; where cells are parted, only the first of a line is one, as others are heads or values. */
export function labelsBefore(text: string, end: number, between: string, partsCells: boolean): string[] {
  const label = LABEL.exec(text.slice(Math.max(0, end - LONGEST_LABEL), end))?.groups?.['label'];
  if (label === undefined || (SPEAKER.test(label) && !between.includes('='))) return [];
  if (between.startsWith('(')) return argumentOf(text.slice(Math.max(0, end - LONGEST_LABEL), end));
  if (FLAG.test(between)) return [label.slice(Math.max(label.lastIndexOf('--'), label.lastIndexOf(':')) + 1)];
  if (!partsCells) return [label, ...(SIGN.test(between) ? [...ownName(label), ...endsOf(label)] : [])];
  const before = text.slice(Math.max(0, end - LONGEST_LABEL - LONGEST_MARKS), end - label.length);
  return LINE_BEGINS.test(before) ? [label] : [];
}
