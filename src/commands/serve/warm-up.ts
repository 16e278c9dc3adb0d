import { setImmediate } from 'node:timers/promises';
import { detect } from '../../detect/detect';
import { loadLibraries } from '../../detect/load-libraries';
import type { RuleSet } from '../../rules/types';
import { loadAxios } from '../../upstream/client';

/** V8 compiles a regex when it is run the second time, for texts of Latin letters and once more for all others. */
const TEXTS = ['x', 'x', '\u2192', '\u2192'];
/** Regexes that are compiled at a time: requests that come meanwhile wait for no more than these, some 20 ms. */
const AT_A_TIME = 10;

/**
 * Does what the first requests would wait for, up to a second each: loads libraries, builds look-up tables, has V8 compile the rules' regexes
 * (threads for long texts compile theirs when they read).
 * Takes a second or two, with room for requests in between.
 *
 * @param signal ends it sooner
 */
export async function warmUp(ruleSet: RuleSet, signal?: AbortSignal): Promise<void> {
  await setImmediate();
  loadAxios();
  loadLibraries();
  // Each is made when it is first read.
  for (const part of ['lists', 'model', 'wordClasses', 'network'] as const) {
    await setImmediate();
    void ruleSet[part];
  }
  await setImmediate();
  detect([{ text: 'Patient John Doe' }], ruleSet);
  const regexes = [...ruleSet.rules, ...(ruleSet.policyRules ?? [])].flatMap((rule) => rule.patterns.map(({ regex }) => regex));
  for (const [index, regex] of regexes.entries()) {
    if (index % AT_A_TIME === 0) await setImmediate();
    if (signal?.aborted === true) return;
    for (const text of TEXTS) {
      regex.lastIndex = 0;
      regex.test(text);
    }
  }
  for (const { examples } of ruleSet.rules) {
    for (const { text } of examples) {
      await setImmediate();
      if (signal?.aborted === true) return;
      detect([{ text }], ruleSet);
    }
  }
}
