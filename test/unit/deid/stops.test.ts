import type { JsonValue } from '../../../src/dialects/json';
import { chatBody, createDeidentifier } from '../../support/deid';

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
