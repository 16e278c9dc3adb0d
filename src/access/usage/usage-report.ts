import type { KeyRecord } from '../key-store';
import { type Plan, UNLIMITED } from '../plans';
import { type Counters, NOTHING, sumOf, type UsageRow } from './usage';

const NANO = 1e9;
/** Billionths of a dollar as dollars. */
const dollars = (nano: number): number => Math.round(nano) / NANO;
const sign = (name: string): string | null => (name === '' ? null : name);

const figures = ({ requests, tokensIn, tokensOut, nanoDollars, entities }: Counters) => ({
  requests,
  tokens_in: tokensIn,
  tokens_out: tokensOut,
  cost_usd: dollars(nanoDollars),
  entities,
});

/** What a plan allows and costs, in the names of the wire. */
function planOf(plan: Plan) {
  return {
    name: plan.name,
    requests_per_minute: plan.requestsPerMinute ?? null,
    tokens_per_minute: plan.tokensPerMinute ?? null,
    context_tokens: plan.contextTokens ?? null,
    monthly_charge_usd: plan.monthlyCharge,
    monthly_credit_usd: plan.monthlyCredit,
    usd_per_1000_tokens_in: plan.pricePer1000In,
    usd_per_1000_tokens_out: plan.pricePer1000Out,
  };
}

/** A month's bill: the access charge, and what the tokens cost beyond the credit. */
function monthOf(month: string, counters: Counters, plan: Plan) {
  const credit = Math.min(counters.nanoDollars, plan.monthlyCredit * NANO);
  return {
    month,
    ...figures(counters),
    access_charge_usd: plan.monthlyCharge,
    credit_usd: dollars(credit),
    due_usd: dollars(plan.monthlyCharge * NANO + counters.nanoDollars - credit),
  };
}

/**
 * The usage of a key as `GET /v1/usage` shows it: by day and user, and by month with the plan's charge and credit.
 * @param firstDay the oldest day that is kept; a month that began before it is not shown, since its bill would be too small
 */
export function usageReport({ label, plan = UNLIMITED }: KeyRecord, rows: readonly UsageRow[], firstDay: string) {
  const months = new Map<string, Counters>();
  for (const row of rows) {
    const month = row.day.slice(0, 7);
    if (`${month}-01` < firstDay) continue;
    months.set(month, sumOf(months.get(month) ?? NOTHING, row));
  }
  return {
    object: 'usage',
    key: label,
    plan: planOf(plan),
    days: rows.map((row) => ({ date: row.day, user: sign(row.user), ...figures(row) })),
    months: [...months].map(([month, counters]) => monthOf(month, counters, plan)),
  };
}

export type UsageReport = ReturnType<typeof usageReport>;

/** The days of a report as CSV (RFC 4180). User tags have no commas, quotes or leading signs that a spreadsheet would read as a formula. */
export function usageCsv({ days }: UsageReport): string {
  const head = 'date,user,requests,tokens_in,tokens_out,cost_usd,entities';
  const lines = days.map((day) =>
    [day.date, day.user ?? '', day.requests, day.tokens_in, day.tokens_out, day.cost_usd, day.entities].join(','),
  );
  return `${[head, ...lines].join('\r\n')}\r\n`;
}
