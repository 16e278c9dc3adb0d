import { PhiProxyError } from '../errors';
import type { Accounts } from './accounts';
import { countTokens, countTokensInTurns } from './count-tokens';
import type { KeyRecord } from './key-store';
import { costInNanoDollars, type Plan, UNLIMITED } from './plans';
import type { Account, Allowance, Dimension } from './quota';

/** How a request ended, for its counters. */
export interface Outcome {
  /** Values that were replaced. */
  readonly entities: number;
  /** Whether a model worked: if not, its tokens cost nothing. */
  readonly answered: boolean;
}

/** Makes of a `user` the tag under which usage is counted: it holds no PHI. */
export type TagUser = (user: string) => Promise<string>;

/** Characters of a token, roughly, where nothing depends on the exact number. */
const ROUGH_TOKEN = 4;

/** One request's account: takes from the allowance of its key, corrects what was estimated, and counts usage once at the end. */
export class RequestMeter {
  readonly plan: Plan;
  private readonly allowances: Partial<Record<Dimension, Allowance>> = {};
  private tokensIn = 0;
  private tokensOut = 0;
  private reported = false;
  private reserved: { readonly amount: number; readonly minute: number } | undefined;
  private admitted = false;
  private settled = false;
  private user = '';

  constructor(
    private readonly accounts: Accounts,
    private readonly key: KeyRecord,
    private readonly tagUser: TagUser,
  ) {
    this.plan = key.plan ?? UNLIMITED;
  }

  /** Notes whom the client names. The name stays in the request; only its tag is counted. */
  noteUser(user: string): void {
    this.user = user;
  }

  /** Tokens of a text. Without limits and prices a rough count will do, for replies that come without `usage`. */
  count(text: string): number {
    return this.plan === UNLIMITED ? Math.ceil(text.length / ROUGH_TOKEN) : countTokens(text);
  }

  /** The same of a whole request or reply, in turns. */
  async countInTurns(text: string): Promise<number> {
    return this.plan === UNLIMITED ? this.count(text) : countTokensInTurns(text);
  }

  /** Takes one request from the minute's allowance. @throws PhiProxyError `rate_limit_exceeded` */
  async admit(): Promise<void> {
    const { requestsPerMinute } = this.plan;
    if (requestsPerMinute !== undefined) await this.take('requests', requestsPerMinute, 1);
    this.admitted = true;
    this.accounts.open.count += 1;
  }

  /**
   * Takes a call's tokens before it is made: its input, and as much output as it allows. The output counts only as far as the
   * minute's whole allowance reaches, so that a request that fits is never refused for ever.
   * @throws PhiProxyError `rate_limit_exceeded`, and `context_length_exceeded` for input beyond what the plan ever allows
   */
  async reserve(input: number, mostOutput: number): Promise<void> {
    this.tokensIn = input;
    const { contextTokens = Number.POSITIVE_INFINITY, tokensPerMinute } = this.plan;
    if (input > Math.min(contextTokens, tokensPerMinute ?? contextTokens)) {
      throw new PhiProxyError('context_length_exceeded', { param: 'messages' });
    }
    if (tokensPerMinute === undefined) return;
    const amount = Math.min(input + mostOutput, tokensPerMinute);
    const { minute } = await this.take('tokens', tokensPerMinute, amount);
    this.reserved = { amount, minute };
    // A client that left meanwhile has settled the account, and nothing is called any more.
    if (this.settled) await this.correct(0);
  }

  /** Counts output that upstream has not counted (yet). */
  addOutput(tokens: number): void {
    if (!this.reported) this.tokensOut += tokens;
  }

  /** Takes upstream's own numbers in place of ours. */
  report(input: number, output: number): void {
    this.reported = true;
    this.tokensIn = input;
    this.tokensOut = output;
  }

  /** Corrects the reservation and counts usage; only the first call does. */
  async settle({ entities, answered }: Outcome): Promise<void> {
    if (this.settled || !this.admitted) return;
    this.settled = true;
    try {
      await this.book(entities, answered);
    } finally {
      this.accounts.open.count -= 1;
    }
  }

  private async book(entities: number, answered: boolean): Promise<void> {
    const tokensIn = answered ? this.tokensIn : 0;
    const tokensOut = answered ? this.tokensOut : 0;
    const nanoDollars = costInNanoDollars(this.plan, tokensIn, tokensOut);
    const counters = { requests: 1, tokensIn, tokensOut, nanoDollars, entities };
    const user = this.user === '' ? '' : await this.tagUser(this.user);
    this.accounts.usage.add({ label: this.key.label, user, counters });
    await this.correct(tokensIn + tokensOut);
  }

  /** `x-ratelimit-*` as OpenAI writes them, of the limits that the plan has. */
  get headers(): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {};
    for (const dimension of ['requests', 'tokens'] as const) {
      const allowance = this.allowances[dimension];
      if (allowance === undefined) continue;
      headers[`x-ratelimit-limit-${dimension}`] = String(allowance.limit);
      headers[`x-ratelimit-remaining-${dimension}`] = String(allowance.remaining);
      headers[`x-ratelimit-reset-${dimension}`] = `${inSeconds(allowance.resetMs)}s`;
    }
    return headers;
  }

  private async take(dimension: Dimension, limit: number, amount: number): Promise<Allowance> {
    const allowance = await this.accounts.quota.take(this.account(dimension, limit), amount);
    this.allowances[dimension] = allowance;
    if (allowance.granted) return allowance;
    this.withdraw();
    throw new PhiProxyError('rate_limit_exceeded', { retryAfter: inSeconds(allowance.resetMs) });
  }

  /** What was refused for want of allowance was not used: there is no account to settle, unless a client that left has settled it. */
  private withdraw(): void {
    if (this.admitted && !this.settled) this.accounts.open.count -= 1;
    this.admitted = false;
  }

  private async correct(used: number): Promise<void> {
    const { tokensPerMinute } = this.plan;
    if (tokensPerMinute === undefined || this.reserved === undefined || used === this.reserved.amount) return;
    const account = this.account('tokens', tokensPerMinute);
    const { amount, minute } = this.reserved;
    this.reserved = undefined;
    this.allowances.tokens = await this.accounts.quota.correct(account, minute, used - amount);
  }

  private account(dimension: Dimension, limit: number): Account {
    return { label: this.key.label, dimension, limit };
  }
}

/** Whole seconds, at least one. */
function inSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
