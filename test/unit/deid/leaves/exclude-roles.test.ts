import { excludeRoles } from '../../../../src/deid/leaves/exclude-roles';
import type { TextLeaf } from '../../../../src/deid/leaves/text-leaf';

const leaf = (path: string): TextLeaf => ({ path, kind: 'text', segment: { text: path }, write: () => undefined });
const BODY = { messages: [{ role: 'system' }, { role: 'user' }, { role: 'developer' }, 'no message'] };
const LEAVES = ['messages[0].content', 'messages[0].content[1].text', 'messages[1].content', 'messages[2].name', 'stop'].map(
  leaf,
);
const excluded = (roles: readonly string[] | undefined): string[] =>
  excludeRoles(LEAVES, BODY, roles).flatMap(({ path, segment }) => (segment.knownOnly === true ? [path] : []));

test.each([
  [undefined, []],
  [[], []],
  [['system'], ['messages[0].content', 'messages[0].content[1].text']],
  [['developer', 'tool'], ['messages[2].name']],
])('%j excludes %j', (roles, expected) => {
  expect(excluded(roles)).toEqual(expected);
});

test('a body without messages has nothing to exclude', () => {
  expect(excludeRoles(LEAVES, { messages: 'x' }, ['system'])).toBe(LEAVES);
});

test('messages from the eleventh on are told apart from the first ones', () => {
  const messages = Array.from({ length: 12 }, (_, index) => ({ role: index === 1 ? 'system' : 'user' }));
  const known = excludeRoles([leaf('messages[1].content'), leaf('messages[11].content')], { messages }, ['system']);
  expect(known.map(({ segment }) => segment.knownOnly)).toEqual([true, undefined]);
});
