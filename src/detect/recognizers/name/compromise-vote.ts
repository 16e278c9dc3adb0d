import type { NameScan, Proposal } from './proposal';
import type { NameToken } from './token';

/**
 * compromise reads about 50 KB of clinical text a second, and on words that no list knows it is right about people no more often than
 * chance (measured on the development notes: 4 of 16 `Person` tags). It gets one narrow question, where its `ProperNoun` tag helps: two
 * capitalised words in running text, neither of which any list knows ("Txawj Xeeb").
 */
const MOST_QUESTIONS = 2;
/** Characters on each side of the pair that compromise sees. */
const REACH = 60;

interface Term {
  readonly pre: string;
  readonly text: string;
  readonly post: string;
  readonly tags: ReadonlySet<string>;
}
type Parse = (text: string) => { readonly document: readonly (readonly Term[])[] };

/** Loading takes 0.4 s, and most texts hold no such pair; `load-libraries.ts` does it sooner. */
export function loadParser(): Parse {
  const loaded: unknown = require('compromise');
  const module = loaded as { readonly default?: Parse } & Parse;
  return module.default ?? module;
}

function isDoubtful(token: NameToken | undefined): token is NameToken {
  return (
    token !== undefined && token.shape === 'title' && token.nameClass === 'unlisted' && token.text.length > 2 && !token.capsLine
  );
}

/** The text around the pair, within its line. */
function surroundings(text: string, first: NameToken, second: NameToken): { start: number; text: string } {
  const start = Math.max(text.lastIndexOf('\n', first.start) + 1, first.start - REACH);
  const newline = text.indexOf('\n', second.end);
  return { start, text: text.slice(start, Math.min(newline < 0 ? text.length : newline, second.end + REACH)) };
}

/** Walks the terms once: lengths of `pre`, `text` and `post` add up to the input exactly, while `json({ offset: true })` is quadratic. */
function isProperNoun(parse: Parse, text: string, offset: number): boolean {
  let at = 0;
  for (const term of parse(text).document.flat()) {
    const end = at + term.pre.length + term.text.length;
    if (offset >= at && offset < end)
      return term.tags.has('ProperNoun') && !term.tags.has('Place') && !term.tags.has('Organization');
    at = end + term.post.length;
  }
  return false;
}

/** Pairs of unknown capitalised words in running text that compromise takes for a proper noun. */
export function findByVote({ text, tokens, checkpoint }: NameScan): Proposal[] {
  const found: Proposal[] = [];
  let parse: Parse | undefined;
  let questions = 0;
  for (let index = 1; index + 1 < tokens.length && questions < MOST_QUESTIONS; index += 1) {
    const first = tokens[index];
    const second = tokens[index + 1];
    if (!isDoubtful(first) || !isDoubtful(second) || first.gap !== ' ' || second.gap !== ' ') continue;
    if (tokens[index - 1]?.shape !== 'lower') continue;
    checkpoint();
    questions += 1;
    parse ??= loadParser();
    const around = surroundings(text, first, second);
    if (isProperNoun(parse, around.text, first.start - around.start))
      found.push({ from: index, to: index + 2, form: 'unlisted-pair' });
  }
  return found;
}
