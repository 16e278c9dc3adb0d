const COMMENT = /(?:: x-[a-z-]+: [^\n]*\n)+\n$/;

/** A stream without its last comment, the receipt: that holds an id of its own in every reply. */
export function withoutReceipt(stream: string): string {
  return stream.replace(COMMENT, '');
}

/** The receipt at the end of a stream, by header name. */
export function receiptOf(stream: string): Readonly<Record<string, string>> {
  const lines = COMMENT.exec(stream)?.[0].trim().split('\n') ?? [];
  return Object.fromEntries(lines.map((line) => line.slice(2).split(': ') as [string, string]));
}
