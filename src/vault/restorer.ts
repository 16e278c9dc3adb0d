import { isOfCode, isTextBefore, ownBackslashes } from './before-token';
import type { Edit } from './edits';
import { decodeJson, escapeJson, JsonEscapes } from './json-escapes';
import { beginsJson, JsonNesting } from './json-nesting';
import { LONGEST_TOKEN, type ParsedToken, parseToken, TOKEN_PATTERNS, type TokenPatterns } from './token-grammar';
import { UrlContext } from './url-context';
import { endsHost, hostOf, isInHost, isItsOwnText } from './url-host';
import type { Vault, VaultEntry } from './vault';

/**
 * `text`: values are put back as they are. `json`: the text is JSON, values are escaped for a JSON string. `sniff`: JSON if it begins as an
 * object or a list does, also in a fence of Markdown, else text.
 */
export type RestoreMode = 'text' | 'json' | 'sniff';

/** Counts of one reply; no values. */
export interface RestoreCounts {
  restored: number;
  /** Token-like strings that were never issued: the model invented them. They stay as they are. */
  unknown: number;
  /** Tokens left alone inside URLs of hosts that are not allow-listed. */
  withheld: number;
}

export interface RestoreOptions {
  readonly vault: Vault;
  readonly mode: RestoreMode;
  /** Hosts in whose URLs values may be restored, lower case. */
  readonly urlHosts: ReadonlySet<string>;
  readonly counts: RestoreCounts;
  /** Where given, every replacement is noted here, so that offsets into the text can be recomputed. */
  readonly edits?: Edit[];
}

interface FoundToken {
  readonly token: ParsedToken;
  /** Where it is written, with backslashes that may be the text's own. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** How far back a token's surroundings reach, in UTF-16 code units: escapes in front of it. */
const SURROUNDINGS = 64;

/** So much text is restored at a stretch, in UTF-16 code units. */
const STRETCH = 4096;

/** Stands for what was restored, which is never looked at again. */
const RESTORED = 'x';

/**
 * Puts values back for the tokens of a text that arrives in pieces. Whatever the pieces, their joined output is the same; only a
 * possible beginning of a token is ever held back, never more than `LONGEST_TOKEN`. One pass: restored text is not looked at again.
 */
export class Restorer {
  private readonly options: RestoreOptions;
  private mode: 'text' | 'json' | undefined;
  /** How the text begins, as long as that does not tell its mode. */
  private begun = '';
  /** Already sent, raw: what the next token's surroundings are judged by, but for URLs. */
  private tail = '';
  private readonly urls = new UrlContext();
  private readonly escapes = new JsonEscapes();
  private readonly nesting = new JsonNesting();
  /** Up to where `urls` has followed the text as it came. */
  private followed = 0;
  private held = '';
  /** Code units of the text as it came that are in neither `tail` nor `held` any more. */
  private dropped = 0;

  constructor(options: RestoreOptions) {
    this.options = options;
    this.mode = options.mode === 'sniff' ? undefined : options.mode;
  }

  /** Takes the next piece; returns what can be sent now. */
  push(piece: string): string {
    return this.take(piece, false, false);
  }

  /** The same of a long piece, with pauses. */
  *pushing(piece: string): Generator<undefined, string> {
    const output: string[] = [];
    for (let at = 0; at < piece.length || at === 0; at += STRETCH) {
      if (at > 0) yield;
      output.push(this.push(piece.slice(at, at + STRETCH)));
    }
    return output.join('');
  }

  /**
   * Ends the text; returns what was held back.
   *
   * @param truncated the model was cut off: a bracket-free token at the very end may be the beginning of another and stays as it is
   */
  flush(truncated = false): string {
    return this.take('', true, truncated);
  }

  /** Whether something is held back. */
  get holds(): boolean {
    return this.held !== '';
  }

  /** Whether what is held has no bracket in front: texts do end so (`vitamin D`, `NAME_1`), but not with an open bracket. */
  get holdsWord(): boolean {
    return /^[A-Z]/.test(this.held);
  }

  private take(piece: string, final: boolean, truncated: boolean): string {
    const fresh = this.held + piece;
    this.held = '';
    this.mode ??= this.sniff(piece);
    const text = this.tail + fresh;
    const { output, consumed } = this.scan(text, this.tail.length, final, truncated);
    this.held = text.slice(consumed);
    this.follow(text, consumed);
    const keptFrom = Math.max(0, consumed - SURROUNDINGS);
    this.tail = text.slice(keptFrom, consumed);
    this.dropped += keptFrom;
    return output;
  }

  /** What decides holds no token: it goes on at once. Of white space one sign is kept, however much of it there is. */
  private sniff(piece: string): 'text' | 'json' | undefined {
    this.begun = (this.begun + piece).trimStart();
    const mode = decideMode(this.begun);
    this.begun = mode === undefined ? this.begun.replaceAll(/\s+/g, ' ') : '';
    return mode;
  }

  private scan(text: string, from: number, final: boolean, truncated: boolean): { output: string; consumed: number } {
    const mode = this.mode ?? 'text';
    const { trigger, whole } = TOKEN_PATTERNS;
    const output: string[] = [];
    let sent = from;
    for (let at = search(trigger, text, from); at >= 0; at = search(trigger, text, at)) {
      const found = this.read(whole, text, at);
      if (!final && this.isUndecided(found, text, at)) {
        output.push(text.slice(sent, at));
        return { output: output.join(''), consumed: at };
      }
      const value = found === undefined ? undefined : this.valueFor(found, text, final, truncated);
      if (found !== undefined && value !== undefined) {
        const written =
          mode === 'json'
            ? this.asJson(found.token, value, text.slice(Math.max(0, found.start - SURROUNDINGS), found.start))
            : value;
        output.push(text.slice(sent, found.start), written);
        this.options.edits?.push({ start: this.dropped + found.start, end: this.dropped + found.end, length: written.length });
        sent = found.end;
        // What stands there now, as it is read: a value may be a URL itself, which goes on behind it (`[URL_1]?q=[NAME_1]`).
        this.urls.append(this.escapes.flush() + value);
        this.nesting.push(RESTORED);
        this.followed = this.dropped + found.end;
      }
      at = found?.end ?? at + 1;
    }
    output.push(text.slice(sent));
    return { output: output.join(''), consumed: text.length };
  }

  /**
   * The token at `at`. `MRN_1:active` without brackets is `MRN_1` and a word, unless that form was issued. A backslash before the
   * bracket may belong to the text: where the client wrote one there, too.
   */
  private read(whole: RegExp, text: string, at: number): FoundToken | undefined {
    whole.lastIndex = at;
    const match = whole.exec(text);
    if (match === null || isOfCode(match[0], text, at)) return undefined;
    const token = parseToken(match);
    const end = at + match[0].length;
    const entry = this.options.vault.find(token);
    if (!token.bare || token.form === undefined || entry !== undefined) {
      const isClients = entry !== undefined && this.options.vault.isBehindBackslash(entry.token.text);
      const own = ownBackslashes(match[0], (count) => isClients || isTextBefore(count, text, at, this.mode ?? 'text'));
      return { token, at, start: at + own, end };
    }
    if (match[0].at(-token.form.length - 1) !== ':') return { token, at, start: at, end };
    return { token: { ...token, form: undefined }, at, start: at, end: end - token.form.length - 1 };
  }

  /** Whether no other host goes on behind a token that the client wrote as one; undefined, if what follows tells it. */
  private isWholeHost({ token, at, end }: FoundToken, text: string, final: boolean): boolean | undefined {
    const { vault } = this.options;
    const entry = vault.allowsUrls ? vault.find(token) : undefined;
    if (entry === undefined) return true;
    this.follow(text, at);
    const url = this.urls.open();
    if (url === undefined || !isInHost(url) || !vault.isAllowedInUrl(url + entry.token.text)) return true;
    return endsHost(text.slice(end), final);
  }

  /** Whether what follows tells if a token stands at `at`, or if it may be restored. */
  private isUndecided(found: FoundToken | undefined, text: string, at: number): boolean {
    if (text.length - at <= LONGEST_TOKEN && matchesAt(TOKEN_PATTERNS.begun, text, at)) return true;
    return found !== undefined && this.isWholeHost(found, text, false) === undefined;
  }

  private valueFor(found: FoundToken, text: string, final: boolean, truncated: boolean): string | undefined {
    const { token, start, end } = found;
    const { vault, counts } = this.options;
    const isInBracket = token.bare && /[[\uFF3B\u3010]/.test(text.charAt(start - 1));
    if (token.bare && end === text.length && ((final && truncated) || isInBracket)) return undefined;
    // Several in one (`[MRN_1-3]`, `[NAME_1/2]`): the first value with a number behind it would be another one.
    const isSeveral = isInBracket && /^[-\u2013/]\d/.test(text.slice(end, end + 2));
    const entry = isSeveral ? undefined : vault.find(token);
    if (entry === undefined) {
      if (!vault.isReserved(token)) counts.unknown += 1;
      return undefined;
    }
    const isWholeHost = this.isWholeHost(found, text, final);
    this.follow(text, start);
    const value = isWholeHost === false ? undefined : this.inUrl(token, entry);
    if (value === undefined) counts.withheld += 1;
    else counts.restored += 1;
    return value;
  }

  /** Follows URLs and strings of JSON up to `end` of `text`, which begins where `tail` does. */
  private follow(text: string, end: number): void {
    const from = this.followed - this.dropped;
    const fresh = text.slice(from, end);
    // URLs of JSON text are those of its strings as they are read: `\n` ends one, `\"` the value of an attribute.
    this.urls.append(this.mode === 'json' ? this.escapes.push(fresh) : fresh);
    if (this.mode === 'json') this.nesting.push(fresh);
    this.followed = this.dropped + end;
  }

  /**
   * The value as it stands in a string of JSON, or in JSON within one. One that was read in JSON says there what it said where it was read;
   * within JSON in a string it stays as it is if it holds what must be escaped. Where a number or an element stands without quotation
   * marks (`{"mrn": [MRN_1]}`), it becomes a string.
   */
  private asJson(token: ParsedToken, value: string, before: string): string {
    const { vault, mode } = this.options;
    const entry = vault.find(token);
    if (mode === 'json' && this.nesting.depth === 0 && /[:,[{]\s*$/.test(before)) return JSON.stringify(value);
    const depth = Math.max(1, this.nesting.depth);
    if (value !== entry?.value || !vault.holdsEscapes(entry.token.text)) return escapeJson(value, depth);
    const said = decodeJson(value);
    return depth > 1 && escapeJson(said) !== said ? escapeJson(value, depth - 1) : escapeJson(said, depth);
  }

  /** The value as it may stand here: as it is outside URLs; undefined inside the URL of a host that nobody allowed. */
  private inUrl({ encoded }: ParsedToken, { token, value }: VaultEntry): string | undefined {
    const url = this.urls.open();
    if (url === undefined) return encoded ? encodeURIComponent(value) : value;
    if (this.options.vault.isAllowedInUrl(url + token.text) || isItsOwnText(url, value)) return value;
    const host = hostOf(url);
    return host !== undefined && this.options.urlHosts.has(host) ? encodeURIComponent(value) : undefined;
  }
}

function decideMode(begun: string): 'text' | 'json' | undefined {
  if (/^(?:`{1,2}|`{3}(?:j|js|jso))$/i.test(begun)) return undefined;
  const text = begun.replace(/^`{3}(?:json)?\s*/i, '');
  const isJson = text.startsWith('{') || beginsJson(text);
  if (isJson === undefined) return undefined;
  return isJson ? 'json' : 'text';
}

function search(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
}

function matchesAt(pattern: TokenPatterns['begun'], text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Restores a text that is there as a whole, with pauses. */
export function* restoringText(text: string, options: RestoreOptions, truncated = false): Generator<undefined, string> {
  const restorer = new Restorer(options);
  return (yield* restorer.pushing(text)) + restorer.flush(truncated);
}

/** The same at once. */
export function restoreText(text: string, options: RestoreOptions, truncated = false): string {
  const restorer = new Restorer(options);
  return restorer.push(text) + restorer.flush(truncated);
}
