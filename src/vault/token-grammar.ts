/**
 * The grammar of tokens: `[LABEL_n]`, `[LABEL_n:form]`, the bracket-free alias `LABEL_n` / `LABEL_n_form`, and the forms into which
 * models mangle them. From one description come the pattern of a whole token and the pattern of a token cut off at the end of a
 * text, so that a stream holds back exactly what may still become a token.
 */

/** Labels that tokens may carry: the entities of DESIGN section 3. */
export const LABELS = [
  'NAME',
  'ADDRESS',
  'ORG',
  'DATE',
  'AGE',
  'PHONE',
  'FAX',
  'EMAIL',
  'SSN',
  'MRN',
  'PLAN',
  'ACCOUNT',
  'LICENSE',
  'VEHICLE',
  'DEVICE',
  'URL',
  'IP',
  'BIOMETRIC',
  'ID',
] as const;

/** Longest text of one token in any mangled form, in UTF-16 code units; nothing longer is ever held back. */
export const LONGEST_TOKEN = 80;

/** The canonical text of a token. */
export function formatToken(label: string, number: number, form: string | undefined): string {
  return form === undefined ? `[${label}_${number}]` : `[${label}_${number}:${form}]`;
}

/** The spelling for fields in which brackets are illegal (`^[a-zA-Z0-9_-]+$`). */
export function formatAlias(label: string, number: number, form: string | undefined): string {
  return form === undefined ? `${label}_${number}` : `${label}_${number}_${form}`;
}

/** One step of the grammar: its pattern, and the pattern of its proper, non-empty beginnings (empty: it has none). */
interface Step {
  readonly whole: string;
  readonly begun: string;
  readonly optional?: boolean;
}

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** One of several literals, written as `spell` says; longer beginnings first. */
function oneOf(literals: readonly string[], spell: (literal: string) => string = escapeRegex): Step {
  const begun = new Set<string>();
  for (const literal of literals) for (let length = 1; length < literal.length; length += 1) begun.add(literal.slice(0, length));
  const alternatives = (list: Iterable<string>): string =>
    [...list]
      .sort((a, b) => b.length - a.length)
      .map(spell)
      .join('|');
  return { whole: `(?:${alternatives(literals)})`, begun: alternatives(begun) };
}

/** Mixed case is matched letter by letter, since a pattern has but one `i` flag and aliases must stay upper case. */
const anyCase = (word: string): string => [...word].map((letter) => `[${letter}${letter.toLowerCase()}]`).join('');

const OPENING = [
  '[',
  '\\[',
  '\\\\[',
  '\uFF3B',
  '\u3010',
  '&#91;',
  '&#x5b;',
  '&#x5B;',
  '&lbrack;',
  '&lsqb;',
  '\\u005b',
  '\\u005B',
  '%5B',
  '%5b',
];
const CLOSING = [
  ']',
  '\\]',
  '\\\\]',
  '\uFF3D',
  '\u3011',
  '&#93;',
  '&#x5d;',
  '&#x5D;',
  '&rbrack;',
  '&rsqb;',
  '\\u005d',
  '\\u005D',
  '%5D',
  '%5d',
];
const UNDERSCORE = ['_', '\\_', '\\\\_', '&#95;', '&#x5f;', '&#x5F;', '&lowbar;', '\uFF3F', '\\u005f', '\\u005F'];
/** In place of an underscore: blanks and hyphens, also those at which no line ends. */
const GAP = [' ', '-', '\u00A0', '\u202F', '\u2011'];

const space: Step = { whole: ' ', begun: '', optional: true };
const number: Step = { whole: '(?<number>[1-9][0-9]{0,5})', begun: '[1-9][0-9]{0,5}' };
const label = (name: string, step: Step): Step => ({ whole: `(?<${name}>${step.whole})`, begun: step.begun });
const form = ({ whole: separator, begun: halfOne }: Step): Step => ({
  whole: `(?: ?${separator} ?(?<form>[A-Za-z]{1,8}))`,
  begun: ` ?${separator} ?(?:[A-Za-z]{1,8})?| ?(?:${halfOne})| `,
  optional: true,
});

const BRACKETED: readonly Step[] = [
  oneOf(OPENING),
  space,
  label('label', oneOf(LABELS, anyCase)),
  { ...oneOf([...UNDERSCORE, ...GAP]), optional: true },
  number,
  form(oneOf([':', '\uFF1A', '%3A', '%3a', ...UNDERSCORE])),
  space,
  oneOf(CLOSING),
];
const BARE: readonly Step[] = [
  label('bare', oneOf(LABELS)),
  oneOf(['_', '\\_', '\\\\_']),
  { ...number, whole: number.whole.replace('number', 'bareNumber') },
  { whole: '(?:[:_](?<bareForm>[a-z]{1,8})(?![A-Za-z0-9_]))', begun: '[:_][a-z]{0,8}', optional: true },
];

const NOT_INSIDE_WORD = '(?<![A-Za-z0-9_])';
/** The letters and digits of an escape of JSON and code (`\n`, `\u201c`), also one within another, stand before a word without belonging to it. */
const AFTER_ESCAPE = '(?<=\\\\(?:[nrtbf]|u(?!00[3-7])[0-9a-fA-F]{4}))';

function whole(steps: readonly Step[]): string {
  return steps.map((step) => (step.optional === true ? `${step.whole}?` : step.whole)).join('');
}

/** A pattern for every text that ends before the steps are complete; `atEnd` says whether a complete one counts as well. */
function begun(steps: readonly Step[], atEnd: string): string {
  return steps.reduceRight((rest, step) => {
    const inner = step.whole.replace(/\?<\w+>/g, '?:');
    const parts = step.begun === '' ? '' : `(?:${step.begun})$|`;
    return step.optional === true ? `(?:${parts}(?:${inner})?${rest})` : `(?:${parts}${inner}${rest}|$)`;
  }, atEnd);
}

export interface TokenPatterns {
  /** Sticky: a whole token in any form at `lastIndex`. */
  readonly whole: RegExp;
  /** Sticky: the rest of the text from `lastIndex` may be the beginning of a token. */
  readonly begun: RegExp;
  /** Global: places where a token can begin. */
  readonly trigger: RegExp;
}

const BOUNDARY = `(?:${NOT_INSIDE_WORD}|${AFTER_ESCAPE})`;
const FIRST_LETTERS = [...new Set(LABELS.map((name) => name.charAt(0)))].join('');

export const TOKEN_PATTERNS: TokenPatterns = {
  whole: new RegExp(`${whole(BRACKETED)}|${BOUNDARY}${whole(BARE)}(?![A-Za-z0-9_])`, 'y'),
  begun: new RegExp(`${begun(BRACKETED, '(?!)')}|${BOUNDARY}${begun(BARE, '[-\\u2013/]?$')}`, 'y'),
  trigger: new RegExp(`[[\\uFF3B\\u3010&%\\\\]|${BOUNDARY}[${FIRST_LETTERS}]`, 'g'),
};

export interface ParsedToken {
  readonly label: string;
  readonly number: number;
  readonly form: string | undefined;
  /** Written without brackets. */
  readonly bare: boolean;
  /** Percent-encoded, as in a URL: so must be what takes its place. */
  readonly encoded: boolean;
}

/** Reads what `TOKEN_PATTERNS.whole` matched. */
export function parseToken(match: RegExpExecArray): ParsedToken {
  const { label: bracketed, number: digits, form: suffix, bare, bareNumber, bareForm } = match.groups ?? {};
  return {
    label: (bracketed ?? bare ?? '').toUpperCase(),
    number: Number(digits ?? bareNumber ?? 0),
    form: (suffix ?? bareForm)?.toLowerCase(),
    bare: bracketed === undefined,
    encoded: match[0].startsWith('%'),
  };
}
