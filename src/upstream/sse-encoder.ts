const EVENT_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/** Line breaks to Unicode, none to this format or to JSON. Some clients split at them all the same, so in JSON's strings they go as escapes. */
const OTHER_LINE_BREAKS = /[\u0085\u2028\u2029]/g;
const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * One frame of JSON or of a word. Text with line breaks becomes several data lines, so that no text can end the frame or start another
 * field.
 */
export function encodeSseEvent(data: string, event?: string): string {
  const name = event !== undefined && EVENT_NAME.test(event) ? `event: ${event}\n` : '';
  const lines = data
    .replace(OTHER_LINE_BREAKS, escaped)
    .split(/\r\n?|\n/)
    .map((line) => `data: ${line}\n`);
  return `${name}${lines.join('')}\n`;
}

/** A sign of life; clients ignore it. */
export const SSE_COMMENT = ': keep-alive\n\n';
