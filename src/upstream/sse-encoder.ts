const EVENT_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/** One frame. Text with line breaks becomes several data lines, so that no text can end the frame or start another field. */
export function encodeSseEvent(data: string, event?: string): string {
  const name = event !== undefined && EVENT_NAME.test(event) ? `event: ${event}\n` : '';
  const lines = data.split(/\r\n?|\n/).map((line) => `data: ${line}\n`);
  return `${name}${lines.join('')}\n`;
}

/** A sign of life; clients ignore it. */
export const SSE_COMMENT = ': keep-alive\n\n';
