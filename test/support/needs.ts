/**
 * Whether something is there that tests need besides Node and the packages. Where it is not they are skipped, and it is said which and why: nothing
 * is left out without a word.
 *
 * @param tests what is skipped, for people
 */
export function needs(isThere: boolean, tests: string, what: string): boolean {
  if (!isThere) process.stderr.write(`skipped: ${tests}; needs ${what}\n`);
  return isThere;
}
