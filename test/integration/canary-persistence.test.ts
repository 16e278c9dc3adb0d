import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey, hashKey } from '../../src/access/key';
import { completion, echo, streamOf } from '../support/chat-wire';
import { compiledProgram } from '../support/compiled-program';
import { type FakeUpstream, jsonReply, startFakeUpstream, streamReply } from '../support/fake-upstream';
import { needs } from '../support/needs';
import { eventually } from '../support/proxy-under-test';

/**
 * Nothing persists: a served process handles requests that hold a marker, well and badly, then the marker is searched for in all that
 * the process wrote, in the files that it has open, and in its working and temporary folders.
 */

/** Compiled when this file is loaded: no test's time runs then. */
const MAIN = join(compiledProgram(), 'main.js');
const MARKER = 'Zanzibarova';
const TEXT = `Patient: Quorra ${MARKER}, MRN 77345219, call 860-555-0142.`;
const TRACES = /Zanzibarova|zanzibarova|[Qq]uorra|77345219|555-0142/;
const ask = (content: string, more: object = {}) => ({ model: 'gpt-4o', messages: [{ role: 'user', content }], ...more });

let upstream: FakeUpstream;
let child: ChildProcess;
let written = '';
let url = '';
const key = generateKey();
const folder = mkdtempSync(join(tmpdir(), 'phi-proxy-canary-'));
const temporary = mkdtempSync(join(folder, 'tmp-'));

function startServing(): ChildProcess {
  writeFileSync(join(folder, 'keys.yaml'), `keys:\n  - { label: canary, hash: '${hashKey(key)}' }\n`);
  const environment = {
    PATH: process.env['PATH'],
    TMPDIR: temporary,
    PHI_PROXY_UPSTREAM_URL: upstream.url,
    PHI_PROXY_PORT: '0',
    PHI_PROXY_KEYS_FILE: join(folder, 'keys.yaml'),
    PHI_PROXY_LOG_LEVEL: 'debug',
    PHI_PROXY_DRAIN_MS: '1000',
  };
  const serving = spawn(process.execPath, [MAIN, 'serve'], {
    env: environment,
    cwd: folder,
    stdio: 'pipe',
  });
  for (const stream of [serving.stdout, serving.stderr]) stream?.on('data', (part: Buffer) => (written += part.toString('utf8')));
  return serving;
}

beforeAll(async () => {
  upstream = await startFakeUpstream();
  child = startServing();
  for (let round = 0; round < 600 && !/listening on \S+/.test(written); round += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  url = /listening on (\S+)/.exec(written)?.[1] ?? '';
});

afterAll(async () => {
  child?.kill('SIGKILL');
  await upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

async function post(body: string, signal?: AbortSignal): Promise<string> {
  const headers = { 'content-type': 'application/json', 'x-compliantchatgpt-key': key, 'x-openai-key': 'sk-test' };
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body,
    ...(signal === undefined ? {} : { signal }),
  });
  return response.text();
}

/** Contents of all files below a folder. */
function contentsOf(directory: string): string {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => `${entry.name}\n${entry.isFile() ? readFileSync(join(entry.parentPath, entry.name), 'latin1') : ''}`)
    .join('\n');
}

/** Contents of the regular files that a process has open, and all their names. */
function openFilesOf(pid: number): string {
  const descriptors = `/proc/${pid}/fd`;
  return readdirSync(descriptors)
    .map((descriptor) => {
      try {
        const name = readlinkSync(join(descriptors, descriptor));
        const isFile = statSync(join(descriptors, descriptor)).isFile();
        return `${name}\n${isFile ? readFileSync(join(descriptors, descriptor), 'latin1') : ''}`;
      } catch {
        // Closed between listing and reading.
        return '';
      }
    })
    .join('\n');
}

async function sendEverything(): Promise<void> {
  upstream.script(echo());
  expect(await post(JSON.stringify(ask(TEXT)))).toContain(MARKER);
  expect(await post(JSON.stringify(ask(`${'Lungs clear. '.repeat(3000)}${TEXT}`)))).toContain(MARKER);
  expect(await post(JSON.stringify(ask(TEXT, { stream: true })))).not.toBe('');
  upstream.script(jsonReply({ error: { message: `bad [NAME_1], ${MARKER}` } }, 500));
  expect(await post(JSON.stringify(ask(TEXT)))).toContain(MARKER);
  upstream.script(jsonReply({ error: { message: 'bad', code: 429, metadata: { raw: `of [NAME_1], ${MARKER}` } } }));
  expect(await post(JSON.stringify(ask(TEXT)))).toContain(MARKER);
  upstream.script({ status: 400, headers: { 'content-type': 'text/plain' }, steps: [`bad [NAME_1], ${MARKER}`] });
  expect(await post(JSON.stringify(ask(TEXT)))).toContain(MARKER);
  upstream.script(echo());
  const tools = [{ type: 'function', function: { name: `ask_quorra_${MARKER.toLowerCase()}` } }];
  expect(await post(JSON.stringify(ask(TEXT, { tools })))).toContain(MARKER);
  expect(await post(JSON.stringify(ask(TEXT, { stop: [']'] })))).toContain('stop_within_token');
  const id = `ask-quorra-${MARKER.toLowerCase()}`;
  const call = { id, type: 'function', function: { name: 'look_up', arguments: '{}' } };
  const turns = [
    { role: 'user', content: TEXT },
    { role: 'assistant', tool_calls: [call] },
    { role: 'tool', tool_call_id: id, content: 'none' },
  ];
  expect(await post(JSON.stringify({ model: 'gpt-4o', messages: turns }))).toContain('choices');
  expect(await post(JSON.stringify(ask(TEXT, { provider: { ignore: [MARKER] } })))).toContain('phi_in_identifier');
  expect(await post(JSON.stringify(ask(TEXT, { plugins: [{ id: `web-${MARKER}` }] })))).toContain('unsupported_feature');
  upstream.script(streamReply(...streamOf(['Dear [NAME_1]']).slice(0, 2), 'break'));
  await post(JSON.stringify(ask(TEXT, { stream: true })));
  upstream.script(jsonReply(`{"${MARKER}`));
  await post(JSON.stringify(ask(TEXT)));
  await post(`{"messages": "${TEXT}`);
  await post(JSON.stringify(ask('x', { metadata: { [`${MARKER}@example.org`]: 'x' } })));
  upstream.script({ headers: { 'content-type': 'application/json' }, steps: ['{', 'hang'] });
  const controller = new AbortController();
  const asked = upstream.requests.length;
  const failure = expect(post(JSON.stringify(ask(TEXT)), controller.signal)).rejects.toThrow();
  await eventually(() => upstream.requests.length > asked);
  controller.abort();
  await failure;
  upstream.script(jsonReply(completion('fine')));
}

const onLinux = needs(process.platform === 'linux', 'traces in open files and folders', 'Linux') ? test : test.skip;

onLinux('after requests well and badly ended, no trace of the marker is left anywhere but with the client', async () => {
  expect(url).toMatch(/^http:/);
  await sendEverything();
  await eventually(() => (written.match(/"msg":"request"/g) ?? []).length === 16);
  expect(JSON.stringify(upstream.requests)).not.toMatch(TRACES);
  expect(written).not.toMatch(TRACES);
  expect(openFilesOf(child.pid ?? 0)).not.toMatch(TRACES);
  expect(contentsOf(folder)).not.toMatch(TRACES);
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  await ended;
  expect([child.exitCode, TRACES.test(written), TRACES.test(contentsOf(folder))]).toEqual([0, false, false]);
});
