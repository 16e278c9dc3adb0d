import type { Detector } from '../../src/deid/detector/detector';
import { compileRegex } from '../../src/rules/reading/compile-rule';
import type { RuleSet } from '../../src/rules/types';
import { Vault } from '../../src/vault/vault';
import { completion, echo } from '../support/chat-wire';
import { type FakeUpstream, jsonReply, type ScriptedReply, startFakeUpstream } from '../support/fake-upstream';
import { projectRules } from '../support/project-rules';
import { eventually } from '../support/proxy-under-test';
import { startWholeProxy, type WholeProxy, type WholeProxyOptions } from '../support/whole-proxy';

/** What proxies of this kind get wrong when something fails or is large; the numbers are those of the list of known failures. */

let upstream: FakeUpstream;
let proxy: WholeProxy | undefined;
beforeAll(async () => {
  upstream = await startFakeUpstream();
  projectRules();
});
afterAll(() => upstream.close());
beforeEach(() => {
  upstream.requests.splice(0);
  upstream.script(jsonReply(completion('fine')));
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

const start = async (options: WholeProxyOptions = {}): Promise<WholeProxy> => {
  proxy = await startWholeProxy(upstream.url, options);
  return proxy;
};
const TEXT = 'Patient Hannah Osei, MRN 00482917, call 860-555-0142.';
const VALUES = /Hannah|Osei|00482917|555-0142/;
const ask = (content: string, more: object = {}) => ({ model: 'gpt-4o', messages: [{ role: 'user', content }], ...more });

/** The project's rules and one whose regex backtracks without end, as only a rule put in by hand can be: the loader refuses it. */
function rulesWithTrap(): RuleSet {
  const rules = projectRules();
  const [rule] = rules.rules.filter(({ recognizer }) => recognizer === 'pattern');
  const [pattern] = rule?.patterns ?? [];
  if (rule === undefined || pattern === undefined) throw new Error('no pattern rule');
  const trap = { ...pattern, ...compileRegex('(?<value>(?:a+\\.?)+)$z', 'i') };
  return { ...rules, rules: [...rules.rules, { ...rule, id: 'trap', patterns: [trap] }] };
}

test('peer case 24: a regex over its budget refuses the request in time, without a word of it', async () => {
  const { chat, lines } = await start({ ruleSet: rulesWithTrap(), flags: { detectTimeoutMs: '500' } });
  const started = performance.now();
  const response = await chat(ask(`${TEXT} ${'a.'.repeat(10_000)}`));
  const text = await response.text();
  expect([response.status, text]).toEqual([503, expect.stringContaining('deidentification_timeout')]);
  // Far above the budget, for machines that are busy; without one it would not end in this life.
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(upstream.requests).toEqual([]);
  expect(text + lines.join('')).not.toMatch(VALUES);
});

test('peer case 24: the rules of the project keep within the budget on the same text', async () => {
  const { chat } = await start();
  expect((await chat(ask(`${TEXT} ${'a.'.repeat(10_000)}`))).status).toBe(200);
  expect(upstream.requests[0]?.body).not.toMatch(VALUES);
});

test('peer case 25: a detector that throws means no upstream call and a plain error', async () => {
  const detector: Detector = { detect: () => Promise.reject(new TypeError(TEXT)), close: () => Promise.resolve() };
  const { chat, lines } = await start({ detector });
  const response = await chat(ask(TEXT));
  const text = await response.text();
  expect([response.status, upstream.requests]).toEqual([500, []]);
  await eventually(() => lines.length === 1);
  expect(text + lines.join('')).not.toMatch(VALUES);
});

test('peer case 25: a vault that throws means no upstream call and a plain error', async () => {
  const { chat, lines } = await start();
  const broken = jest.spyOn(Vault.prototype, 'issue').mockImplementation((_key, value) => {
    throw new RangeError(value);
  });
  const response = await chat(ask(TEXT)).finally(() => broken.mockRestore());
  const text = await response.text();
  expect([response.status, upstream.requests]).toEqual([500, []]);
  await eventually(() => lines.length === 1);
  expect(text + lines.join('')).not.toMatch(VALUES);
});

test('peer case 26: an upstream error that quotes the prompt is restored for the client and stays out of the log', async () => {
  const { chat, lines } = await start();
  upstream.script(
    jsonReply(
      { error: { message: "Invalid 'messages': [NAME_1], MRN [MRN_1]", type: 'invalid_request_error', code: 'x', param: null } },
      400,
    ),
  );
  const response = await chat(ask(TEXT));
  const { error } = (await response.json()) as { error: { message: string } };
  expect([response.status, error.message]).toEqual([400, "Invalid 'messages': Hannah Osei, MRN 00482917"]);
  await eventually(() => lines.length === 1);
  expect(lines.join('')).not.toMatch(VALUES);
});

const BROKEN: readonly (readonly [string, ScriptedReply])[] = [
  ['error', jsonReply({ error: { message: '[NAME_1]' } }, 500)],
  ['rate limit', jsonReply({ error: { message: '[NAME_1]' } }, 429)],
  ['silence', { headers: { 'content-type': 'application/json' }, steps: ['{', 'hang'] }],
  ['break', { headers: { 'content-type': 'application/json' }, steps: ['{"a":"[NAME_1]', { delayMs: 20 }, 'break'] }],
  ['no JSON', jsonReply('[NAME_1]')],
];
test.each(BROKEN)('peer case 27: after an upstream %s the log holds ids and counts only', async (_what, reply) => {
  const { chat, lines } = await start({ flags: { upstreamTimeoutMs: '300' } });
  upstream.script(reply);
  for (const stream of [false, true]) await (await chat(ask(TEXT, { stream }))).text();
  await eventually(() => lines.length === 2);
  expect(lines.join('')).not.toMatch(VALUES);
});

test('peer case 27: after a client has left the log holds ids and counts only', async () => {
  const { chat, lines } = await start();
  upstream.script({ headers: { 'content-type': 'application/json' }, steps: ['{', 'hang'] });
  const controller = new AbortController();
  const answer = chat(ask(TEXT), { signal: controller.signal });
  await eventually(() => upstream.requests.length === 1);
  controller.abort();
  await expect(answer).rejects.toThrow();
  await eventually(() => lines.length === 1);
  expect(lines.join('')).toContain('"aborted":true');
  expect(lines.join('')).not.toMatch(VALUES);
});

test('peer case 43: by default all roles are masked, system too', async () => {
  const { chat } = await start();
  await chat({
    model: 'gpt-4o',
    messages: [
      { role: 'system', content: TEXT },
      { role: 'developer', content: TEXT },
      { role: 'user', content: 'Go.' },
    ],
  });
  expect(upstream.requests[0]?.body).not.toMatch(VALUES);
});
/** The project's rules, by whose default policy system messages are left alone. */
function rulesWithoutSystem(): RuleSet {
  const rules = projectRules();
  const policies = [...(rules.policies ?? [])].map(([id, policy]) => [id, { ...policy, excludedRoles: ['system'] }] as const);
  return { ...rules, policies: new Map(policies) };
}

test('peer case 43: a policy may leave the system message alone, but for what is found in other messages', async () => {
  const { chat } = await start({ ruleSet: rulesWithoutSystem() });
  const system = { role: 'system', content: 'Ask for Dr. Osei. Patient Quackenbush waits.' };
  await chat({ model: 'gpt-4o', messages: [system, { role: 'user', content: 'I am Dr. Osei, MRN 00482917.' }] });
  const sent = JSON.parse(upstream.requests[0]?.body ?? '{}') as { messages: { content: string }[] };
  expect(sent.messages.map(({ content }) => content)).toEqual([
    'Ask for Dr. [NAME_1]. Patient Quackenbush waits.',
    'I am Dr. [NAME_1], MRN [MRN_1].',
  ]);
});

test('peer case 44: 200 kB of clinical text are read to the last word', async () => {
  const { chat } = await start();
  const filler = 'Assessment: stable on metoprolol 25 mg, BP 128/76, follow up as needed. Lungs clear, no edema.\n';
  const text = filler.repeat(Math.ceil(200_000 / filler.length)) + TEXT;
  upstream.script(echo());
  expect(await (await chat(ask(text))).json()).toMatchObject({ content: text });
  expect(upstream.requests[0]?.body).not.toMatch(VALUES);
  expect(upstream.requests[0]?.body).toContain('BP 128/76');
});
