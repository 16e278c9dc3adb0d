import fc from 'fast-check';
import { createSseDecoder } from '../../src/upstream/sse-decoder';
import { encodeSseEvent } from '../../src/upstream/sse-encoder';
import { conversation } from '../support/conversation';
import { contentChunks, forwarded, restoreArguments, restoreContent, restoreStream, textsOf } from '../support/echo';
import { PROPERTY_TIMEOUT, propertyDeidentifier, propertyOptions, propertyRules } from '../support/property-runs';

const deidentify = propertyDeidentifier(propertyRules());

/** A number that was replaced comes back as a string: a token cannot stand where JSON wants a number. */
const readLoosely = (text: string): unknown =>
  JSON.parse(text, (_key, value) => (typeof value === 'number' ? String(value) : value));

test(
  'whatever the model quotes from the request comes back byte for byte',
  async () => {
    await fc.assert(
      fc.asyncProperty(conversation, fc.array(fc.nat()), async (body, cuts) => {
        const session = await deidentify(body);
        const [given, sent] = [textsOf(body), textsOf(forwarded(session))];
        sent.contents.forEach((text, index) => {
          expect(restoreContent(session, text)).toBe(given.contents[index]);
          expect(restoreStream(session, contentChunks(text, cuts))).toBe(given.contents[index]);
        });
        sent.callArguments.forEach((text, index) => {
          expect(readLoosely(restoreArguments(session, text))).toEqual(readLoosely(given.callArguments[index] ?? ''));
        });
        expect(session.restored.unknown + session.restored.withheld).toBe(0);
      }),
      propertyOptions(),
    );
  },
  PROPERTY_TIMEOUT,
);

test(
  'a stream cut at every character, and its bytes cut anywhere, give what the whole reply gives',
  async () => {
    await fc.assert(
      fc.asyncProperty(conversation, fc.integer({ min: 1, max: 7 }), async (body, step) => {
        const session = await deidentify(body);
        const text = textsOf(forwarded(session)).contents.join('\n');
        const whole = restoreContent(session, text);
        const chunks = contentChunks(
          text,
          [...text].map((_, index) => index),
        );
        expect(restoreStream(session, chunks)).toBe(whole);
        const bytes = Buffer.from(
          contentChunks(text, [7, 31])
            .map((chunk) => encodeSseEvent(JSON.stringify(chunk)))
            .join(''),
        );
        const decoder = createSseDecoder();
        const items = [];
        for (let at = 0; at < bytes.length; at += step) items.push(...decoder.push(bytes.subarray(at, at + step)));
        items.push(...decoder.flush());
        expect(
          restoreStream(
            session,
            items.flatMap((item) => (item.kind === 'event' ? [JSON.parse(item.data)] : [])),
          ),
        ).toBe(whole);
      }),
      propertyOptions(0.5),
    );
  },
  PROPERTY_TIMEOUT,
);
