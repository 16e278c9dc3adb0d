import { costInNanoDollars, READY_MADE_PLANS, UNLIMITED } from '../../../src/access/plans';

const planNamed = (name: string) => READY_MADE_PLANS.find((plan) => plan.name === name) ?? UNLIMITED;

test('ready-made plans have the published figures', () => {
  expect(planNamed('bastiongpt-2026')).toMatchObject({
    requestsPerMinute: 800,
    tokensPerMinute: 2_000_000,
    contextTokens: 500_000,
  });
  expect(planNamed('bastiongpt-202403')).toEqual({
    name: 'bastiongpt-202403',
    requestsPerMinute: 160,
    tokensPerMinute: 10_000,
    contextTokens: 7850,
    monthlyCharge: 100,
    monthlyCredit: 20,
    pricePer1000In: 0.018,
    pricePer1000Out: 0.045,
  });
  expect(READY_MADE_PLANS[0]).toBe(UNLIMITED);
});

test('costs are whole billionths of a dollar, so a million small ones add up exactly', () => {
  const plan = planNamed('bastiongpt-202403');
  expect(costInNanoDollars(plan, 1000, 0)).toBe(18_000_000);
  expect(costInNanoDollars(plan, 0, 1000)).toBe(45_000_000);
  expect(costInNanoDollars(plan, 1, 1) * 1_000_000).toBe(63_000_000_000);
  expect(costInNanoDollars(UNLIMITED, 1000, 1000)).toBe(0);
});
