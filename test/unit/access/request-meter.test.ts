import { type Accounts, createMemoryAccounts } from '../../../src/access/accounts';
import type { Plan } from '../../../src/access/plans';
import { RequestMeter } from '../../../src/access/request-meter';

const NOON = Date.UTC(2026, 10, 25, 12, 0, 0);
const PLAN: Plan = {
  name: 'test',
  requestsPerMinute: 2,
  tokensPerMinute: 100,
  contextTokens: 40,
  monthlyCharge: 0,
  monthlyCredit: 0,
  pricePer1000In: 1,
  pricePer1000Out: 2,
};
const DONE = { entities: 1, answered: true };

let time: number;
let accounts: Accounts;
beforeEach(() => {
  time = NOON;
  accounts = createMemoryAccounts(() => time);
});

const meterOf = (plan: Plan = PLAN): RequestMeter =>
  new RequestMeter(accounts, { label: 'app', plan }, async (user) => `~${user}`);
const admitted = async (plan?: Plan): Promise<RequestMeter> => {
  const meter = meterOf(plan);
  await meter.admit();
  return meter;
};
const remaining = async (): Promise<string | undefined> => {
  const meter = await admitted({ ...PLAN, requestsPerMinute: undefined });
  await meter.reserve(0, 0);
  await meter.settle({ entities: 0, answered: false });
  return meter.headers['x-ratelimit-remaining-tokens'];
};

test('input as long as the context passes, one token more does not', async () => {
  await (await admitted()).reserve(40, 0);
  await expect((await admitted()).reserve(41, 0)).rejects.toMatchObject({ code: 'context_length_exceeded', param: 'messages' });
});

test('input beyond what a minute gives is too long, however wide the context', async () => {
  const plan = { ...PLAN, contextTokens: 1000 };
  await (await admitted(plan)).reserve(100, 0);
  await expect((await admitted(plan)).reserve(101, 0)).rejects.toMatchObject({ code: 'context_length_exceeded' });
});

test('what is reserved for output goes no further than the minute, and back when it was not needed', async () => {
  const meter = await admitted();
  await meter.reserve(40, 1_000_000);
  expect(meter.headers['x-ratelimit-remaining-tokens']).toBe('0');
  meter.report(40, 10);
  await meter.settle(DONE);
  expect(meter.headers['x-ratelimit-remaining-tokens']).toBe('50');
  expect(await remaining()).toBe('50');
});

test('a reservation that was right is not corrected: the counter may be on another machine', async () => {
  const correct = jest.spyOn(accounts.quota, 'correct');
  const meter = await admitted();
  await meter.reserve(10, 20);
  meter.report(12, 18);
  await meter.settle(DONE);
  expect(correct).not.toHaveBeenCalled();
});

test('what is reserved when the client has left and the account is settled goes back at once', async () => {
  const meter = await admitted();
  await meter.settle({ entities: 0, answered: true });
  await meter.reserve(40, 60);
  expect(await remaining()).toBe('100');
});

test('what was used beyond the reservation is taken, too', async () => {
  const meter = await admitted();
  await meter.reserve(10, 10);
  meter.addOutput(15);
  meter.addOutput(15);
  await meter.settle(DONE);
  expect(await remaining()).toBe('60');
});

test('numbers of upstream stand, whatever is counted besides', async () => {
  const meter = await admitted();
  await meter.reserve(10, 0);
  meter.addOutput(5);
  meter.report(7, 8);
  meter.addOutput(5);
  meter.noteUser('ann');
  await meter.settle(DONE);
  expect(await accounts.usage.read('app')).toMatchObject([
    { user: '~ann', requests: 1, tokensIn: 7, tokensOut: 8, nanoDollars: 23_000_000, entities: 1 },
  ]);
});

test('a request that nobody names has no user, and none that failed costs tokens', async () => {
  const meter = await admitted();
  await meter.reserve(10, 20);
  meter.report(10, 20);
  await meter.settle({ entities: 3, answered: false });
  expect(await accounts.usage.read('app')).toMatchObject([
    { user: '', requests: 1, tokensIn: 0, tokensOut: 0, nanoDollars: 0, entities: 3 },
  ]);
  expect(await remaining()).toBe('100');
});

test('an account is open from admission to settlement, and is settled once', async () => {
  const meter = await admitted();
  expect(accounts.open.count).toBe(1);
  await meter.settle(DONE);
  await meter.settle(DONE);
  expect(accounts.open.count).toBe(0);
  expect(await accounts.usage.read('app')).toMatchObject([{ requests: 1 }]);
});

test('an account is closed also where its user cannot be tagged', async () => {
  const meter = new RequestMeter(accounts, { label: 'app' }, () => Promise.reject(new Error('no key')));
  await meter.admit();
  meter.noteUser('ann');
  await expect(meter.settle(DONE)).rejects.toThrow('no key');
  expect(accounts.open.count).toBe(0);
});

test('what was refused has no account and no usage, and says when to come again, in whole seconds', async () => {
  await admitted();
  await admitted();
  time = NOON + 58_500;
  const third = meterOf();
  await expect(third.admit()).rejects.toMatchObject({ code: 'rate_limit_exceeded', retryAfter: 2 });
  expect(third.headers).toEqual({
    'x-ratelimit-limit-requests': '2',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '2s',
  });
  await third.settle(DONE);
  expect([accounts.open.count, await accounts.usage.read('app')]).toEqual([2, []]);
  time = NOON + 59_999;
  await expect(meterOf().admit()).rejects.toMatchObject({ retryAfter: 1 });
});

test('what is admitted and then refused for its tokens closes its account', async () => {
  await (await admitted()).reserve(40, 60);
  const second = await admitted();
  expect(accounts.open.count).toBe(2);
  await expect(second.reserve(1, 0)).rejects.toMatchObject({ code: 'rate_limit_exceeded' });
  await second.settle(DONE);
  expect([accounts.open.count, await accounts.usage.read('app')]).toEqual([1, []]);
});

test('where a client that left has settled it, a refusal that comes later closes nothing twice', async () => {
  await (await admitted()).reserve(40, 60);
  const second = await admitted();
  const refused = second.reserve(1, 0);
  await second.settle({ entities: 0, answered: false });
  await expect(refused).rejects.toMatchObject({ code: 'rate_limit_exceeded' });
  expect(accounts.open.count).toBe(1);
});

test('without limits and prices texts are counted roughly, else exactly', () => {
  expect(new RequestMeter(accounts, { label: 'app' }, async (user) => user).count('hello hello')).toBe(3);
  expect(meterOf().count('hello hello')).toBe(2);
});
