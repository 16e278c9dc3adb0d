import { detect } from '../../../../src/detect/detect';
import { projectRules } from '../../../support/project-rules';

function names(text: string): string[] {
  const [found = []] = detect([{ text }], projectRules()).segments;
  return found.filter(({ entity }) => entity === 'NAME').map(({ start, end }) => text.slice(start, end));
}

test.each([
  'Our bot is called Florence. Florence asks six questions and hands over to the triage model Ada. Ada scores them.',
  'We evaluate Llama 3, Claude and Jasper for summaries. Jasper was better on tone.',
  'Explain why Jenkins, Travis and CircleCI differ. Travis was slow for us.',
])('what a text calls a program is a program in the rest of it: %s', (text) => {
  expect(names(text)).toEqual([]);
});

test.each([
  ['Our bot is called Grace. Patient Grace slept well, Grace ate.', 'Grace'],
  ['The chatbot Ada asks. Seen by Dr. Ada; Ada will call.', 'Ada'],
  ['My therapist Claude said to breathe. I asked ChatGPT or Claude about it.', 'Claude'],
  ['My sister-in-law Grace uses a chatbot called Grace. Grace is 40.', 'Grace'],
  ['Our bot is called Molly. Molly Byrne, 54, reports pain.', 'Molly Byrne'],
])('unless somebody is called so, too: %s', (text, name) => {
  expect(names(text)).toContain(name);
});
