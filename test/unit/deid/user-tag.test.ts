import { createDetector } from '../../../src/deid/detector/detector';
import { createUserTagger } from '../../../src/deid/user-tag';
import { PhiProxyError } from '../../../src/errors';
import { projectRules } from '../../support/project-rules';

const hashKey = Buffer.alloc(32, 7);
const detector = createDetector({ ruleSet: projectRules(), budgetMs: 20_000, maxCharacters: 10_000, threads: 0 });
const tagUser = createUserTagger({ detector, hashKey });
const HASHED = /^~[0-9a-f]{24}$/;

test.each(['billing', 'team-a', 'clinic-7', 'intake.bot', 'web'])('%s is kept as given', async (user) => {
  expect(await tagUser(user)).toBe(user);
});

test.each([
  'Mary Smith',
  'mary.smith',
  'MarySmith',
  'mary-smith',
  'mary',
  'mary.smith@example.org',
  '123-45-6789',
  'MRN00482917',
  '00482917',
  '5550142',
  'u12345',
  '=1+1',
  '-team',
  'a,b',
  '~0123456789abcdef01234567',
  'x'.repeat(65),
])('%s becomes a keyed hash', async (user) => {
  const tag = await tagUser(user);
  expect(tag).toMatch(HASHED);
  expect(await tagUser(user)).toBe(tag);
  expect(await createUserTagger({ detector, hashKey: Buffer.alloc(32, 8) })(user)).not.toBe(tag);
});

test('no user is no tag', async () => {
  expect(await tagUser('')).toBe('');
});

test('what cannot be looked at is hashed', async () => {
  const broken = { ...detector, detect: () => Promise.reject(new PhiProxyError('deidentification_failed')) };
  expect(await createUserTagger({ detector: broken, hashKey })('billing')).toMatch(HASHED);
});

describe('where nothing is found', () => {
  const seen: string[][] = [];
  const blind = createDetector({ ruleSet: projectRules(), budgetMs: 20_000, maxCharacters: 10_000, threads: 0 });
  const tag = createUserTagger({
    detector: {
      ...blind,
      detect: async (segments) => {
        seen.push(segments.map(({ text }) => text));
        return { segments: [], issueOrder: [] };
      },
    },
    hashKey,
  });

  test('a tag is read as it is, as words and in a sentence', async () => {
    expect(await tag('maryJo-x_ob.team')).toBe('maryJo-x_ob.team');
    expect(seen.at(-1)).toEqual(['maryJo-x_ob.team', 'Mary Jo Ob Team', 'I spoke with Mary Jo Ob Team today.']);
  });

  test.each(['12-34-56', '1.2.3.4', '123.456', 'a1234'])('%s holds a long number', async (user) => {
    expect(await tag(user)).toMatch(HASHED);
  });

  test.each(['1-2-3', 'team-123', 'v1.23'])('%s does not', async (user) => {
    expect(await tag(user)).toBe(user);
  });
});
