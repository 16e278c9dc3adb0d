import type { Detection, DetectionResult, Segment, Span } from '../detect/types';
import { insertSorted, remainsOf } from '../detect/winners/resolve-overlaps';
import { PhiProxyError } from '../errors';
import { atOnce } from '../turns';
import { UrlContext } from '../vault/url-context';
import type { PhiToken, Vault } from '../vault/vault';
import { liesInWrittenToken } from '../vault/written-tokens';
import { Asking } from './asking';
import { type Joint, jointsOf, sidesOf } from './joined-parts';
import type { TextLeaf } from './leaves/text-leaf';
import { replaceInName, ToolNames } from './tool-names';

/** A place of a leaf and the token that goes there. */
interface Replacement extends Span {
  readonly token: PhiToken;
}

/** The segments to read: every leaf's, in front of it what of it answers the message before, and behind the parts of a message their joints. */
export interface ReadingPlan {
  readonly segments: readonly Segment[];
  readonly sources: readonly ({ readonly leaf: number } | { readonly joint: Joint })[];
}

/** Plans what the detector reads of the leaves; `replaceLeaves` takes its results by the same plan. */
export function planReading(leaves: readonly TextLeaf[]): ReadingPlan {
  return atOnce(planningReading(leaves));
}

/** So many leaves are planned at a stretch. */
const STRETCH = 256;

/** The same, with pauses. */
export function* planningReading(leaves: readonly TextLeaf[]): Generator<undefined, ReadingPlan> {
  const segments: Segment[] = [];
  const sources: ({ leaf: number } | { joint: Joint })[] = [];
  const asking = new Asking();
  const joints = jointsOf(leaves);
  for (const [index, leaf] of leaves.entries()) {
    if (index % STRETCH === 0) yield;
    const answer = asking.answer(leaf);
    // In front, so that a number is taken for what it was asked for as.
    for (const segment of answer === undefined ? [leaf.segment] : [answer, leaf.segment]) {
      segments.push(segment);
      sources.push({ leaf: index });
    }
    for (const joint of joints.get(index) ?? []) {
      segments.push(joint.segment);
      sources.push({ joint });
    }
  }
  return { segments, sources };
}

/** How far back the beginning of a string of JSON is looked for, in UTF-16 code units. */
const STRING_REACH = 1024;

/** Whether a place lies in a string of a JSON object or array that is quoted in a text, as `json.dumps` writes it: `{"name": "Mar\\u00eda"}`. */
function isInJsonMember(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - STRING_REACH), at);
  let quote = before.lastIndexOf('"');
  while (quote > 0 && before.charAt(quote - 1) === '\\') quote = before.lastIndexOf('"', quote - 1);
  return quote >= 0 && /[[{:,]\s{0,32}$/.test(before.slice(Math.max(0, quote - 33), quote));
}

/** Replaces detections (sorted, disjoint) of a text by tokens, and tells the vault which URLs and backslashes the client itself wrote; pauses at each. */
export function* replacingSpans(text: string, replacements: readonly Replacement[], vault: Vault): Generator<undefined, string> {
  const output: string[] = [];
  const urls = new UrlContext();
  let at = 0;
  for (const { start, end, token } of replacements) {
    const between = text.slice(at, start);
    urls.append(between);
    const url = urls.open();
    if (url !== undefined) vault.allowInUrl(url + token.text);
    if (between.endsWith('\\')) vault.noteBackslash(token.text);
    if (text.slice(start, end).includes('\\') && isInJsonMember(text, start)) vault.noteEscapes(token.text);
    output.push(between, token.text);
    // As the restorer does it, which follows the text as it becomes.
    urls.append(text.slice(start, end));
    at = end;
    yield;
  }
  output.push(text.slice(at));
  return output.join('');
}

/** A detection and the leaf in which it lies. */
interface Placed {
  readonly leaf: number;
  readonly detection: Detection;
}

/** Issues tokens in the engine's order, so that a growing request keeps the tokens of its old part. */
class Replacer {
  private readonly leaves: readonly TextLeaf[];
  private readonly vault: Vault;
  /** See `firstInTexts`. */
  private readonly inTexts: ReadonlyMap<string, Placed>;
  readonly byLeaf: Replacement[][];
  readonly toolNames: ToolNames;

  constructor(leaves: readonly TextLeaf[], vault: Vault, inTexts: ReadonlyMap<string, Placed>) {
    this.leaves = leaves;
    this.vault = vault;
    this.inTexts = inTexts;
    this.byLeaf = leaves.map(() => []);
    this.toolNames = new ToolNames(leaves.filter(({ kind }) => kind === 'name').map(({ segment }) => segment.text));
  }

  add(leaf: number, span: Span, detection: Detection): void {
    const target = this.leaves[leaf];
    const list = this.byLeaf[leaf];
    if (target === undefined || list === undefined) return;
    const { text } = target.segment;
    if (liesInWrittenToken(text, span.start, span.end)) return;
    if (target.kind === 'check') throw new PhiProxyError('phi_in_identifier', { param: target.path });
    if (target.kind === 'alias') {
      if (list.length === 0) list.push(this.issue(target, { start: 0, end: text.length }, detection));
      return;
    }
    if (target.kind === 'name') this.reserve(this.inTexts.get(groupOf(detection)));
    // What was found across two parts may overlap what was found in one of them: the rest of it is replaced too.
    for (const part of remainsOf(text, span, list)) insertSorted(list, this.issue(target, part, detection));
  }

  /** Has the token of a place issued before those of others of its group; nothing is replaced by that. */
  private reserve(placed: Placed | undefined): void {
    if (placed === undefined) return;
    const { detection } = placed;
    const target = this.leaves[placed.leaf];
    if (target === undefined || liesInWrittenToken(target.segment.text, detection.start, detection.end)) return;
    this.issue(target, detection, detection);
  }

  private issue({ segment, written = segment.text }: TextLeaf, { start, end }: Span, detection: Detection): Replacement {
    const { entity, group, form, isPart, isApart } = detection;
    const token = this.vault.issue({ label: entity, group, form, isPart, isApart }, written.slice(start, end));
    return { start, end, token };
  }

  /** Where a name is used twice it is sent as the same, in whichever place PHI was found. */
  private nameTools(): void {
    this.leaves.forEach(({ kind, segment }, index) => {
      const replacements = this.byLeaf[index] ?? [];
      if (kind === 'name' && replacements.length > 0) this.toolNames.add(segment.text, replaceInName(segment.text, replacements));
    });
  }

  private *textOf({ kind, segment }: TextLeaf, replacements: readonly Replacement[]): Generator<undefined, string> {
    if (kind === 'name') return this.toolNames.sentFor(segment.text);
    const [first] = replacements;
    if (first === undefined) return segment.text;
    return kind === 'alias' ? first.token.alias : yield* replacingSpans(segment.text, replacements, this.vault);
  }

  *write(): Generator<undefined, void> {
    this.nameTools();
    for (const [index, leaf] of this.leaves.entries()) {
      if (index % STRETCH === 0) yield;
      const text = yield* this.textOf(leaf, this.byLeaf[index] ?? []);
      if (text === leaf.segment.text) continue;
      if (leaf.maxLength !== undefined && text.length > leaf.maxLength)
        throw new PhiProxyError('value_too_long', { param: leaf.path });
      leaf.write(text);
    }
    for (const finish of new Set(this.leaves.map((leaf) => leaf.finish))) {
      yield;
      finish?.();
    }
  }
}

const groupOf = ({ entity, group }: Detection): string => `${entity} ${group}`;

/**
 * What persons and values are first called in a text, by their groups. Where a tool is called by somebody (`ask_hannah`) the text's form gets the
 * plain token: a model writes `[NAME_1]` for whoever it means, and that is "Hannah Osei", not "hannah".
 */
function firstInTexts(leaves: readonly TextLeaf[], plan: ReadingPlan, result: DetectionResult): ReadonlyMap<string, Placed> {
  const found = new Map<string, Placed>();
  if (!leaves.some(({ kind }) => kind === 'name')) return found;
  for (const detection of result.issueOrder) {
    const source = plan.sources[detection.segment];
    if (source === undefined || !('leaf' in source) || leaves[source.leaf]?.kind !== 'text') continue;
    const group = groupOf(detection);
    if (!found.has(group)) found.set(group, { leaf: source.leaf, detection });
  }
  return found;
}

interface Replaced {
  /** Number of replaced places per entity. */
  readonly entities: Record<string, number>;
  readonly toolNames: ToolNames;
}

/**
 * Writes tokens into all leaves, with pauses.
 *
 * @throws PhiProxyError `phi_in_identifier`, `value_too_long`, `too_many_values`
 */
export function* replacingLeaves(
  leaves: readonly TextLeaf[],
  plan: ReadingPlan,
  result: DetectionResult,
  vault: Vault,
): Generator<undefined, Replaced> {
  const replacer = new Replacer(leaves, vault, firstInTexts(leaves, plan, result));
  for (const [index, detection] of result.issueOrder.entries()) {
    if (index % STRETCH === 0) yield;
    const source = plan.sources[detection.segment];
    if (source === undefined) continue;
    if ('leaf' in source) replacer.add(source.leaf, detection, detection);
    else for (const { leaf, span } of sidesOf(source.joint, detection)) replacer.add(leaf, span, detection);
  }
  yield* replacer.write();
  const counts: Record<string, number> = {};
  for (const { token } of replacer.byLeaf.flat()) counts[token.label] = (counts[token.label] ?? 0) + 1;
  return { entities: counts, toolNames: replacer.toolNames };
}
