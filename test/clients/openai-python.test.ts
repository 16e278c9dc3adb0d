import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { type MockOpenai, startMockOpenai } from '../support/mock-openai';
import { needs } from '../support/needs';
import { startWholeProxy, type WholeProxy } from '../support/whole-proxy';

/** OpenAI's client for Python, in the ways in which it differs from the one for Node: it is a program of its own, and reads more strictly. */

const run = promisify(execFile);
const PATIENT = 'Hannah Osei';
const ASK = `Patient ${PATIENT}, MRN 00482917, call 860-555-0142.`;
const VALUES = /Hannah|Osei|00482917|555-0142/;

const isThere = needs(
  spawnSync('python3', ['-c', 'import openai, pydantic']).status === 0,
  "OpenAI's client for Python",
  'python3 with openai',
);

let openai: MockOpenai;
let proxy: WholeProxy;
beforeAll(async () => {
  openai = await startMockOpenai(3);
  proxy = await startWholeProxy(openai.url);
});
afterAll(async () => {
  await proxy?.close();
  await openai.close();
});
beforeEach(() => openai.mock.reset());
afterEach(() => expect(openai.journal()).not.toMatch(VALUES));

const PRELUDE = `
import asyncio, json, openai, os
from pydantic import BaseModel
options = dict(base_url=os.environ['PROXY_URL'] + '/v1', api_key='sk-own', max_retries=0,
               default_headers={'x-compliantchatgpt-key': os.environ['PROXY_KEY']})
client = openai.OpenAI(**options)
ask = dict(model='gpt-4o', messages=[{'role': 'user', 'content': os.environ['ASK']}])
class Contact(BaseModel):
    name: str
    phone: str
class ask_hannah(BaseModel):
    to: str
`;

/** What a piece of Python prints as JSON. */
async function python(code: string): Promise<unknown> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], PROXY_URL: proxy.url, PROXY_KEY: proxy.key, ASK };
  const { stdout } = await run('python3', ['-c', PRELUDE + code], { env: env as NodeJS.ProcessEnv, timeout: 110_000 });
  return JSON.parse(stdout);
}

const TEXT = 'Call [NAME_1] at [PHONE_1].';
const RESTORED = `Call ${PATIENT} at 860-555-0142.`;
const STREAM = `
async def main():
    text = ''
    async for part in await openai.AsyncOpenAI(**options).chat.completions.create(**ask, stream=True):
        text += part.choices[0].delta.content or ''
    print(json.dumps(text))
asyncio.run(main())`;
const PARSE = `
parsed = client.chat.completions.parse(**ask, response_format=Contact).choices[0].message.parsed
print(json.dumps(parsed.model_dump()))`;
const TOOL = `
with client.chat.completions.stream(**ask, tools=[openai.pydantic_function_tool(ask_hannah)]) as stream:
    call = stream.get_final_completion().choices[0].message.tool_calls[0].function
print(json.dumps([call.name, call.parsed_arguments.to]))`;
const ENDPOINTS = `
codes = []
for call in (lambda: client.embeddings.create(model='m', input=os.environ['ASK']), lambda: client.responses.create(model='m', input=os.environ['ASK'])):
    try: call()
    except openai.NotFoundError as error: codes.append(error.code)
print(json.dumps(codes))`;

(isThere ? describe : describe.skip)("OpenAI's client for Python", () => {
  test.each<[string, object, string, unknown]>([
    ['a stream, asynchronously', { content: TEXT }, STREAM, RESTORED],
    [
      'structured output by pydantic',
      { content: '{"name":"[NAME_1]","phone":"[PHONE_1]"}' },
      PARSE,
      { name: PATIENT, phone: '860-555-0142' },
    ],
    [
      'a tool called like the patient, streamed',
      { toolCalls: [{ name: 'ask_NAME_1', arguments: '{"to":"[PHONE_1]"}' }] },
      TOOL,
      ['ask_hannah', '860-555-0142'],
    ],
    ['endpoints that are not served', { content: TEXT }, ENDPOINTS, ['not_found', 'not_found']],
  ])('%s', async (_case, reply, code, expected) => {
    openai.mock.onMessage(/./, reply as { content: string });
    expect(await python(code)).toEqual(expected);
  });
});
