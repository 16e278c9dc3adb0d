import fc from 'fast-check';
import { detect } from '../../src/detect/detect';
import { normalise, toSource } from '../../src/detect/text/normalise';
import type { Candidate, Span } from '../../src/detect/types';
import { resolveOverlaps, THRESHOLD } from '../../src/detect/winners/resolve-overlaps';
import { note } from '../support/conversation';
import { projectRules } from '../support/project-rules';
import { PROPERTY_TIMEOUT, propertyOptions } from '../support/property-runs';

function expectSortedAndDisjoint(spans: readonly Span[], length: number): void {
  let end = 0;
  for (const span of spans) {
    expect(span.start).toBeGreaterThanOrEqual(end);
    expect(span.end).toBeGreaterThan(span.start);
    end = span.end;
  }
  expect(end).toBeLessThanOrEqual(length);
}

const covers = (spans: readonly Span[], at: number): boolean => spans.some(({ start, end }) => start <= at && at < end);

const candidates = (length: number): fc.Arbitrary<Candidate[]> =>
  fc.array(
    fc
      .record({
        entity: fc.constantFrom('NAME' as const, 'ORG' as const, 'ID' as const),
        start: fc.nat(length - 1),
        size: fc.integer({ min: 1, max: 12 }),
        score: fc.constantFrom(0.3, 0.5, 0.69, 0.7, 0.9, 1),
        priority: fc.constantFrom(10, 50),
        rule: fc.constantFrom('a', 'b'),
      })
      .map(({ size, ...one }) => ({
        ...one,
        end: Math.min(length, one.start + size),
        pattern: 'p',
        evidence: { base: one.score },
      })),
    { maxLength: 12 },
  );

test('overlaps: winners are sorted and disjoint and cover every letter and digit of the accepted candidates', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', '1', ' ', '-', ',', 'é'), minLength: 5, maxLength: 40 });
  fc.assert(
    fc.property(
      text.chain((one) => fc.tuple(fc.constant(one), candidates(one.length))),
      ([one, list]) => {
        const { winners } = resolveOverlaps(one, list);
        expectSortedAndDisjoint(winners, one.length);
        const accepted = list.filter(({ score }) => score >= THRESHOLD);
        for (let at = 0; at < one.length; at += 1) {
          if (/[\p{L}\p{N}]/u.test(one.charAt(at)) && covers(accepted, at)) expect([at, covers(winners, at)]).toEqual([at, true]);
          if (covers(winners, at)) expect([at, covers(accepted, at)]).toEqual([at, true]);
        }
        expect(resolveOverlaps(one, [...list].reverse()).winners.map(({ start, end }) => [start, end])).toEqual(
          winners.map(({ start, end }) => [start, end]),
        );
      },
    ),
    propertyOptions(20),
  );
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      '&#',
      '39;',
      '&amp;',
      '\\u00',
      '41',
      '%2',
      '0',
      'e',
      '\u0301',
      '\u200B',
      '\uFB00',
      '\uFDFA',
      '\uD83D',
      '\uDE00',
      ' ',
    ),
  }),
);

test('normalised text: the way back covers the source, in order', () => {
  fc.assert(
    fc.property(anyText, (source) => {
      const normalised = normalise(source);
      const { starts, ends, text } = normalised;
      if (starts === undefined || ends === undefined) return expect(text).toBe(source);
      expect([starts.length, ends.length]).toEqual([text.length, text.length]);
      for (let at = 1; at < text.length; at += 1) {
        expect(starts[at]).toBeGreaterThanOrEqual(starts[at - 1] ?? 0);
        expect(ends[at]).toBeGreaterThanOrEqual(ends[at - 1] ?? 0);
      }
      if (text === '') return;
      const { start, end } = toSource(normalised, 0, text.length);
      expect(normalise(source.slice(0, start)).text + normalise(source.slice(end)).text).toBe('');
    }),
    propertyOptions(20),
  );
});

test(
  'detections: sorted, disjoint, whole characters; every one has its place in the order of issue',
  () => {
    fc.assert(
      fc.property(fc.array(note, { minLength: 1, maxLength: 4 }), (texts) => {
        const result = detect(
          texts.map((text) => ({ text })),
          projectRules(),
        );
        texts.forEach((text, index) => {
          const spans = result.segments[index] ?? [];
          expectSortedAndDisjoint(spans, text.length);
          for (const { start, end } of spans) expect(text.slice(start, end).isWellFormed()).toBe(true);
        });
        expect(new Set(result.issueOrder)).toEqual(new Set(result.segments.flat()));
        expect(result.issueOrder).toHaveLength(result.segments.flat().length);
      }),
      propertyOptions(),
    );
  },
  PROPERTY_TIMEOUT,
);

test(
  'what one segment holds by itself does not depend on the segments behind it',
  () => {
    fc.assert(
      fc.property(fc.array(note, { minLength: 2, maxLength: 4 }), (texts) => {
        const segments = texts.map((text) => ({ text }));
        const found = (count: number) =>
          detect(segments.slice(0, count), projectRules(), { propagate: false }).segments[0]?.map(({ start, end, group }) => [
            start,
            end,
            group,
          ]);
        expect(found(segments.length)).toEqual(found(1));
      }),
      propertyOptions(0.5),
    );
  },
  PROPERTY_TIMEOUT,
);
