/** How much a key may call, and what it costs. Absent limits do not limit; money is in US dollars. */
export interface Plan {
  readonly name: string;
  readonly requestsPerMinute?: number | undefined;
  /** Tokens in and out together. */
  readonly tokensPerMinute?: number | undefined;
  /** Most input tokens of one request. */
  readonly contextTokens?: number | undefined;
  /** Access charge a month. */
  readonly monthlyCharge: number;
  /** Part of a month's cost of tokens that the access charge covers. */
  readonly monthlyCredit: number;
  /** Price of 1,000 input tokens. */
  readonly pricePer1000In: number;
  /** Price of 1,000 output tokens. */
  readonly pricePer1000Out: number;
}

const FREE = { monthlyCharge: 0, monthlyCredit: 0, pricePer1000In: 0, pricePer1000Out: 0 };

/** The plan of a key that names none: nothing is limited, nothing costs. */
export const UNLIMITED: Plan = Object.freeze({ name: 'unlimited', ...FREE });

/** Plans that need no definition in the key file: the published limits and prices of the products that phi-proxy stands in for. */
export const READY_MADE_PLANS: readonly Plan[] = Object.freeze([
  UNLIMITED,
  Object.freeze({
    name: 'bastiongpt-2026',
    requestsPerMinute: 800,
    tokensPerMinute: 2_000_000,
    contextTokens: 500_000,
    ...FREE,
  }),
  Object.freeze({
    name: 'bastiongpt-202403',
    requestsPerMinute: 160,
    tokensPerMinute: 10_000,
    contextTokens: 7850,
    monthlyCharge: 100,
    monthlyCredit: 20,
    pricePer1000In: 0.018,
    pricePer1000Out: 0.045,
  }),
]);

/** Cost of a call's tokens in whole billionths of a dollar, so that sums stay exact. */
export function costInNanoDollars(plan: Plan, tokensIn: number, tokensOut: number): number {
  return Math.round((tokensIn * plan.pricePer1000In + tokensOut * plan.pricePer1000Out) * 1e6);
}
