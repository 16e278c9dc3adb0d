import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FakeRedis, startFakeRedis } from '../support/fake-redis';
import { certificateFolder, type MadeCertificate } from '../support/test-certificate';

const ROOT = join(__dirname, '..', '..');
const PASSWORD = 'p%40ss';
const certificates = certificateFolder();
afterAll(certificates.remove);

/** Two instances of a server and what they count, in a process of their own: what it trusts is settled when it starts. */
const TWO_INSTANCES = `
const { connectAccounts } = require(process.argv[1]);
(async () => {
  const events = [];
  const away = { onAway: () => events.push('away'), onBack: () => events.push('back') };
  const connect = () => connectAccounts(process.argv[2], away, () => ${Date.UTC(2026, 10, 25)});
  const [first, second] = [await connect(), await connect()];
  const label = process.argv[3];
  const account = { label, dimension: 'requests', limit: 3 };
  const granted = [];
  for (const one of [first, second, first, second]) granted.push((await one.quota.take(account, 1)).granted);
  const counters = { requests: 1, tokensIn: 2, tokensOut: 3, nanoDollars: 0, entities: 0 };
  first.usage.add({ label, user: '', counters });
  await first.usage.flush();
  const rows = await second.usage.read(label).then((found) => found.map(({ requests }) => requests), () => 'unavailable');
  await Promise.all([first.close(), second.close()]);
  console.log(JSON.stringify({ granted, rows, events: [...new Set(events)] }));
  process.exit();
})();
`;

interface Counted {
  readonly granted: readonly boolean[];
  readonly rows: readonly number[] | 'unavailable';
  readonly events: readonly string[];
}

let made: MadeCertificate;
let redis: FakeRedis;
beforeAll(async () => {
  made = certificates.make('redis');
  redis = await startFakeRedis(made.pair, decodeURIComponent(PASSWORD));
});
afterAll(() => redis.close());

async function countOver(url: string, label: string, env: Readonly<Record<string, string>>): Promise<Counted> {
  const program = ['-r', join(ROOT, 'scripts', 'typescript-hook.cjs'), '-e', TWO_INSTANCES];
  const accounts = join(ROOT, 'src', 'access', 'accounts.ts');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...program, accounts, url, label], {
    env: { ...process.env, ...env },
  });
  expect(`${stdout}${stderr}`).not.toMatch(/p@ss|p%40ss/);
  return JSON.parse(stdout) as Counted;
}

test.each(['localhost', '127.0.0.1'])('two instances share quotas and usage over TLS (%s)', async (host) => {
  const url = `rediss://:${PASSWORD}@${host}:${redis.port}/${host === 'localhost' ? 0 : 1}`;
  const counted = await countOver(url, host, { NODE_EXTRA_CA_CERTS: made.certificate });
  expect(counted).toEqual({ granted: [true, true, true, false], rows: [1], events: [] });
});

test('a Redis whose certificate is not trusted is away, and hears nothing', async () => {
  const heard = redis.commands.length;
  const counted = await countOver(`rediss://:${PASSWORD}@localhost:${redis.port}`, 'metered', {});
  // Each instance counts for itself.
  expect(counted).toEqual({ granted: [true, true, true, true], rows: 'unavailable', events: ['away'] });
  expect(redis.commands).toHaveLength(heard);
});
