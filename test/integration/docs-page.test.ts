import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { html } from '../../src/http/openapi/html';
import { OPERATIONS } from '../../src/http/openapi/operations';
import { needs } from '../support/needs';
import { eventually, startProxyUnderTest } from '../support/proxy-under-test';
import { useProxy } from '../support/use-proxy';

const { proxy } = useProxy(startProxyUnderTest);
let page: string;
let policy: string;
beforeAll(async () => {
  const response = await fetch(`${proxy.url}/docs`);
  page = await response.text();
  policy = response.headers.get('content-security-policy') ?? '';
});

/** Operations that this proxy mounts. */
const shown = OPERATIONS.filter(({ method, path }) => method !== 'head' && path !== '/metrics');

test('holds every endpoint, and nothing that loads or runs anything', () => {
  for (const { id, path } of shown) {
    expect(page).toContain(`id="${id}"`);
    expect(page).toContain(`<code>${path}</code>`);
  }
  expect(page).not.toMatch(/<(script|link|img|iframe|form|object|embed|base)\b|\son\w+=|\bsrc=|https?:\/\/|@import|url\(/i);
  const targets = [...page.matchAll(/href="([^"]*)"/g)].map(([, target]) => target);
  expect(targets).toEqual(expect.arrayContaining(['/openapi.json', '#anonymize']));
  for (const target of targets) expect(target).toMatch(/^(\/openapi\.json|#\w+)$/);
});

test('shows the fields of requests and replies', () => {
  const fieldsOf = (schema: string): string[] => {
    const [, details = ''] = new RegExp(`<details><summary>${schema}</summary>(.*?)</details>`, 's').exec(page) ?? [];
    return [...details.matchAll(/<tr><td><code>([^<]*)/g)].map(([, name = '']) => name);
  };
  expect(fieldsOf('AnonymizeRequest')).toEqual(['text']);
  expect(fieldsOf('AnonymizeReply')).toEqual(expect.arrayContaining(['anonymized_text', 'identified_phi']));
});

test('its policy allows its own style and nothing else', () => {
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  );
});

test('values in markup are escaped', () => {
  expect(html`<p>${'<&">'}${html`<b>${"'"}</b>`}${['a', 1]}${undefined}</p>`.html).toBe(
    '<p>&lt;&amp;&quot;&gt;<b>&#39;</b>a1</p>',
  );
});

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--no-first-run',
];

/** What has the name of a browser may be none: some distributions have a script in its place that says how to get it. */
function isBrowser(path: string): boolean {
  if (!existsSync(path)) return false;
  const profile = mkdtempSync(join(tmpdir(), 'phi-proxy-browser-'));
  const page = ['--dump-dom', 'data:text/html,<p>there</p>'];
  const { stdout } = spawnSync(path, [...QUIET, `--user-data-dir=${profile}`, ...page], { encoding: 'utf8', timeout: 60_000 });
  removeProfile(profile);
  return stdout?.includes('<p>there</p>') === true;
}

/** A browser's helpers may still be writing into it. */
function removeProfile(profile: string): void {
  rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
}

const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(isBrowser);
const withBrowser = needs(BROWSER !== undefined, 'the page of the API in a browser', 'a chromium that starts') ? test : test.skip;

/** The document as a browser has built it, and what it logged. */
function browse(browser: string, url: string): Promise<{ readonly dom: string; readonly log: string }> {
  const profile = mkdtempSync(join(tmpdir(), 'phi-proxy-browser-'));
  const child = spawn(browser, [...QUIET, `--user-data-dir=${profile}`, '--enable-logging=stderr', '--dump-dom', url], {
    stdio: 'pipe',
  });
  const result = { dom: '', log: '' };
  child.stdout.on('data', (part: Buffer) => {
    result.dom += part.toString('utf8');
  });
  child.stderr.on('data', (part: Buffer) => {
    result.log += part.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      removeProfile(profile);
      resolve(result);
    });
  });
}

withBrowser('a browser shows it, styled, without a word about its policy', async () => {
  const asked = proxy.records.length;
  const { dom, log } = await browse(BROWSER ?? '', `${proxy.url}/docs`);
  for (const { id } of shown) expect(dom).toContain(`<section class="operation" id="${id}">`);
  expect(log).not.toMatch(/Content Security Policy|Refused to/i);
  await eventually(() => proxy.records.slice(asked).some(({ route }) => route === '/docs'));
  const routes = proxy.records.slice(asked).map(({ route }) => route);
  // A browser asks for an icon by itself.
  expect(routes.filter((route) => route !== 'none')).toEqual(['/docs']);
});

withBrowser('and does say so when a page breaks that policy', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
    response.end('<style>p { color: red }</style><script>1</script><p>x</p>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { log } = await browse(BROWSER ?? '', `http://127.0.0.1:${port}/`);
  expect(log).toMatch(/Content Security Policy/i);
  server.close();
  server.closeAllConnections();
});
