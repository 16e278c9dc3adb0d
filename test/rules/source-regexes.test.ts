import { contentHash, remembered } from '../support/cache';
import { growingText, measureYardstick } from '../support/regex-attack';
import { growingShapes } from '../support/regex-growth';
import { type SourceRegex, sourceRegexes } from '../support/source-regexes';

/**
 * Regexes of the code that would grow on a long text, by the reason for which they never read one: file in `src`, and how the regex begins.
 * Who adds one shows where what it reads is cut, or writes a bounded repeat.
 */
const READ_SHORT_TEXTS: readonly (readonly [reason: string, regexes: readonly (readonly [file: string, begins: string])[]])[] = [
  [
    'written by who runs the server',
    [
      ['access/key-file-schema.ts', '\\/+$'],
      ['commands/usage/show-usage.ts', '\\/+$'],
      ['config/value-schemas.ts', '\\/+$'],
      ['rules/regexes/regex-house-rules.ts', '\\[[^\\]]*\\]'],
    ],
  ],
  [
    'the words of one name, answer, label, cell or field, which are bounded where they are cut out',
    [
      ['deid/user-tag.ts', '\\d{4}|\\d[\\d._-]{4,}\\d'],
      ['detect/choices.ts', '_?\\d+$'],
      ['detect/memory/name-parts.ts', "^(\\S.*) [\"(']([\\p{L}.'-]{2,2"],
      ['detect/questions/answers.ts', '["\'\\])*_]{0,3}(?:[.,;!?…]+(?'],
      ['detect/questions/answers.ts', '\\n(?=[^\\S\\n]*[^\\p{Lu}\\p{N}\\s'],
      ['detect/questions/answers.ts', '(?:[\\s"\'\\]*_.,;!?…]|(?<!\\([^'],
      ['detect/questions/answers.ts', '\\s*[,;\\n]\\s*(?:and\\s+)?|\\s+a'],
      ['detect/questions/answers.ts', '^(?:\\W*(?:and|so|ok|okay|wel'],
      ['detect/questions/asked-for.ts', '(?:[ ,]{1,2}please|(?<=\\b(?:'],
      ['detect/questions/asked-for.ts', '[\\s.?!:]+$'],
      ['detect/questions/asked-for.ts', '\\s*,\\s*(?:and\\s+)?|\\s+and\\s+'],
      ['detect/recognizers/date/day-of-month.ts', '(\\d+)(\\w\\w)$'],
      ['detect/recognizers/date/month-day.ts', '-.*$'],
      ['detect/recognizers/fields/field-reader.ts', '^(?!.*(?:day|week|month|year'],
      ['detect/recognizers/fields/field-values.ts', '^[\\s"\'*`]+|(?:(?<=\\d|\\p{Ll}{'],
      ['detect/recognizers/fields/field-values.ts', "^\\p{Lu}[\\p{L}\\p{M}.']*(?:(?:"],
      ['detect/recognizers/fields/field-values.ts', ' (?!(?:de|la|las|los|le|du|d'],
      ['detect/recognizers/name/fields.ts', '^(?:\\p{Lu}{2,}[A-Z0-9]*_|X-\\'],
      ['detect/recognizers/pairs.ts', ' {2,}|,? (?=[A-Za-z][A-Za-z_'],
      ['detect/recognizers/pairs.ts', '^[\\s"\']+|[\\s"\',)\\]]+$'],
      ['detect/records/descriptions.ts', '^\\S*[/.]\\S+$'],
      ['detect/records/descriptions.ts', '[\\s?:.!*]+$'],
      ['detect/winners/resolve-overlaps.ts', '[^\\p{L}\\p{N}]*$'],
      ['detect/winners/split-at-sentences.ts', '\\p{L}+$'],
      ['vault/before-token.ts', '^(\\\\+)\\[(.*?)(\\\\*)\\]$'],
    ],
  ],
  [
    'a slice of fixed length beside a place',
    [
      ['detect/memory/person-cues.ts', '(\\p{L}+(?:-in-law)?)([.:,]?)'],
      ['detect/questions/turns.ts', '\\s*\\n\\s*'],
      ['detect/recognizers/lists.ts', '([A-Za-z]+(?:[ _-][A-Za-z]+)'],
      ['detect/tagger/bare-names.ts', '(?:^|[\\n.!?:;("\\u201c*])\\s*$'],
      ['detect/tagger/tag.ts', '[A-Za-z0-9]*$'],
      ['detect/winners/lone-letters.ts', '(?<word>\\w+)(?:[ :#]{0,2}|(?'],
    ],
  ],
  [
    'one line; long ones are measured by the tests of linear time',
    [
      ['detect/recognizers/name/token.ts', '^(?:(?!\\p{Lu}{2}).)*\\p{Lu}{2'],
      ['detect/recognizers/tables/cells.ts', '^\\s{0,8}\\|\\|(?!\\s*\\|).*\\|\\|\\'],
      ['detect/recognizers/tables/cells.ts', '^\\s{0,8}\\^.*[\\^|]\\s*$'],
      ['detect/recognizers/tables/rows.ts', '(?:^|[,;\\t])\\s{0,3}"(?:[^"]|'],
      ['detect/text/soft-line-ends.ts', '\\t|\\S {3}|[|{}<>=~^*]|": |_{'],
    ],
  ],
];

const listed = READ_SHORT_TEXTS.flatMap(([, regexes]) => regexes);
const isListed = ({ file, regex }: SourceRegex): boolean =>
  listed.some(([name, begins]) => file === `src/${name}` && regex.source.startsWith(begins));
const all = sourceRegexes('src');

test('the regexes of the code are found', () => {
  expect(all.length).toBeGreaterThan(900);
});

describe('a regex of the code that can grow is told by its shape', () => {
  test.each([
    ['nested open repeats', /^(?:\w+)+$/],
    ['neighbours that take the same', /MRN\s*:?\s*\d/],
    ['an open repeat in front', /\s+$/],
    ['behind what it takes itself', /-.*$/],
    ['in a group in front', /(?:\d+|x)y/],
  ])('%s', (_what, regex) => {
    expect(growingShapes(regex)).not.toEqual([]);
  });

  test.each([
    ['an open repeat that takes all it finds', /\s+/g],
    ['one behind an anchor', /^\s+x/],
    ['a label in front', /x\d+$/],
    ['bounded ones', /\s{0,3}:?\s{0,3}\d/],
    ['one that is tried at one place', /\s+x/y],
  ])('but not %s', (_what, regex) => {
    expect(growingShapes(regex)).toEqual([]);
  });
});

test('none has a shape that grows but those that read short texts', () => {
  const growing = all.filter((one) => !isListed(one)).map(({ file, regex }) => [`${file} ${regex}`, growingShapes(regex)]);
  expect(growing.filter(([, shapes]) => (shapes?.length ?? 0) > 0)).toEqual([]);
});

test('and each of these is still there, and still would', () => {
  const gone = listed.filter(
    ([name, begins]) =>
      !all.some(
        ({ file, regex }) => file === `src/${name}` && regex.source.startsWith(begins) && growingShapes(regex).length > 0,
      ),
  );
  expect(gone).toEqual([]);
});

test('hostile texts find one that grows', () => {
  expect(growingText(/\/+$/, measureYardstick())).toContain('grows');
});

test('none of the others grows on hostile texts', () => {
  const others = all.filter((one) => !isListed(one));
  const key = JSON.stringify([contentHash('test/support/regex-attack.ts'), others.map(({ regex }) => String(regex))]);
  remembered('source-regexes-withstood', key, () => {
    const yardstick = measureYardstick();
    const grown = others.flatMap(({ file, regex }) => {
      const text = growingText(regex, yardstick);
      return text === undefined ? [] : [`${file} ${regex}: ${text}`];
    });
    expect(grown).toEqual([]);
  });
});
