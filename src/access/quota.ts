import type { Redis } from 'ioredis';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';

/** What is limited by the minute. */
export type Dimension = 'requests' | 'tokens';

/** One account of a key: what is counted, and how much a minute allows. */
export interface Account {
  /** The key's label. */
  readonly label: string;
  readonly dimension: Dimension;
  readonly limit: number;
}

export interface Allowance {
  readonly granted: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until the minute is over and everything is allowed again. */
  readonly resetMs: number;
  /** Number of the minute in which it was taken; give it back to `correct`. */
  readonly minute: number;
}

export interface Quota {
  /** Takes `amount` whole units from this minute's allowance, or nothing when less is left. */
  take(account: Account, amount: number): Promise<Allowance>;
  /**
   * Corrects an estimate: a negative `difference` goes back to the minute from which it was taken, a positive one is taken from the
   * present minute, even where it has less left.
   */
  correct(account: Account, minute: number, difference: number): Promise<Allowance>;
}

export interface QuotaOptions {
  /** The clock, in milliseconds since 1970. Minutes are those of the clock, so instances that share a Redis need the same time. */
  readonly now: () => number;
  /** Shared by several instances; each counts for itself without it, or while it is away. */
  readonly redis?: Redis | undefined;
}

const MINUTE_MS = 60_000;
/** Counts outlive their minute, in seconds: a call may end long after it began. */
const KEPT_SECONDS = 600;

type RateLimiters = typeof import('rate-limiter-flexible');

/** Loaded with the first limit: a server without plans does without the package. */
const rateLimiters = (): RateLimiters => require('rate-limiter-flexible') as RateLimiters;

/** Counts of whole minutes. The minute's number is part of the counter's key, so the injected clock alone decides when one is over. */
export function createQuota({ now, redis }: QuotaOptions): Quota {
  const limiters = new Map<number, RateLimiterAbstract>();
  const limiterFor = (limit: number): RateLimiterAbstract => {
    const limiter = limiters.get(limit) ?? createLimiter(limit, redis);
    limiters.set(limit, limiter);
    return limiter;
  };
  const thisMinute = (): number => Math.floor(now() / MINUTE_MS);
  // The minute may have ended while Redis was asked: then everything is allowed again at once.
  const toAllowance = ({ limit }: Account, minute: number, consumed: number, granted: boolean): Allowance => ({
    granted,
    limit,
    remaining: Math.min(limit, Math.max(0, limit - consumed)),
    resetMs: Math.max(0, (minute + 1) * MINUTE_MS - now()),
    minute,
  });
  return {
    async take(account, amount) {
      const limiter = limiterFor(account.limit);
      const minute = thisMinute();
      const key = counterKey(account, minute);
      try {
        return toAllowance(account, minute, (await limiter.consume(key, amount)).consumedPoints, true);
      } catch (refusal) {
        if (!(refusal instanceof rateLimiters().RateLimiterRes)) throw refusal;
        // What was refused has been counted: it goes back, or one large request would lock out small ones.
        return toAllowance(account, minute, (await limiter.reward(key, amount)).consumedPoints, false);
      }
    },
    async correct(account, minute, difference) {
      const limiter = limiterFor(account.limit);
      const present = thisMinute();
      const counted =
        difference < 0
          ? await limiter.reward(counterKey(account, minute), -difference)
          : await limiter.penalty(counterKey(account, present), difference);
      return toAllowance(account, present, counted.consumedPoints, true);
    },
  };
}

const counterKey = ({ label, dimension }: Account, minute: number): string => `${label}:${dimension}:${minute}`;

function createLimiter(points: number, redis: Redis | undefined): RateLimiterAbstract {
  const { RateLimiterMemory, RateLimiterRedis } = rateLimiters();
  const settings = { keyPrefix: 'phi-proxy:quota', points, duration: KEPT_SECONDS };
  const memory = new RateLimiterMemory(settings);
  if (redis === undefined) return memory;
  return new RateLimiterRedis({ ...settings, storeClient: redis, insuranceLimiter: memory, rejectIfRedisNotReady: true });
}
