import { createHash } from 'node:crypto';
import { PhiProxyError } from '../errors';
import { numbersInUse } from './numbers-in-use';
import { formatAlias, formatToken, LABELS, type ParsedToken } from './token-grammar';

/** What stands in for a value. */
export interface PhiToken {
  readonly label: string;
  readonly number: number;
  readonly form: string | undefined;
  /** `[NAME_1]`, `[NAME_1:family]`. */
  readonly text: string;
  /** `NAME_1`, `NAME_1_family`: where brackets are illegal. */
  readonly alias: string;
}

export interface VaultEntry {
  readonly token: PhiToken;
  readonly value: string;
}

/** What tells values apart: forms of one person or value share label and group. */
export interface VaultKey {
  readonly label: string;
  readonly group: number;
  /** Hint for the suffix of a further form: `full`, `given`, `family`, `initials`; anything else gets a letter. */
  readonly form: string;
  /** Whether it is only a piece of another value, see `Vault.isPart`. */
  readonly isPart?: boolean | undefined;
  /** Whether the same written form is also another group's: then each has a token of its own. */
  readonly isApart?: boolean | undefined;
}

const HINTS = new Set(['full', 'given', 'family', 'initials']);

/** `b`, `c`, … `z`, `bb`, `bc`, …: suffixes of forms without a name of their own. */
function letters(index: number): string {
  return index < 25 ? String.fromCharCode(98 + index) : letters(Math.floor(index / 25) - 1) + letters(index % 25);
}

/** Stands in for a URL, of which there may be one for each token, and each may be long. */
function fingerprint(url: string): string {
  return createHash('sha256').update(url).digest('base64');
}

interface Group {
  readonly number: number;
  readonly forms: Set<string>;
  nextLetter: number;
}

/**
 * The token ↔ value map of one request. It lives in the request's scope and dies with it; nothing else keeps a value.
 *
 * Tokens are numbered by first appearance and never derived from the value (45 CFR 164.514(c)). Distinct written forms never share a
 * token. Numbers that the client's own text already uses in token-like strings are never issued.
 */
export class Vault {
  private readonly bySurface = new Map<string, PhiToken>();
  private readonly byToken = new Map<string, VaultEntry>();
  private readonly groups = new Map<string, Group>();
  private readonly counters = new Map<string, number>();
  private readonly reserved = new Set<string>();
  private readonly parts = new Set<VaultEntry>();
  private readonly urls = new Set<string>();
  private readonly behindBackslash = new Set<string>();
  private readonly withEscapes = new Set<string>();
  private readonly capacity: number;

  /** @param capacity most distinct values; above it `issue` throws `too_many_values` */
  constructor(capacity = 200_000) {
    this.capacity = capacity;
  }

  /** Keeps the numbers of token-like strings in the client's own text free, so that they survive untouched and never collide. */
  reserve(text: string): void {
    for (const _ of this.reserving(text));
  }

  /** The same, step by step: a text may hold a million of them. */
  *reserving(text: string): Generator<undefined, void> {
    for (const number of numbersInUse(text)) {
      if (number !== undefined) this.reserved.add(number);
      yield;
    }
  }

  /** Whether the client's own text uses this label and number. */
  isReserved(token: ParsedToken): boolean {
    return this.reserved.has(`${token.label}_${token.number}`);
  }

  /** The token of a written form; issued on first use. */
  issue(key: VaultKey, value: string): PhiToken {
    if (!(LABELS as readonly string[]).includes(key.label)) throw new PhiProxyError('internal_error');
    const surface = `${key.label}\u0000${value}${key.isApart === true ? `\u0000${key.group}` : ''}`;
    const known = this.bySurface.get(surface);
    if (known !== undefined) {
      if (key.isPart !== true) this.parts.delete(this.byToken.get(known.text) as VaultEntry);
      return known;
    }
    if (this.bySurface.size >= this.capacity) throw new PhiProxyError('too_many_values');
    const group = this.groupOf(key);
    const form = this.nextForm(group, key.form);
    const { label } = key;
    const token: PhiToken = {
      label,
      number: group.number,
      form,
      text: formatToken(label, group.number, form),
      alias: formatAlias(label, group.number, form),
    };
    this.bySurface.set(surface, token);
    const entry = { token, value };
    this.byToken.set(token.text, entry);
    if (key.isPart === true) this.parts.add(entry);
    return token;
  }

  private groupOf(key: VaultKey): Group {
    const id = `${key.label} ${key.group}`;
    const known = this.groups.get(id);
    if (known !== undefined) return known;
    let number = (this.counters.get(key.label) ?? 0) + 1;
    while (this.reserved.has(`${key.label}_${number}`)) number += 1;
    this.counters.set(key.label, number);
    const group = { number, forms: new Set<string>(), nextLetter: 0 };
    this.groups.set(id, group);
    return group;
  }

  private nextForm(group: Group, hint: string): string | undefined {
    if (group.forms.size === 0) {
      group.forms.add('');
      return undefined;
    }
    let form = HINTS.has(hint) ? hint : undefined;
    while (form === undefined || group.forms.has(form)) {
      form = letters(group.nextLetter);
      group.nextLetter += 1;
    }
    group.forms.add(form);
    return form;
  }

  /** The entry of a token issued in this request, in any spelling; undefined for an invented one. */
  find(token: ParsedToken): VaultEntry | undefined {
    return this.byToken.get(formatToken(token.label, token.number, token.form));
  }

  /** All entries, in the order of issue. */
  entries(): IterableIterator<VaultEntry> {
    return this.byToken.values();
  }

  /** Whether a value was only ever issued as a piece of another one ("Microarray" of "Microarray Corewell"): it tells nothing elsewhere. */
  isPart(entry: VaultEntry): boolean {
    return this.parts.has(entry);
  }

  get size(): number {
    return this.byToken.size;
  }

  /** Notes that the client itself wrote this URL up to and including the token, so that restoring it there gives nothing away. */
  allowInUrl(urlThroughToken: string): void {
    this.urls.add(fingerprint(urlThroughToken));
  }

  /** Whether the client wrote any. */
  get allowsUrls(): boolean {
    return this.urls.size > 0;
  }

  isAllowedInUrl(urlThroughToken: string): boolean {
    return this.urls.has(fingerprint(urlThroughToken));
  }

  /** Notes that the client itself wrote a backslash right before this token (`CLINIC\[ID_1]`): there it is no escape of Markdown. */
  noteBackslash(token: string): void {
    this.behindBackslash.add(token);
  }

  /** Notes that this token's value was read in JSON and holds its escapes (`Mar\\u00eda`): in JSON they must not be escaped once more. */
  noteEscapes(token: string): void {
    this.withEscapes.add(token);
  }

  holdsEscapes(token: string): boolean {
    return this.withEscapes.has(token);
  }

  isBehindBackslash(token: string): boolean {
    return this.behindBackslash.has(token);
  }
}
