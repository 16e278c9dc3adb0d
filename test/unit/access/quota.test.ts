import { createQuota } from '../../../src/access/quota';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 25, 12, 0, 0);
const account = { label: 'app', dimension: 'tokens', limit: 100 } as const;

let time: number;
const quotaAt = (start = START) => {
  time = start;
  return createQuota({ now: () => time });
};

test('takes up to the limit, exactly', async () => {
  const quota = quotaAt();
  expect(await quota.take(account, 60)).toMatchObject({ granted: true, limit: 100, remaining: 40, resetMs: MINUTE });
  expect(await quota.take(account, 40)).toMatchObject({ granted: true, remaining: 0 });
  expect(await quota.take(account, 1)).toMatchObject({ granted: false, remaining: 0 });
  expect(await quota.take(account, 0)).toMatchObject({ granted: true, remaining: 0 });
});

test('a refusal takes nothing: what is left stays for smaller ones', async () => {
  const quota = quotaAt();
  await quota.take(account, 90);
  for (let round = 0; round < 5; round += 1) {
    expect(await quota.take(account, 11)).toMatchObject({ granted: false, remaining: 10 });
  }
  expect(await quota.take(account, 10)).toMatchObject({ granted: true, remaining: 0 });
});

test('the clock alone ends the minute, to the millisecond', async () => {
  const quota = quotaAt(START + 15_000);
  await quota.take(account, 100);
  time = START + MINUTE - 1;
  expect(await quota.take(account, 1)).toMatchObject({ granted: false, resetMs: 1 });
  time = START + MINUTE;
  expect(await quota.take(account, 100)).toMatchObject({ granted: true, remaining: 0, resetMs: MINUTE });
});

test('labels and dimensions have their own allowance', async () => {
  const quota = quotaAt();
  await quota.take(account, 100);
  expect((await quota.take({ ...account, label: 'other' }, 100)).granted).toBe(true);
  expect((await quota.take({ ...account, dimension: 'requests' }, 100)).granted).toBe(true);
});

test('what was estimated too high goes back to its minute; what was too low is taken from the present one', async () => {
  const quota = quotaAt();
  const { minute } = await quota.take(account, 100);
  expect(await quota.correct(account, minute, -30)).toMatchObject({ remaining: 30 });
  time += MINUTE;
  await quota.take(account, 100);
  expect(await quota.correct(account, minute, -10)).toMatchObject({ minute: minute + 1 });
  expect((await quota.take(account, 1)).granted).toBe(false);
  time += MINUTE;
  expect(await quota.correct(account, minute, 130)).toMatchObject({ remaining: 0 });
  expect((await quota.take(account, 1)).granted).toBe(false);
});

test('a minute that ends while the counter is asked: what was taken belongs to the minute before, and what was refused may come at once', async () => {
  const quota = quotaAt(START + MINUTE - 1);
  const taking = quota.take(account, 90);
  const refusing = quota.take(account, 20);
  time = START + MINUTE;
  const { minute } = await taking;
  expect(minute).toBe(START / MINUTE);
  expect(await refusing).toMatchObject({ granted: false, resetMs: 0 });
  // A minute gives no more than it has, whatever goes back to the one before.
  await quota.correct(account, minute, -90);
  expect(await quota.take(account, 100)).toMatchObject({ granted: true, remaining: 0 });
  expect((await quota.take(account, 1)).granted).toBe(false);
});
