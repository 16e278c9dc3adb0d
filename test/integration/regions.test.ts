import { join } from 'node:path';
import { AccessFileError } from '../../src/access/access-file';
import { readRegionFile } from '../../src/access/region-file';
import { completion } from '../support/chat-wire';
import { type FakeUpstream, jsonReply, startFakeUpstream } from '../support/fake-upstream';
import { projectRules } from '../support/project-rules';
import { removeRuleFolders, writeRuleFolder } from '../support/rule-folder';
import { startWholeProxy, type WholeProxyOptions } from '../support/whole-proxy';

let home: FakeUpstream;
let canada: FakeUpstream;
beforeAll(async () => {
  home = await startFakeUpstream();
  canada = await startFakeUpstream();
  projectRules();
});
afterAll(async () => {
  await home.close();
  await canada.close();
  removeRuleFolders();
});
beforeEach(() => {
  for (const upstream of [home, canada]) {
    upstream.requests.splice(0);
    upstream.script(jsonReply(completion('fine')));
  }
});

/** Sends one chat request and one for the models with such a key; tells how each was answered and where it arrived. */
async function send(record: WholeProxyOptions['record'], regions = new Map([['canada', canada.url]])) {
  const proxy = await startWholeProxy(home.url, { regions, ...(record === undefined ? {} : { record }) });
  const chat = await proxy.chat({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello.' }] });
  const headers = { 'x-compliantchatgpt-key': proxy.key, 'x-openai-key': 'sk-test' };
  const models = await fetch(`${proxy.url}/v1/models`, { headers });
  const body = await chat.text();
  await models.text();
  await proxy.close();
  const line = JSON.parse(proxy.lines[0] ?? '{}') as { region?: string };
  const arrived = { home: home.requests.length, canada: canada.requests.length };
  return { statuses: [chat.status, models.status], body, region: line.region, arrived };
}

test('a key with a region goes to its upstream', async () => {
  expect(await send({ region: 'canada' })).toMatchObject({
    statuses: [200, 200],
    region: 'canada',
    arrived: { home: 0, canada: 2 },
  });
});

test('a region without an upstream is refused, never sent elsewhere, even if the key names an upstream', async () => {
  for (const record of [{ region: 'australia' }, { region: 'australia', upstream: home.url }]) {
    const { statuses, body, arrived } = await send(record);
    expect(statuses).toEqual([403, 403]);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'region_unavailable', type: 'permission_error' } });
    expect(arrived).toEqual({ home: 0, canada: 0 });
  }
});

test('without a region: the upstream of the key, else of the server', async () => {
  expect((await send({ upstream: canada.url })).arrived).toEqual({ home: 0, canada: 2 });
  expect((await send(undefined)).arrived).toEqual({ home: 2, canada: 2 });
});

describe('region file', () => {
  test('the sample names the published regions', () => {
    const regions = readRegionFile(join(__dirname, '../../regions.sample.yaml'));
    expect([...regions.keys()]).toEqual(['us-east', 'us-west', 'canada', 'australia', 'uk-south']);
    for (const url of regions.values()) expect(url).toMatch(/^https:\/\/[^/]+\.example\.org\//);
  });

  test.each([
    ['plain HTTP', 'regions: {a: {upstream: "http://canary.example.org/v1"}}'],
    ['an unknown key', 'regions: {a: {url: "https://canary.example.org/v1"}}'],
    ['a user name in the address', 'regions: {a: {upstream: "https://canary:b@canary.example.org/v1"}}'],
    ['no YAML', 'regions: {canary'],
    ['a name with blanks', 'regions: {"canary town": {upstream: "https://a.example.org"}}'],
  ])('%s is refused by line, without quoting the file', (_what, text) => {
    const folder = writeRuleFolder({ 'regions.yaml': text });
    const read = () => readRegionFile(join(folder, 'regions.yaml'));
    expect(read).toThrow(AccessFileError);
    expect(read).toThrow(/regions\.yaml:1 /);
    expect(read).not.toThrow(/canary/);
  });

  test.each([
    ['a URL in place of upstream:', 'regions: {a: https://canary.example.org/v1}', 'must be upstream: and the URL of the API'],
    ['a name with blanks', 'regions: {"a b": {upstream: "https://a.example.org"}}', 'the name must be 1 to 64 letters'],
  ])('%s: what to write', (_what, text, reason) => {
    const folder = writeRuleFolder({ 'regions.yaml': text });
    expect(() => readRegionFile(join(folder, 'regions.yaml'))).toThrow(`regions.yaml:1 regions.*: ${reason}`);
  });
});
