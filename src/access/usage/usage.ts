/** Counters of calls. Numbers only: there is no place for text. */
export interface Counters {
  readonly requests: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Billionths of a US dollar. */
  readonly nanoDollars: number;
  /** Values that were replaced by tokens. */
  readonly entities: number;
}

/** Counters of one key on one day (UTC, `2026-11-25`) under one user tag. */
export interface UsageRow extends Counters {
  readonly day: string;
  /** Empty for requests without a user. */
  readonly user: string;
}

/** What is counted where: the key's label and the user tag, which holds no PHI (see `user-tag.ts`). */
export interface UsageEntry {
  readonly label: string;
  readonly user: string;
  readonly counters: Counters;
}

export interface UsageStore {
  /** Counts a call on the present day. */
  add(entry: UsageEntry): void;
  /**
   * All rows of a key, by day and user.
   * @throws PhiProxyError `usage_unavailable` while the store that is shared by several instances is away
   */
  read(label: string): Promise<readonly UsageRow[]>;
  /** Resolves when all that was counted has been handed in, or could not be. */
  flush(): Promise<void>;
}

/** Days that are kept, today included. */
export const USAGE_DAYS = 100;
/** Most user tags of one key and day; further ones are counted together, so that a client that invents tags cannot fill the memory. */
export const MAX_USERS = 1000;
/** Tag for those further ones. */
export const OTHER_USERS = '~other';

export const COUNTER_NAMES = [
  'requests',
  'tokensIn',
  'tokensOut',
  'nanoDollars',
  'entities',
] as const satisfies (keyof Counters)[];

export const NOTHING: Counters = Object.freeze({ requests: 0, tokensIn: 0, tokensOut: 0, nanoDollars: 0, entities: 0 });

/** Sum of two, counter by counter. */
export function sumOf(one: Counters, other: Counters): Counters {
  return {
    requests: one.requests + other.requests,
    tokensIn: one.tokensIn + other.tokensIn,
    tokensOut: one.tokensOut + other.tokensOut,
    nanoDollars: one.nanoDollars + other.nanoDollars,
    entities: one.entities + other.entities,
  };
}

const DAY_MS = 86_400_000;

/** The day (UTC) of a time in milliseconds since 1970. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The days that are kept at a time, the oldest first. */
export function keptDays(time: number): string[] {
  return Array.from({ length: USAGE_DAYS }, (_, back) => dayOf(time - (USAGE_DAYS - 1 - back) * DAY_MS));
}

/** The oldest day that is kept at a time. */
export function firstKeptDay(time: number): string {
  return dayOf(time - (USAGE_DAYS - 1) * DAY_MS);
}

/** Sorted by day, then by user. */
export function sortRows(rows: readonly UsageRow[]): UsageRow[] {
  const placeOf = ({ day, user }: UsageRow): string => `${day} ${user}`;
  return [...rows].sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
}
