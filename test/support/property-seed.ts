/**
 * Where the random cases of a property begin. `PROPERTY_SEED` says it; without it they are the same at every run, so that no run fails by chance,
 * and only a long one (`PROPERTY_RUNS`) looks for new cases.
 */
export function propertySeed(): { seed?: number } {
  const { PROPERTY_SEED: seed, PROPERTY_RUNS: runs } = process.env;
  if (seed !== undefined) return { seed: Number(seed) };
  return runs === undefined ? { seed: 7 } : {};
}
