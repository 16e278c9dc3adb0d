import type { RuleSet } from '../rules/types';
import { ChoiceReader } from './choices';
import { DocumentMemory } from './memory/document-memory';
import { type Mention, MentionFinder } from './memory/find-mentions';
import { OrdinaryWords } from './memory/ordinary-words';
import { detectSegment, type SegmentDetection } from './pieces/detect-segment';
import { firstEqual } from './pieces/equal-segments';
import { createReader, type PieceReader } from './pieces/read-piece';
import { fold } from './text/value-key';
import type { Detection, DetectionResult, Segment } from './types';
import { insertSorted, trimToWords, uncovered } from './winners/resolve-overlaps';

export interface DetectOptions {
  /** Called often; throws when the time allowed is used up. */
  readonly checkpoint?: () => void;
  /** Also return what lost, and why. */
  readonly explain?: boolean;
  /** Replace known values in all segments (default true). */
  readonly propagate?: boolean;
  /** Reads the pieces, in the order in which `planSegment` gives them; by default all of them here and now. */
  readonly read?: PieceReader;
}

interface Placed extends Detection {
  /** The segment after which this detection could be known: tokens are issued in this order. */
  readonly step: number;
}

/** A segment that is not searched by itself. */
const NOTHING: SegmentDetection = { winners: [], rejected: [] };

function learnAll(segments: readonly Segment[], found: readonly SegmentDetection[], memory: DocumentMemory): Placed[][] {
  return found.map(({ winners }, segment) =>
    winners.map((candidate) => {
      const { start, end, score, rule, pattern, evidence } = candidate;
      const link = memory.learn(candidate, segments[segment]?.text ?? '', segment);
      return {
        start,
        end,
        entity: candidate.entity,
        score,
        rule,
        pattern,
        evidence,
        segment,
        step: segment,
        ...link,
        origin: 'found',
      };
    }),
  );
}

function placeMention(mention: Mention, segment: number, text: string, placed: Placed[]): void {
  const { value } = mention;
  for (const part of uncovered(mention, placed)) {
    const trimmed = trimToWords(text, part);
    if (trimmed === undefined) continue;
    const whole = trimmed.start === mention.start && trimmed.end === mention.end;
    insertSorted(placed, {
      start: trimmed.start,
      end: trimmed.end,
      segment,
      entity: value.entity,
      score: 0.9,
      rule: 'document-memory',
      pattern: value.reach,
      evidence: { base: 0.9, note: 'found elsewhere in the request' },
      group: value.group,
      form: whole ? value.form : 'other',
      // Parts of a name are known by themselves, and are names wherever they stand.
      ...(whole || value.entity === 'NAME' ? {} : { isPart: true }),
      origin: 'known',
      step: Math.max(segment, value.step),
    });
  }
}

function placeMentions(mentions: readonly Mention[], segment: number, text: string, placed: Placed[]): void {
  const step = (mention: Mention): number => Math.max(segment, mention.value.step);
  const ordered = [...mentions].sort((a, b) => step(a) - step(b) || b.end - b.start - (a.end - a.start) || a.start - b.start);
  for (const mention of ordered) placeMention(mention, segment, text, placed);
}

/**
 * By step, and within a step the step's own segment before older ones, then by place. What an older part of a conversation got thus
 * never depends on what was added behind it, unless a value found later must be masked there for the first time.
 */
function compareIssue(left: Placed, right: Placed): number {
  const late = (one: Placed): number => Number(one.segment !== one.step);
  return left.step - right.step || late(left) - late(right) || left.segment - right.segment || left.start - right.start;
}

/** What each segment holds by itself: of those that are read alike only the first is. */
function searchEach(segments: readonly Segment[], search: (segment: Segment) => SegmentDetection): SegmentDetection[] {
  const firsts = firstEqual(segments);
  const searched: SegmentDetection[] = [];
  for (const [index, segment] of segments.entries())
    searched.push(segment.knownOnly === true ? NOTHING : (searched[firsts[index] ?? index] ?? search(segment)));
  return searched;
}

/** The words of names that were found in texts, if anything was found in the name of a thing. */
function namedIn(segments: readonly Segment[], found: readonly SegmentDetection[]): ReadonlySet<string> {
  const winnersOf = (index: number): SegmentDetection['winners'] => found[index]?.winners ?? [];
  if (!segments.some(({ isName }, index) => isName === true && winnersOf(index).length > 0)) return new Set();
  const words = segments.flatMap(({ text, isName }, index) => {
    const names = isName === true ? [] : winnersOf(index).filter(({ entity }) => entity === 'NAME');
    return names.flatMap(({ start, end }) => fold(text.slice(start, end)).split(/[^\p{L}\p{M}]+/u));
  });
  return new Set(words);
}

/**
 * Finds PHI in the segments of one request.
 *
 * Pure: the same segments and rules give the same result. Each segment is read by itself, then values found in any segment are
 * looked for in all of them.
 *
 * @param segments in the order of the request
 * @returns per segment sorted, disjoint detections with UTF-16 offsets in the segment's own text
 * @throws whatever `checkpoint` throws
 */
export function detect(segments: readonly Segment[], ruleSet: RuleSet, options: DetectOptions = {}): DetectionResult {
  const checkpoint = options.checkpoint ?? ((): void => undefined);
  const read = options.read ?? createReader(ruleSet, checkpoint);
  const choices = new ChoiceReader(ruleSet);
  const searched = searchEach(segments, (segment) => detectSegment(segment, read, ruleSet));
  const named = namedIn(segments, searched);
  const found = segments.map((segment, index) => choices.withoutConstants(segment, searched[index] ?? NOTHING, named));
  const ordinary = new OrdinaryWords(ruleSet);
  const memory = new DocumentMemory(ruleSet, ordinary);
  const placed = learnAll(segments, found, memory);
  if (options.propagate !== false) {
    const finder = new MentionFinder(memory.known, ordinary);
    segments.forEach(({ text, asked, isName }, segment) => {
      // An answer is read once more as the text that it is: there a number may be found with the bracket in front of it.
      if (asked === undefined) placeMentions(finder.find(text, checkpoint, isName), segment, text, placed[segment] ?? []);
    });
  }
  const result = { segments: placed, issueOrder: placed.flat().sort(compareIssue) };
  return options.explain === true ? { ...result, rejected: found.map(({ rejected }) => rejected) } : result;
}
