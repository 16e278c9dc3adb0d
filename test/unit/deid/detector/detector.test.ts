import { runWorkerTask } from '../../../../src/deid/detector/detect-within';
import { createDetector, type Detector, THREAD_THRESHOLD } from '../../../../src/deid/detector/detector';
import type { PhiProxyError } from '../../../../src/errors';
import { type CompiledRule, DEFAULT_POLICY } from '../../../../src/rules/types';
import { patternRule, ruleSetOf, SIMPLE_RULES } from '../../../support/rule-set';

const CANARY = 'Canarysmith';
/** Backtracks for ever on a run of letters; the loader would refuse it. */
const CATASTROPHIC = patternRule('ID', String.raw`(?<value>(?:[a-z]+)+\p{Lu})`);

/** Longer than any machine stands still. */
const PATIENT_MS = 60_000;

const detectorWith = (rules: readonly CompiledRule[], more: { budgetMs?: number; maxCharacters?: number } = {}): Detector =>
  createDetector({ ruleSet: ruleSetOf(rules), budgetMs: PATIENT_MS, maxCharacters: 1000, threads: 0, ...more });

async function failureOf(detector: Detector, text: string): Promise<PhiProxyError> {
  try {
    await detector.detect([{ text }]);
  } catch (error) {
    return error as PhiProxyError;
  }
  throw new Error('it did not fail');
}

function everythingIn(error: Error): string {
  return [
    error.message,
    error.stack,
    JSON.stringify(error),
    String(error),
    String(error.cause),
    ...Object.values(error).map(String),
  ].join();
}

test('what it finds', async () => {
  const { segments } = await detectorWith(SIMPLE_RULES).detect([{ text: `Patient ${CANARY}` }]);
  expect(segments).toMatchObject([[{ start: 8, end: 8 + CANARY.length, entity: 'NAME' }]]);
});

test('a regular expression that backtracks without end is stopped in time', async () => {
  const started = performance.now();
  const error = await failureOf(detectorWith([CATASTROPHIC], { budgetMs: 200 }), `${CANARY} ${'a'.repeat(60)}`);
  expect(error).toMatchObject({ code: 'deidentification_timeout', status: 503 });
  expect(performance.now() - started).toBeLessThan(PATIENT_MS);
  expect(everythingIn(error)).not.toContain(CANARY);
});

test('it works again after it was stopped', async () => {
  // The budget is for what is read afterwards, too.
  const detector = detectorWith([CATASTROPHIC, ...SIMPLE_RULES], { budgetMs: 3000 });
  await failureOf(detector, 'a'.repeat(60));
  const { segments } = await detector.detect([{ text: 'Patient 42, SSN 123-45-6789' }]);
  expect(segments[0]).toHaveLength(1);
});

test.each([
  ['at the limit', 1000, undefined],
  ['above it', 1001, 'request_too_large'],
])('length of all segments together: %s', async (_reason, length, code) => {
  const result = detectorWith([]).detect([{ text: 'a'.repeat(400) }, { text: 'b'.repeat(length - 400) }]);
  if (code === undefined) await expect(result).resolves.toBeDefined();
  else await expect(result).rejects.toMatchObject({ code, status: 413 });
});

test.each([
  ['at the limit', 15, undefined],
  ['above it', 16, 'request_too_large'],
])('short segments are as many characters as take the time to read them: %s', async (_reason, count, code) => {
  const result = detectorWith([]).detect(Array.from({ length: count }, () => ({ text: '', label: 'a' })));
  if (code === undefined) await expect(result).resolves.toBeDefined();
  else await expect(result).rejects.toMatchObject({ code, status: 413 });
});

test('a recognizer that breaks refuses the request, and its message is lost', async () => {
  const broken = patternRule('NAME', '(?<value>x)');
  const breaking = { ...broken, patterns: broken.patterns.map((pattern) => ({ ...pattern, regex: breakingRegex() })) };
  const error = await failureOf(detectorWith([breaking]), `x ${CANARY}`);
  expect(error).toMatchObject({ code: 'deidentification_failed', status: 500 });
  expect(everythingIn(error)).not.toContain(CANARY);
});

test('neither does a thread that reads a share say what it read', () => {
  const broken = patternRule('NAME', '(?<value>x)');
  const breaking = { ...broken, patterns: broken.patterns.map((pattern) => ({ ...pattern, regex: breakingRegex() })) };
  const task = { segments: [{ text: `x ${CANARY}` }], budgetMs: PATIENT_MS, policy: DEFAULT_POLICY, share: { first: 0, of: 1 } };
  let failure: unknown;
  try {
    runWorkerTask(task, ruleSetOf([breaking]));
  } catch (error) {
    failure = error;
  }
  expect(failure).toMatchObject({ code: 'deidentification_failed' });
  expect(everythingIn(failure as Error)).not.toContain(CANARY);
});

/** A regular expression whose use throws what it was used on. */
function breakingRegex(): RegExp {
  const regex = /x/gu;
  regex.exec = (text: string) => {
    throw new Error(`broke on ${text}`);
  };
  return regex;
}

test('a rule whose word list is missing refuses the request', async () => {
  const rule = patternRule('NAME', '(?<value>x)', { recognizer: 'dictionary', lists: ['absent'] });
  expect(await failureOf(detectorWith([rule]), 'x')).toMatchObject({ code: 'deidentification_failed' });
});

test('without threads long texts are read here', async () => {
  const text = `${'word '.repeat(THREAD_THRESHOLD / 4)} Patient ${CANARY}`;
  const detector = detectorWith(SIMPLE_RULES, { maxCharacters: 1_000_000 });
  expect((await detector.detect([{ text }])).segments[0]).toHaveLength(1);
  await detector.close();
});
