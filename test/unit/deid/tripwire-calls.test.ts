import { deidentifyRequest } from '../../../src/deid/deidentify-request';
import { deidentifyTextGuarded } from '../../../src/deid/deidentify-text';
import type { Detector } from '../../../src/deid/detector/detector';
import type { Detection } from '../../../src/detect/types';
import { chatDialect } from '../../../src/dialects/chat';
import { chatBody } from '../../support/deid';

/** What is sent passes the tripwire, whatever the detector has left in it (law 7). */

const NUMBER = '123-45-6789';

/** Finds the number once in each text, wherever else it stands. */
const forgetful: Detector = {
  detect: (segments) => {
    const found = segments.map(({ text }, segment): Detection[] => {
      const start = text.indexOf(NUMBER);
      const place = { segment, start, end: start + NUMBER.length, entity: 'SSN', group: 1, form: 'other' } as const;
      return start < 0 ? [] : [{ ...place, score: 1, rule: '', pattern: '', evidence: { base: 1 }, origin: 'found' }];
    });
    return Promise.resolve({ segments: found, issueOrder: found.flat() });
  },
  close: () => Promise.resolve(),
};
const requestOptions = {
  dialect: chatDialect,
  hashKey: Buffer.alloc(32, 7),
  urlHosts: new Set<string>(),
  entitiesOfField: () => [],
  isOfPeople: () => false,
};
const options = { detector: forgetful, isOrdinaryWord: () => false };

test.each([
  ['a request', (text: string) => deidentifyRequest(chatBody(text), { ...requestOptions, ...options })],
  ['a text', (text: string) => deidentifyTextGuarded(text, options)],
])('%s in which a value was left is refused', async (_what, deidentify) => {
  await expect(deidentify(`SSN ${NUMBER}.`)).resolves.toBeDefined();
  await expect(deidentify(`SSN ${NUMBER}. Again: ${NUMBER}`)).rejects.toMatchObject({ code: 'content_leak_prevented' });
});
