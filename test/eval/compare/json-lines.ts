/** One value as one line. U+2028 and U+2029 are escaped: Node's line reader takes them for line ends. */
export function toLine(value: unknown): string {
  return `${JSON.stringify(value).replace(/[\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`)}\n`;
}

/** What a line of a child says; `undefined` for a line that is not a JSON object (a peer that prints). */
export function fromLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
