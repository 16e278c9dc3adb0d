import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { echo } from '../support/chat-wire';
import { needs } from '../support/needs';
import { useProxy } from '../support/use-proxy';
import { startWholeProxy } from '../support/whole-proxy';

/** Runs the examples of README.md and docs/apis.md as they stand; only the environment gives address and keys. */

const root = join(__dirname, '../..');
const run = promisify(execFile);

interface Block {
  readonly title: string;
  readonly language: string;
  readonly code: string;
}

function blocks(): Block[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [chat = ''] = /^### Chat completions$.*?(?=^##)/ms.exec(readme) ?? [];
  const others = readFileSync(join(root, 'docs/apis.md'), 'utf8');
  return `${chat}${others}`.split(/^##+ /m).flatMap((part) => {
    const title = part.split('\n', 1)[0] ?? '';
    return [...part.matchAll(/^```(sh|js|python)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
      title,
      language,
      code,
    }));
  });
}

/** What a block in each language is run by. */
const RUNNERS: Readonly<Record<string, (code: string) => [string, string[]]>> = {
  sh: (code) => ['bash', ['-euo', 'pipefail', '-c', code]],
  js: (code) => ['node', ['--input-type=module', '--eval', code]],
  python: (code) => ['python3', ['-c', code]],
};

const canRun = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;
const IS_THERE: Readonly<Record<string, boolean>> = {
  sh: needs(canRun('bash', '-c', 'curl --version'), 'README examples for the shell', 'bash and curl'),
  js: true,
  python: needs(
    canRun('python3', '-c', 'import openai, requests'),
    'README examples in Python',
    'python3 with openai and requests',
  ),
};

const { upstream, proxy } = useProxy((url) => startWholeProxy(url, { flags: { openaiKey: 'sk-server' } }), { reply: echo() });

async function runBlock({ language, code }: Block): Promise<string> {
  const [command, args] = (RUNNERS[language] as (text: string) => [string, string[]])(code);
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    PROXY_URL: proxy.url,
    PROXY_KEY: proxy.key,
    OPENAI_API_KEY: 'sk-test',
  };
  const { stdout } = await run(command, args, { cwd: root, env: env as NodeJS.ProcessEnv, timeout: 60_000 });
  return stdout;
}

function check(block: Block): (name: string, body: () => Promise<void>) => void {
  return IS_THERE[block.language] === true ? test : test.skip;
}

for (const [index, block] of blocks().entries()) {
  const { title, language } = block;
  check(block)(`${title}, ${language} (${index + 1})`, async () => {
    const before = upstream.requests.length;
    const output = await runBlock(block);
    expect(output).toContain('John Doe');
    const sent = upstream.requests.slice(before).map(({ body }) => body);
    if (title.endsWith('anonymize')) {
      expect(output).toContain('[NAME_1] has complained');
      expect(sent).toEqual([]);
    } else {
      expect(sent).toEqual([expect.stringContaining('Patient [NAME_1] has complained')]);
      expect(sent.join('')).not.toContain('Doe');
    }
  });
}

test('every API has an example in each language', () => {
  const languages = new Map<string, Block[]>();
  for (const block of blocks()) languages.set(block.title, [...(languages.get(block.title) ?? []), block]);
  expect([...languages.keys()]).toEqual([
    'Chat completions',
    'CompliantChatGPT: anonymize',
    'BastionGPT 2026',
    'BastionGPT 202403',
  ]);
  for (const all of languages.values())
    expect(new Set(all.map(({ language }) => language))).toEqual(new Set(['sh', 'python', 'js']));
});
