import {
  type Counters,
  dayOf,
  firstKeptDay,
  MAX_USERS,
  NOTHING,
  OTHER_USERS,
  sortRows,
  sumOf,
  type UsageEntry,
  type UsageRow,
  type UsageStore,
} from './usage';

/** A row and the key's label to which it belongs. */
export interface CountedRow {
  readonly label: string;
  readonly row: UsageRow;
}

export interface MemoryUsage extends UsageStore {
  rowsOf(label: string): UsageRow[];
  /** Keys for which anything is counted. */
  readonly size: number;
  /** Takes everything out. */
  drain(): CountedRow[];
  /** Puts back what was taken out. */
  restore(label: string, row: UsageRow): void;
}

/** Counters of this process; they end with it. `now` is the clock, in milliseconds since 1970. */
export function createMemoryUsage(now: () => number): MemoryUsage {
  let byLabel = new Map<string, Map<string, Map<string, Counters>>>();
  let today = '';

  const count = (label: string, day: string, { user, counters }: Pick<UsageEntry, 'user' | 'counters'>): void => {
    const days = byLabel.get(label) ?? new Map<string, Map<string, Counters>>();
    const users = days.get(day) ?? new Map<string, Counters>();
    const tag = users.has(user) || users.size < MAX_USERS ? user : OTHER_USERS;
    users.set(tag, sumOf(users.get(tag) ?? NOTHING, counters));
    days.set(day, users);
    byLabel.set(label, days);
  };
  const forgetOldDays = (): void => {
    // Days to come are kept: a clock that is set back over midnight must not take the new day's counts away.
    const first = firstKeptDay(now());
    for (const days of byLabel.values()) {
      for (const day of days.keys()) if (day < first) days.delete(day);
    }
  };
  const rowsOf = (label: string): UsageRow[] =>
    [...(byLabel.get(label) ?? [])].flatMap(([day, users]) =>
      [...users].map(([user, counters]): UsageRow => ({ day, user, ...counters })),
    );
  return {
    flush: () => Promise.resolve(),
    add({ label, ...entry }) {
      const day = dayOf(now());
      if (day !== today) forgetOldDays();
      today = day;
      count(label, day, entry);
    },
    read: async (label) => {
      forgetOldDays();
      return sortRows(rowsOf(label));
    },
    rowsOf,
    get size() {
      return byLabel.size;
    },
    drain() {
      const all = [...byLabel.keys()].flatMap((label) => rowsOf(label).map((row) => ({ label, row })));
      byLabel = new Map();
      return all;
    },
    restore: (label, { day, user, ...counters }) => count(label, day, { user, counters }),
  };
}
