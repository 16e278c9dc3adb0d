import { beginsJson, JsonNesting } from '../../../src/vault/json-nesting';

test.each<[string, boolean | undefined]>([
  ['{"a"', true],
  [' {}', true],
  ['[["', true],
  ['[{', true],
  ['[1] see', false],
  ['{x}', false],
  ['word', false],
  ['', undefined],
  ['[ [', undefined],
  [' {', undefined],
])('%j begins as JSON: %s', (text, expected) => {
  expect(beginsJson(text)).toBe(expected);
});

/** An opened string within as many others as asked for. */
function nested(levels: number): string {
  let text = '{"a":"x';
  for (let level = 1; level < levels; level += 1) text = `{"a":"${JSON.stringify(text).slice(1, -1)}`;
  return text;
}

describe('strings that are open, one within another', () => {
  test.each([1, 2, 3, 6])('%i of them, in one piece and character by character', (levels) => {
    const [whole, pieces] = [new JsonNesting(), new JsonNesting()];
    whole.push(nested(levels));
    for (const character of nested(levels)) pieces.push(character);
    expect([whole.depth, pieces.depth]).toEqual([levels, levels]);
  });

  test('from some depth on they are text: each level doubles what a quotation mark takes', () => {
    const nesting = new JsonNesting();
    nesting.push(nested(12));
    expect(nesting.depth).toBe(6);
  });

  test('those that are closed do not count', () => {
    const nesting = new JsonNesting();
    nesting.push(`${nested(3)}${'\\\\\\"}\\"}"'}`);
    expect(nesting.depth).toBe(0);
  });
});
