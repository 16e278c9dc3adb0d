import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import threads, { type Worker } from 'node:worker_threads';
import { createDetector as createHere, type Detector } from '../../src/deid/detector/detector';
import type { DetectionResult } from '../../src/detect/types';
import type { PhiProxyError } from '../../src/errors';
import { compiledProgram } from '../support/compiled-program';
import { patternRule, ruleSetOf, SIMPLE_RULES } from '../support/rule-set';

/** Threads need the compiled engine. */
const { createDetector } = require(join(compiledProgram(), 'deid/detector/detector.js')) as { createDetector: typeof createHere };

const LIMITS = { budgetMs: 20_000, maxCharacters: 10_000_000 };

function longText(length: number): string {
  let text = '';
  for (let line = 0; text.length < length; line += 1)
    text += `Patient Canarysmith, SSN 123-45-6789, line ${line}${' and on'.repeat(100)}.\n`;
  return text;
}

test.each([
  ['one thread takes', 30_000],
  ['several threads share', 300_000],
])('%s a text of %i characters, with the result that one thread has', async (_what, length) => {
  const segments = [{ text: longText(length) }, { text: 'Canarysmith again' }];
  const detector = createDetector({ ruleSet: ruleSetOf(SIMPLE_RULES), threads: 3, ...LIMITS });
  try {
    const [found, expected] = await Promise.all([
      detector.detect(segments),
      createHere({ ruleSet: ruleSetOf(SIMPLE_RULES), threads: 0, ...LIMITS }).detect(segments),
    ]);
    expect(found).toEqual(expected);
    expect(found.segments[1]).toHaveLength(1);
  } finally {
    await detector.close();
  }
});

/** Reads what threads take. Where the machine is busy, the budget may be over before a new thread has started. */
async function readAtLast(detector: Detector, text: string): Promise<DetectionResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await detector.detect([{ text }]);
    } catch (error) {
      if (attempt === 10 || (error as PhiProxyError).code !== 'deidentification_timeout') throw error;
    }
  }
}

test.each([30_000, 300_000])('a text of %i characters that takes too long is refused, and the next one read', async (length) => {
  const catastrophic = patternRule('ID', String.raw`(?<value>(?:[a-z]+)+\p{Lu})`);
  const detector = createDetector({ ruleSet: ruleSetOf([catastrophic, ...SIMPLE_RULES]), threads: 2, ...LIMITS, budgetMs: 3000 });
  try {
    const refused = await detector
      .detect([{ text: `${longText(length)} ${'a'.repeat(60)}` }])
      .catch((error: PhiProxyError) => error);
    expect(refused).toMatchObject({ code: 'deidentification_timeout' });
    const { segments } = await readAtLast(detector, '123 '.repeat(8000));
    expect(segments).toHaveLength(1);
  } finally {
    await detector.close();
  }
});

test('more requests than threads can take are refused, those taken are answered', async () => {
  const detector = createDetector({ ruleSet: ruleSetOf(SIMPLE_RULES), threads: 1, ...LIMITS });
  try {
    const segments = [{ text: longText(30_000) }];
    const answers = await Promise.allSettled(Array.from({ length: 17 }, () => detector.detect(segments)));
    expect(answers.map(({ status }) => status)).toEqual([...new Array(16).fill('fulfilled'), 'rejected']);
    expect(answers.at(-1)).toMatchObject({ reason: { code: 'overloaded', retryAfter: 1 } });
    await expect(detector.detect(segments)).resolves.toBeDefined();
  } finally {
    await detector.close();
  }
});

test.each([30_000, 300_000])(
  'texts of %i characters of clients who have gone hold no thread',
  async (length) => {
    const catastrophic = patternRule('ID', String.raw`(?<value>(?:[a-z]+)+\p{Lu})`);
    const ruleSet = ruleSetOf([catastrophic, ...SIMPLE_RULES]);
    const detector = createDetector({ ruleSet, threads: 1, ...LIMITS, budgetMs: 100_000 });
    try {
      const client = new AbortController();
      const segments = [{ text: `${longText(length)} ${'a'.repeat(60)}` }];
      const gone = Promise.allSettled(Array.from({ length: 3 }, () => detector.detect(segments, undefined, client.signal)));
      const other = detector.detect([{ text: '123 '.repeat(8000) }]);
      await setTimeout(2000);
      client.abort();
      expect((await gone).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect((await other).segments).toHaveLength(1);
    } finally {
      await detector.close();
    }
  },
  60_000,
);

/** Whether a text is read on the thread of the caller: then nothing else has its turn meanwhile. */
async function isReadHere(detector: Detector, length: number): Promise<boolean> {
  let hadTurn = false;
  setImmediate(() => {
    hadTurn = true;
  });
  const { segments } = await detector.detect([{ text: longText(length).slice(0, length) }]);
  expect(segments[0]).not.toHaveLength(0);
  return !hadTurn;
}

async function untilReadElsewhere(detector: Detector, length: number): Promise<void> {
  while (await isReadHere(detector, length)) await setTimeout(20);
}

test('while others wait, threads take texts that are not quite short, once they have started', async () => {
  let hasOthers = false;
  const detector = createDetector({ ruleSet: ruleSetOf(SIMPLE_RULES), threads: 2, ...LIMITS, hasOtherRequests: () => hasOthers });
  try {
    expect(await isReadHere(detector, 2000)).toBe(true);
    hasOthers = true;
    expect(await isReadHere(detector, 2000)).toBe(true);
    await untilReadElsewhere(detector, 2000);
    expect(await isReadHere(detector, 100)).toBe(true);
    hasOthers = false;
    expect(await isReadHere(detector, 2000)).toBe(true);
  } finally {
    await detector.close();
  }
});

test('when all threads are busy, short texts are read here, and none is refused', async () => {
  const detector = createDetector({ ruleSet: ruleSetOf(SIMPLE_RULES), threads: 1, ...LIMITS, hasOtherRequests: () => true });
  try {
    await untilReadElsewhere(detector, 2000);
    const texts = Array.from({ length: 100 }, () => detector.detect([{ text: longText(2000) }]));
    expect(await isReadHere(detector, 2000)).toBe(true);
    for (const { segments } of await Promise.all(texts)) expect(segments[0]).not.toHaveLength(0);
  } finally {
    await detector.close();
  }
});

test('while threads share a long text, short ones are read here', async () => {
  const detector = createDetector({ ruleSet: ruleSetOf(SIMPLE_RULES), threads: 2, ...LIMITS, hasOtherRequests: () => true });
  try {
    await untilReadElsewhere(detector, 2000);
    let isDone = false;
    const long = detector.detect([{ text: longText(1_000_000) }]).finally(() => {
      isDone = true;
    });
    await setTimeout(1);
    expect([await isReadHere(detector, 2000), isDone]).toEqual([true, false]);
    await long;
  } finally {
    await detector.close();
  }
});

test('it can be closed while threads start', async () => {
  const detector = createDetector({ ruleSet: ruleSetOf(SIMPLE_RULES), threads: 2, ...LIMITS, hasOtherRequests: () => true });
  expect(await isReadHere(detector, 2000)).toBe(true);
  await expect(detector.close()).resolves.toBeUndefined();
});

/** Has threads started by `start` instead; returns those that were. */
function withThreads(start: (...options: ConstructorParameters<typeof Worker>) => Worker): Worker[] {
  const started: Worker[] = [];
  jest.spyOn(threads, 'Worker').mockImplementation((...options) => {
    started.push(start(...options));
    return started.at(-1) as Worker;
  });
  return started;
}

test('when the only thread dies its request is refused, and those that wait are read', async () => {
  const { Worker } = threads;
  const started = withThreads((...options) => new Worker(...options));
  const detector = createDetector({ ruleSet: ruleSetOf(SIMPLE_RULES), threads: 1, ...LIMITS });
  try {
    await detector.detect([{ text: longText(30_000) }]);
    const answers = Promise.allSettled(Array.from({ length: 3 }, () => detector.detect([{ text: longText(300_000) }])));
    await started[0]?.terminate();
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect((await answers)[0]).toMatchObject({ reason: { code: 'deidentification_failed' } });
    expect(started).toHaveLength(2);
  } finally {
    await detector.close();
    jest.restoreAllMocks();
  }
});

test('when no thread can start what waits for one is refused at once, and read as soon as one can', async () => {
  const { Worker } = threads;
  let isBroken = true;
  withThreads((...options) => (isBroken ? new Worker('throw new Error()', { eval: true }) : new Worker(...options)));
  const detector = createDetector({ ruleSet: ruleSetOf(SIMPLE_RULES), threads: 2, ...LIMITS, budgetMs: 1e9 });
  try {
    for (const length of [30_000, 300_000]) {
      const refused = detector.detect([{ text: longText(length) }]).catch(({ code }: PhiProxyError) => code);
      expect(await Promise.race([refused, setTimeout(20_000, 'still waits', { ref: false })])).toBe('deidentification_failed');
    }
    isBroken = false;
    await expect(detector.detect([{ text: longText(30_000) }])).resolves.toBeDefined();
  } finally {
    await detector.close();
    jest.restoreAllMocks();
  }
});

test('who waits too long for a thread is refused, also when garbage has been collected meanwhile', async () => {
  const { Worker } = threads;
  withThreads(() => new Worker('setInterval(() => undefined, 1000)', { eval: true }));
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const detector = createDetector({ ruleSet: ruleSetOf(SIMPLE_RULES), threads: 1, ...LIMITS, budgetMs: 200 });
  try {
    const refused = detector.detect([{ text: longText(30_000) }]).catch(({ code }: PhiProxyError) => code);
    await setTimeout(20);
    collectGarbage();
    expect(await Promise.race([refused, setTimeout(10_000, 'still waits', { ref: false })])).toBe('deidentification_timeout');
  } finally {
    await detector.close();
    jest.restoreAllMocks();
  }
});

test('without threads everything is read here', async () => {
  const detector = createDetector({ ruleSet: ruleSetOf(SIMPLE_RULES), threads: 0, ...LIMITS, hasOtherRequests: () => true });
  for (const length of [100, 2000, 30_000]) expect(await isReadHere(detector, length)).toBe(true);
});
