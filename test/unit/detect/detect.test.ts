import { detect } from '../../../src/detect/detect';
import { patternRule, ruleSetOf } from '../../support/rule-set';

const rules = ruleSetOf(
  [
    patternRule('NAME', '(?:Dr\\.|Patient) (?<value>\\p{Lu}\\p{L}+(?: \\p{Lu}\\p{L}+)?)'),
    patternRule('MRN', 'MRN (?<value>\\d{6})'),
    patternRule('ORG', '(?<value>Canary Clinic)'),
    patternRule('ADDRESS', 'at (?<value>Canary House)'),
  ],
  ['young', 'clinic'],
);

function found(...texts: string[]): string[][] {
  const { segments } = detect(
    texts.map((text) => ({ text })),
    rules,
  );
  return segments.map((list, index) =>
    list.map(
      ({ entity, group, form, origin, start, end }) => `${origin} ${entity} ${group} ${form}: ${texts[index]?.slice(start, end)}`,
    ),
  );
}

describe('known everywhere', () => {
  test.each<[string, string[], string[][]]>([
    ['in a later segment', ['MRN 482917', 'again 482917'], [['found MRN 1 full: 482917'], ['known MRN 1 full: 482917']]],
    ['in an earlier segment', ['again 482917', 'MRN 482917'], [['known MRN 1 full: 482917'], ['found MRN 1 full: 482917']]],
    [
      'parts of a name',
      ['Patient Mary Kowalczyk', 'Kowalczyk and MARY'],
      [['found NAME 1 full: Mary Kowalczyk'], ['known NAME 1 family: Kowalczyk', 'known NAME 1 given: MARY']],
    ],
    [
      'nothing overlaps what is found',
      ['Dr. Canary', 'Canary Clinic'],
      [['found NAME 1 full: Canary'], ['found ORG 1 full: Canary Clinic']],
    ],
    [
      'two persons',
      ['Patient Mary Kowalczyk. Dr. Lee', 'Lee saw Kowalczyk'],
      [
        ['found NAME 1 full: Mary Kowalczyk', 'found NAME 2 full: Lee'],
        ['known NAME 2 full: Lee', 'known NAME 1 family: Kowalczyk'],
      ],
    ],
    [
      'a whole name before its parts',
      ['Patient Mary Kowalczyk', 'for Mary Kowalczyk'],
      [['found NAME 1 full: Mary Kowalczyk'], ['known NAME 1 full: Mary Kowalczyk']],
    ],
    [
      'what was known of older text before what is found behind it',
      ['Dr. Canary: of Canary House', 'MRN 111111, at Canary House'],
      [
        ['found NAME 1 full: Canary', 'known NAME 1 full: Canary', 'known ADDRESS 1 other: House'],
        ['found MRN 1 full: 111111', 'found ADDRESS 1 full: Canary House'],
      ],
    ],
    [
      'an ordinary word only as a name',
      ['Dr. Young', 'the young man; call Young'],
      [['found NAME 1 full: Young'], ['known NAME 1 full: Young']],
    ],
  ])('%s', (_reason, texts, expected) => {
    expect(found(...texts)).toEqual(expected);
  });

  test('what is left of a known organisation, where something else covers a part of it, is a piece', () => {
    const withPlace = ruleSetOf(
      [...rules.rules, patternRule('ADDRESS', '(?<=big canary )(?<value>clinic)')],
      ['young', 'clinic'],
    );
    const { segments } = detect([{ text: 'Canary Clinic' }, { text: 'canary clinic, big canary clinic' }], withPlace);
    expect(segments[1]?.map(({ start, end, entity, isPart }) => [entity, end - start, isPart])).toEqual([
      ['ORG', 13, undefined],
      ['ORG', 6, true],
      ['ADDRESS', 6, undefined],
    ]);
  });

  test('unless it is switched off', () => {
    const segments = [{ text: 'MRN 482917' }, { text: '482917' }];
    expect(detect(segments, rules, { propagate: false }).segments[1]).toEqual([]);
  });
});

describe('the order in which tokens are issued', () => {
  const order = (...texts: string[]): string[] =>
    detect(
      texts.map((text) => ({ text })),
      rules,
    ).issueOrder.map(({ segment, start }) => `${segment}:${start}`);

  test('segment by segment, in each by place', () => {
    expect(order('MRN 111111 MRN 222222', 'Dr. Lee, MRN 333333')).toEqual(['0:4', '0:15', '1:4', '1:13']);
  });

  test('a value found late is issued late, where it was found first and then in older text', () => {
    expect(order('see 333333, MRN 111111', 'MRN 222222', 'MRN 333333')).toEqual(['0:16', '1:4', '2:4', '0:4']);
    expect(order('see 333333', 'MRN 333333', 'MRN 444444')).toEqual(['1:4', '0:4', '2:4']);
  });

  test('so that older text keeps its order when text is added', () => {
    const texts = ['Patient Mary Kowalczyk', 'MRN 111111 for 222222', 'Dr. Lee', 'MRN 222222'];
    const shorter = order(...texts.slice(0, 3));
    expect(order(...texts).slice(0, shorter.length)).toEqual(shorter);
  });
});

test('what lost is told on demand only', () => {
  const segments = [{ text: 'MRN 482917' }];
  expect(detect(segments, rules).rejected).toBeUndefined();
  expect(detect(segments, rules, { explain: true }).rejected).toEqual([[]]);
});

test('evidence holds nothing of the text', () => {
  const { segments } = detect([{ text: 'Patient Canarysmith' }, { text: 'Canarysmith' }], rules);
  for (const { evidence, rule, pattern } of segments.flat())
    expect(JSON.stringify([evidence, rule, pattern])).not.toContain('Canary');
});

test('the same segments give the same result; nothing of one call is left for the next', () => {
  const segments = [{ text: 'Patient Mary Kowalczyk MRN 482917' }, { text: 'Kowalczyk' }];
  const first = detect(segments, rules);
  detect([{ text: 'Patient Other Canarysmith' }], rules);
  expect(detect(segments, rules)).toEqual(first);
  expect(detect([{ text: 'Kowalczyk Canarysmith' }], rules).segments).toEqual([[]]);
});

test('a checkpoint that throws ends the work', () => {
  const checkpoint = (): never => {
    throw new Error('time is up');
  };
  expect(() => detect([{ text: 'x' }], rules, { checkpoint })).toThrow('time is up');
});
