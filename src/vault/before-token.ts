/** What in front of a token tells whether it is one, and which backslashes belong to it. */

/** Without a sign before its number: `[NAME1]`. */
const JOINED = /[A-Za-z]{2}[1-9]/;
const SMALL = /^\[[a-z]/;

/** Whether what is written at `at` is rather an index in code (`rows[id_1]`, `rows[ID1]`) or a column (`[Name1]`). */
export function isOfCode(written: string, text: string, at: number): boolean {
  const isJoined = JOINED.test(written);
  return (isJoined && /[a-z]\d/.test(written)) || ((isJoined || SMALL.test(written)) && isIndexed(text, at));
}

/** Whether a bracket at `at` is that of an index: a name ends there, and not with an escape. */
function isIndexed(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 6), at);
  return /[A-Za-z0-9]$/.test(before) && !/(?:\\[nrtbf]|\\u[0-9a-fA-F]{4}|%[0-9a-fA-F]{2})$/.test(before);
}

/**
 * How many backslashes in front of a token, as it is written, are no escapes of Markdown: those more than stand before its other bracket;
 * where none stands there, all or none.
 */
export function ownBackslashes(written: string, isOwn: (count: number) => boolean): number {
  const [, opening = '', inner = '', closing = ''] = /^(\\+)\[(.*?)(\\*)\]$/.exec(written) ?? [];
  if (closing !== '') return Math.max(0, opening.length - closing.length);
  return opening !== '' && !inner.includes('\\') && isOwn(opening.length) ? opening.length : 0;
}

/** Whether so many backslashes at `at` are those of a path (`C:\\Notes\\[NAME_1]\\[DATE_1]`), also in code, or a line end of LaTeX. */
export function isTextBefore(count: number, text: string, at: number, mode: 'text' | 'json'): boolean {
  return isPathBefore(text, at) || (mode === 'json' ? text.charAt(at - 1) === '\\' : count > 1);
}

/** Whether a folder's or drive's name or a token in place of one ends at `at`; the letter of an escape in JSON is none. */
function isPathBefore(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  return /[\w:.$%\]-]$/.test(before) && !/\\[nrtbf]$/.test(before);
}
