import type { RuleSet } from '../../src/rules/types';
import { createDeidentifier } from './deid';
import { projectRules } from './project-rules';
import { propertySeed } from './property-seed';
import { ruleSetOf, SIMPLE_RULES } from './rule-set';

/** How often a property is tried: `PROPERTY_RUNS` conversations, few by default. */
const PROPERTY_RUNS = Number(process.env['PROPERTY_RUNS'] ?? 25);

/**
 * The rules that properties run with: the project's own, or, in a long run, a few plain ones, since finding PHI takes a hundred times
 * longer than everything that happens to it afterwards.
 */
export function propertyRules(): RuleSet {
  return PROPERTY_RUNS > 2000 ? ruleSetOf(SIMPLE_RULES) : projectRules();
}

/** De-identifies for the properties of a file, and sees to it that there was something to replace: nearly all of them hold if nothing is. */
export function propertyDeidentifier(ruleSet: RuleSet): ReturnType<typeof createDeidentifier> {
  const deidentify = createDeidentifier(ruleSet);
  let bodies = 0;
  let tokens = 0;
  afterAll(() => {
    expect(tokens).toBeGreaterThanOrEqual(bodies);
  });
  return async (body) => {
    const session = await deidentify(body);
    bodies += 1;
    tokens += session.counts.tokensIssued;
    return session;
  };
}

/** Options of `fc.assert`; fast-check prints the seed of a failure, and `PROPERTY_SEED` repeats it. */
export function propertyOptions(share = 1): { numRuns: number; seed?: number } {
  return { numRuns: Math.max(1, Math.round(PROPERTY_RUNS * share)), ...propertySeed() };
}

/** Time allowed for one property, in milliseconds. */
export const PROPERTY_TIMEOUT = 60_000 + PROPERTY_RUNS * 1000;
