/** A token as the grammar of DESIGN 3 writes it. The stand-in knows it only by its look, as a model does. */
export const TOKEN_LOOK = /\[[A-Z]+_\d+(?::[a-z]+\d*)?\]/g;

const INTRODUCTION = 'This is what I know about the patient:';

/** The stand-in's answer: it quotes the lines that carry tokens. A text without any is quoted whole. */
export function replyTo(text: string): string {
  return quote(text.split('\n'), quotedLines(text));
}

/** The answer that the application must get for `original` when the model was shown `seen`: the same lines, with their own values. */
export function expectedReply(original: string, seen: string): string {
  return quote(original.split('\n'), quotedLines(seen));
}

function quotedLines(text: string): number[] {
  const lines = text.split('\n');
  const withTokens = lines.flatMap((line, index) => (line.search(TOKEN_LOOK) >= 0 ? [index] : []));
  return withTokens.length > 0 ? withTokens : [...lines.keys()];
}

const quote = (lines: readonly string[], chosen: readonly number[]): string =>
  [INTRODUCTION, ...chosen.map((index) => `- ${(lines[index] ?? '').trim()}`)].join('\n');
