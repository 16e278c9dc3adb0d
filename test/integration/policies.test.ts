import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Policy, RuleSet } from '../../src/rules/types';
import { fieldProblems } from '../support/case-fields';
import { completion, echo, lastUserText, type Message } from '../support/chat-wire';
import { type FakeUpstream, jsonReply, startFakeUpstream } from '../support/fake-upstream';
import { projectRules } from '../support/project-rules';
import { startWholeProxy, type WholeProxy, type WholeProxyOptions } from '../support/whole-proxy';

interface PolicyCase {
  readonly text: string;
  readonly under: Readonly<Record<string, { readonly replaced: readonly string[]; readonly stays: readonly string[] }>>;
}

const FOLDER = join(__dirname, '../../fixtures/policies');
const FILES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => [file, parse(readFileSync(join(FOLDER, file), 'utf8')) as PolicyCase] as const);
const CASES = FILES.flatMap(([file, { text, under = {} }]) =>
  Object.entries(under).map(([policy, expected]) => [file, policy, text, expected] as const),
);
const ALL = ['safe-harbor', 'limited-data-set', 'strict'];

let upstream: FakeUpstream;
const started: WholeProxy[] = [];
beforeAll(async () => {
  upstream = await startFakeUpstream();
});
afterAll(async () => {
  for (const proxy of started) await proxy.close();
  await upstream.close();
});
beforeEach(() => {
  upstream.requests.splice(0);
  upstream.script(echo());
});

async function start(options: WholeProxyOptions): Promise<WholeProxy> {
  const proxy = await startWholeProxy(upstream.url, options);
  started.push(proxy);
  return proxy;
}

const ask = (content: string) => ({ model: 'gpt-4o', messages: [{ role: 'user', content }] });
const under = (policy: string) => ({ headers: { 'x-phi-policy': policy } });
const seen = (): string => lastUserText(upstream.requests.at(-1) ?? { method: '', path: '', headers: {}, body: '{}', port: 0 });
const NOTE = 'Seen on 3/14/2024 by Dr. Priya Raman.';

describe('cases', () => {
  let proxy: WholeProxy;
  beforeAll(async () => {
    proxy = await start({ record: { policies: ALL } });
  });

  test.each(FILES)('%s has the fields of a case', (file, one) => {
    expect(fieldProblems(file, one, ['story', 'text', 'under'])).toEqual([]);
  });

  test.each(CASES)('%s under %s', async (file, policy, text, expected) => {
    expect(ALL).toContain(policy);
    expect(fieldProblems(`${file}, ${policy}`, expected, ['replaced', 'stays'])).toEqual([]);
    const { replaced, stays } = expected;
    // What is misspelt is not sent either.
    expect({ notInText: [...replaced, ...stays].filter((words) => !text.includes(words)) }).toEqual({ notInText: [] });
    const response = await proxy.chat(ask(text), under(policy));
    expect(response.headers.get('x-phi-policy')).toBe(policy);
    expect(await response.json()).toMatchObject({ content: text });
    const sent = seen();
    expect({ sent, notReplaced: replaced.filter((value) => sent.includes(value)) }).toEqual({ sent, notReplaced: [] });
    expect({ sent, replacedToo: stays.filter((words) => !sent.includes(words)) }).toEqual({ sent, replacedToo: [] });
  });

  test('without a header the default holds; a name that no policy has is refused', async () => {
    await (await proxy.chat(ask(NOTE))).text();
    expect(seen()).toBe('Seen on [DATE_1] by Dr. [NAME_1].');
    expect((await proxy.chat(ask(NOTE), under('nonsense'))).status).toBe(403);
  });

  test('anonymize follows the policy too', async () => {
    const response = await fetch(`${proxy.url}/v1/anonymize`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-compliantchatgpt-key': proxy.key, ...under('limited-data-set').headers },
      body: JSON.stringify({ text: NOTE }),
    });
    expect(response.headers.get('x-phi-tokens')).toBe('issued=1');
    expect(await response.json()).toMatchObject({ anonymized_text: 'Seen on 3/14/2024 by Dr. [NAME_1].' });
  });
});

describe('keys', () => {
  test('a key has its own policy, and may ask for no other', async () => {
    const proxy = await start({ record: { policy: 'limited-data-set' } });
    await (await proxy.chat(ask(NOTE))).text();
    expect(seen()).toBe('Seen on 3/14/2024 by Dr. [NAME_1].');
    expect((await proxy.chat(ask(NOTE), under('limited-data-set'))).status).toBe(200);
    upstream.requests.splice(0);
    const refused = await proxy.chat(ask(NOTE), under('safe-harbor'));
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: 'policy_not_allowed', param: 'x-phi-policy' } });
    expect(upstream.requests).toEqual([]);
  });

  test('a key whose policy does not exist is refused: nothing is sent under another', async () => {
    const proxy = await start({ record: { policy: 'gone' } });
    const refused = await proxy.chat(ask(NOTE));
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: 'policy_not_allowed', param: null } });
    expect(upstream.requests).toEqual([]);
  });

  test('the server has a policy for keys that name none', async () => {
    const proxy = await start({ flags: { policy: 'strict' } });
    await (await proxy.chat(ask('A 67-year-old from Ohio.'))).text();
    expect(seen()).toBe('A [AGE_1]-year-old from [ADDRESS_1].');
  });
});

describe('excluded roles', () => {
  const system = 'You answer for Dr. Priya Raman, MRN 00482917.';
  const messagesOf = (): Message[] => (JSON.parse(upstream.requests.at(-1)?.body ?? '{}') as { messages: Message[] }).messages;
  const keeps = { entities: new Set<never>(), rules: new Set<string>(), parts: [] };
  const house: Policy = {
    id: 'house',
    description: '',
    keeps,
    excludedRoles: ['system'],
    examples: [],
    file: 'policies/house.yaml',
  };
  const rules = (): RuleSet => ({ ...projectRules(), policies: new Map([['house', house]]) });
  const body = (user: string) => ({
    model: 'gpt-4o',
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
  });

  test('peer case 43: system text is untouched, the rest is masked', async () => {
    const proxy = await start({ ruleSet: rules(), record: { policy: 'house' } });
    expect((await proxy.chat(body('Patient Hannah Osei, MRN 11482917.'))).status).toBe(200);
    expect(messagesOf().map(({ content }) => content)).toEqual([system, 'Patient [NAME_1], MRN [MRN_1].']);
  });

  test('a value of the user is replaced in system text too: masked once, masked everywhere', async () => {
    const proxy = await start({ ruleSet: rules(), record: { policy: 'house' } });
    expect((await proxy.chat(body('Patient Hannah Osei, MRN 00482917.'))).status).toBe(200);
    expect(messagesOf()[0]?.content).toBe('You answer for Dr. Priya Raman, MRN [MRN_1].');
  });

  test('by default system text is masked', async () => {
    const proxy = await start({});
    upstream.script(jsonReply(completion('fine')));
    expect((await proxy.chat(body('Hello.'))).status).toBe(200);
    expect(messagesOf()[0]?.content).toBe('You answer for Dr. [NAME_1], MRN [MRN_1].');
  });
});
