import { detect } from '../../../../src/detect/detect';
import { projectRules } from '../../../support/project-rules';

test.each([
  ['Is it nice? In Austin it rains.', ['Austin']],
  ['We left. In Madison we stayed.', ['Madison']],
])('what a place leaves of a name is none if it is a function word: %s', (text, expected) => {
  const [found = []] = detect([{ text }], projectRules()).segments;
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
});
