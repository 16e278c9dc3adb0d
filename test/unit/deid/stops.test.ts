import { assertStopsKeepTokens } from '../../../src/deid/stops';
import type { JsonValue } from '../../../src/dialects/json';
import { Vault } from '../../../src/vault/vault';
import { chatBody, createDeidentifier } from '../../support/deid';
import { processorTime } from '../../support/processor-time';

const deidentify = createDeidentifier();
const sent = async (stop: JsonValue, text = 'Patient Mary Canarysmith, SSN 123-45-6789') =>
  (JSON.parse((await deidentify(chatBody(text, { stop }))).forward) as { stop: JsonValue }).stop;

test.each([']', '[', '_', 'NAME', '1', ']\n', '\n[', ' [SSN'])('a stop of %j would cut a token', async (stop) => {
  await expect(sent(stop)).rejects.toMatchObject({ code: 'stop_within_token', param: 'stop' });
  await expect(sent(['END', stop])).rejects.toMatchObject({ code: 'stop_within_token', param: 'stop[1]' });
});

test.each(['\n', '\nObservation:', '###', '```', '[/INST]', '</s>', ':', '}', '', ['\n\n', 'User:'], [], null])(
  'a stop of %j cuts none',
  async (stop) => {
    expect(await sent(stop)).toEqual(stop);
  },
);

test('a value among the stops stops where the client meant', async () => {
  expect(await sent(['\nPatient Mary Canarysmith:', '123-45-6789'])).toEqual(['\nPatient [NAME_1]:', '[SSN_1]']);
});

test('without tokens every stop is sent', async () => {
  expect(await sent([']', '_', '1'], 'Hello')).toEqual([']', '_', '1']);
});

test('thousands of stops with thousands of tokens take no longer than both', () => {
  const vault = new Vault();
  for (let group = 1; group <= 3000; group += 1)
    vault.issue({ label: 'MRN', group, form: 'full' }, `${20_000_000 + group * 137}`);
  const stop = Array.from({ length: 3000 }, (_, index) => `STOP NUMBER ${index}`);
  const started = processorTime();
  expect(() => assertStopsKeepTokens({ stop }, vault)).not.toThrow();
  // It took over four seconds.
  expect(processorTime() - started).toBeLessThan(1500);
});
