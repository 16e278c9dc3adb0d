import {
  type ChatTurn,
  caseProblems,
  forwardedOf,
  readChatCases,
  replacedValues,
  replyOf,
  requestOf,
} from '../support/chat-case';
import { assemble, type Message, pieces, streamOf } from '../support/chat-wire';
import { streamReply } from '../support/fake-upstream';
import { useProxy } from '../support/use-proxy';
import { startWholeProxy } from '../support/whole-proxy';

const { upstream, proxy } = useProxy((url) => startWholeProxy(url, { flags: { restoreUrlHosts: 'intranet.example.org' } }));

/** Fields that are hashed: a second pass hashes the hash. */
const HASHED = ['user', 'safety_identifier', 'prompt_cache_key'];
/** Shorter values, such as an age, may stand in a text by chance. */
const DISTINCTIVE = 5;

const forwardedBody = (): Record<string, unknown> =>
  JSON.parse(upstream.requests.at(-1)?.body ?? '{}') as Record<string, unknown>;

async function checkRefusal(turn: ChatTurn): Promise<void> {
  const response = await proxy.chat(requestOf(turn));
  const { error } = (await response.json()) as { error: { code: string; param: string | null } };
  expect({ status: response.status, code: error.code, param: error.param }).toEqual({ param: null, ...turn.refused });
  expect(upstream.requests).toEqual([]);
}

async function checkReturned(turn: ChatTurn, response: Response): Promise<void> {
  const text = await response.text();
  expect([response.status, response.status === 200 ? '' : text]).toEqual([200, '']);
  const { returned } = turn;
  if (turn.chunks !== undefined) {
    const messages = assemble(text);
    if (typeof returned === 'string') expect(messages[0]?.content).toBe(returned);
    else expect(messages).toEqual(returned);
    return;
  }
  const { choices, content } = JSON.parse(text) as { choices: { message: Message }[]; content: unknown };
  expect(content).toEqual(choices[0]?.message.content ?? null);
  if (typeof returned === 'string') expect(content).toBe(returned);
  else
    expect(choices.map(({ message }) => message)).toEqual(returned?.map((message) => expect.objectContaining(message as object)));
}

async function checkStreamed(turn: ChatTurn): Promise<void> {
  if (typeof turn.reply !== 'string' || typeof turn.returned !== 'string') return;
  upstream.script(streamReply(streamOf(pieces(turn.reply, 1)).join('')));
  const response = await proxy.chat({ ...requestOf(turn), stream: true });
  expect(assemble(await response.text())[0]?.content).toBe(turn.returned);
}

async function checkIdempotence(body: Record<string, unknown>): Promise<void> {
  await (await proxy.chat(body)).text();
  const again = forwardedBody();
  for (const field of HASHED) if (field in body) again[field] = body[field];
  expect(again).toEqual(body);
}

async function checkTurn(turn: ChatTurn): Promise<void> {
  if (turn.refused !== undefined) return checkRefusal(turn);
  upstream.script(replyOf(turn));
  const response = await proxy.chat(requestOf(turn));
  await checkReturned(turn, response);
  const { body: bytes = '' } = upstream.requests.at(-1) ?? {};
  const forwarded = forwardedBody();
  expect(forwarded).toEqual(forwardedOf(turn));
  for (const value of replacedValues(requestOf(turn), forwarded)) {
    if (value.length >= DISTINCTIVE) expect(bytes).not.toContain(value);
  }
  await checkStreamed(turn);
  upstream.script(replyOf(turn));
  await checkIdempotence(forwarded);
}

test.each(readChatCases().map((one) => [one.name, one] as const))('%s', async (_name, one) => {
  expect(caseProblems(one)).toEqual([]);
  for (const turn of one.turns) await checkTurn(turn);
});

test('the words of the log are numbers and names of ours', () => {
  expect(proxy.lines.length).toBeGreaterThan(0);
  expect(proxy.lines.join('')).not.toMatch(/Doe|Okonkwo|555-01/);
});
