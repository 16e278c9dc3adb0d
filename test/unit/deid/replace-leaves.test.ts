import type { TextLeaf } from '../../../src/deid/leaves/text-leaf';
import { planningReading, replacingSpans } from '../../../src/deid/replace-leaves';
import { atOnce } from '../../../src/turns';
import { Vault } from '../../../src/vault/vault';
import { chatBody, createDeidentifier } from '../../support/deid';
import { restoreContent } from '../../support/echo';
import { patternRule, ruleSetOf, SIMPLE_RULES } from '../../support/rule-set';

const replaceSpans = (...given: Parameters<typeof replacingSpans>): string => atOnce(replacingSpans(...given));

test('tokens take the place of spans, all else stays', () => {
  const vault = new Vault();
  const token = vault.issue({ label: 'NAME', group: 1, form: 'full' }, 'Mary');
  const text = 'Mary and Mary 💊';
  expect(
    replaceSpans(
      text,
      [
        { start: 0, end: 4, token },
        { start: 9, end: 13, token },
      ],
      vault,
    ),
  ).toBe('[NAME_1] and [NAME_1] 💊');
});

test('the vault learns where the client itself wrote a URL or a backslash', () => {
  const vault = new Vault();
  const token = vault.issue({ label: 'NAME', group: 1, form: 'full' }, 'Mary');
  const text = 'https://a.test/Mary C:\\Mary';
  replaceSpans(
    text,
    [
      { start: 15, end: 19, token },
      { start: 23, end: 27, token },
    ],
    vault,
  );
  expect(vault.isAllowedInUrl('https://a.test/[NAME_1]')).toBe(true);
  expect(vault.isAllowedInUrl('https://evil.test/[NAME_1]')).toBe(false);
  expect(vault.isBehindBackslash('[NAME_1]')).toBe(true);
});

test('what the client itself wrote behind a URL that is replaced may be restored there', async () => {
  const rules = [patternRule('URL', '(?<value>https://own\\.test/p)'), patternRule('MRN', '\\b(?<value>\\d{8})\\b')];
  const session = await createDeidentifier(ruleSetOf(rules))(chatBody('see https://own.test/p?mrn=00482917&again=00482917'));
  const sent = 'see [URL_1]?mrn=[MRN_1]&again=[MRN_1]';
  expect(JSON.parse(session.forward)).toMatchObject({ messages: [{ content: sent }] });
  expect(restoreContent(session, sent)).toBe('see https://own.test/p?mrn=00482917&again=00482917');
  expect(restoreContent(session, 'see [URL_1]?other=[MRN_1]')).toBe('see https://own.test/p?other=[MRN_1]');
});

test('a token that the client itself wrote is sent untouched, whatever a rule makes of it', async () => {
  const deidentify = createDeidentifier(ruleSetOf([...SIMPLE_RULES, patternRule('MRN', '(?<value>MRN_\\d+)')]));
  const { forward } = await deidentify({ ...chatBody('see [MRN_10], MRN_482917'), '[MRN_10]': 1 });
  expect(JSON.parse(forward)).toMatchObject({ messages: [{ content: 'see [MRN_10], [MRN_1]' }], '[MRN_10]': 1 });
});

test('what is found across two parts is replaced, also where a part holds a smaller find', async () => {
  const rules = ruleSetOf([patternRule('ID', '(?<value>\\bX\\d)'), patternRule('MRN', '(?<value>case X1-\\d{3})')]);
  const parts = [
    { type: 'text', text: 'in case X1' },
    { type: 'text', text: '-123 seen' },
  ];
  const { forward } = await createDeidentifier(rules)(chatBody(parts));
  expect(JSON.parse(forward).messages[0].content.map(({ text }: { text: string }) => text)).toEqual([
    'in [MRN_1] [ID_1]',
    '[MRN_1:full] seen',
  ]);
});

test('a piece of a value may stand elsewhere in clean text', async () => {
  const rules = [
    patternRule('ORG', 'the (?<value>Microarray Corewell)'),
    patternRule('ADDRESS', '(?<=big Microarray )(?<value>Corewell)'),
  ];
  const text = 'the Microarray Corewell; big Microarray Corewell; microarray normal';
  const { forward } = await createDeidentifier(ruleSetOf(rules))(chatBody(text));
  const sent = 'the [ORG_1]; big [ORG_1:b] [ADDRESS_1]; microarray normal';
  expect(JSON.parse(forward)).toMatchObject({ messages: [{ content: sent }] });
});

test('counts are of places', async () => {
  const session = await createDeidentifier()(chatBody('Patient Canarysmith. Canarysmith, Dr. Canarylee, 123-45-6789'));
  expect(session.counts).toEqual({ entities: { NAME: 3, SSN: 1 }, tokensIssued: 3 });
});

test('reading is planned with pauses, so that others have their turn', () => {
  const leaf: TextLeaf = { segment: { text: 'a' }, kind: 'text', path: 'p', write: () => undefined };
  const pauses = [...planningReading(Array.from({ length: 4000 }, () => leaf))];
  expect(4000 / pauses.length).toBeLessThan(1000);
});
