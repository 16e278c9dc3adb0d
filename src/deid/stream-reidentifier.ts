import type { ReplyRow } from '../dialects/field-table';
import { isJsonObject, type JsonObject, type JsonValue } from '../dialects/json';
import { PhiProxyError } from '../errors';
import { atOnce } from '../turns';
import type { Edit } from '../vault/edits';
import { Restorer, restoreText, restoringText } from '../vault/restorer';
import { choiceOf, choicesByPath, contentPathOf, isCutOff, modeOf, type RestoreContext, shiftNumber } from './restore-context';
import { restoringTree } from './restore-tree';
import { ToolNamePieces } from './tool-names';

/** Most texts that one stream may interleave. */
const MAX_LANES = 1024;
/** Texts that come in pieces, by paths that `nest` can follow. Annotations come whole, one in a chunk, under the same index. */
const DELTA = /^choices\[\d+\]\.delta(?!\.annotations\b)(?:\.[\w-]+(?:\[\d+\])?)+$/;

/** One text that arrives in deltas: of one choice, one field, one tool call. */
interface Lane {
  readonly path: string;
  readonly restorer: Restorer;
  readonly edits: Edit[];
}

/** Where a piece of such a text came. */
interface Piece {
  readonly row: ReplyRow;
  readonly path: string;
  readonly chunk: JsonValue;
  /** The choices that end with this chunk, and whether they were cut off. */
  readonly finishing: ReadonlyMap<string, boolean>;
}

/** Puts a text into an otherwise empty value along a path: `delta.tool_calls[1].function.arguments`. */
function nest(path: string, text: string): JsonValue {
  const step = /^\.?([\w-]+)(?:\[(\d+)\])?/.exec(path);
  if (step === null) return text;
  const [whole, key, index] = step;
  const inner = nest(path.slice(whole.length), text);
  if (index === undefined) return { [key ?? '']: inner };
  return { [key ?? '']: [isJsonObject(inner) ? { index: Number(index), ...inner } : inner] };
}

/**
 * Restores a chat stream chunk for chunk. A possible beginning of a token is held back per text (lane) and comes out, at the latest,
 * before the next part of its choice (a tool call behind a text, a text behind its reasoning; of a chunk with both, in its text), before the
 * choice's `finish_reason`, the usage chunk or the end, in a full chunk of its own.
 */
export class StreamReidentifier {
  private readonly context: RestoreContext;
  private readonly lanes = new Map<string, Lane>();
  private readonly finished = new Map<string, boolean>();
  private readonly names: ToolNamePieces;
  private envelope: JsonObject | undefined;

  constructor(context: RestoreContext) {
    this.context = context;
    this.names = new ToolNamePieces(context.toolNames);
  }

  /** Whether there was an answer and each of its choices has had its `finish_reason`. */
  get complete(): boolean {
    return this.finished.size > 0 && [...this.finished.values()].every((done) => done);
  }

  /**
   * Takes one event; returns what to send for it: the event itself, restored, after texts that had to come out before it.
   *
   * @throws PhiProxyError `upstream_invalid_response` when a stream interleaves too many texts
   */
  push(chunk: JsonValue): JsonValue[] {
    return atOnce(this.pushing(chunk));
  }

  /** The same, with pauses: an event may be as long as a whole reply. */
  *pushing(chunk: JsonValue): Generator<undefined, JsonValue[]> {
    const { names, lanes } = this;
    const delta = this.delta.bind(this);
    const restoring = this.restoring.bind(this);
    const finishing = isJsonObject(chunk) ? this.noteChoices(chunk) : new Map<string, boolean>();
    const changed = new Set<string>();
    const held = new Set(this.names.paths);
    const restored = yield* restoringTree(chunk, this.context.dialect.chunk, {
      string: function* (text, row, path) {
        if (row.action === 'restore-name') {
          if (text !== '') held.delete(path);
          return names.push(path, text);
        }
        const output = yield* DELTA.test(path) ? delta(text, { row, path, chunk, finishing }) : restoring(text, row);
        if (output !== text || lanes.get(path)?.restorer.holds === true) changed.add(choiceOf(path));
        return output;
      },
      logprobs: (value, path) => (changed.has(choiceOf(path)) ? null : value),
      shift: (value, path) => shiftNumber(value, this.lanes.get(contentPathOf(path))?.edits),
      key: (key) => restoreText(key, { ...this.options, mode: 'text' }),
    });
    const isOver = ({ path, restorer }: Lane): boolean => {
      if (finishing.has(choiceOf(path))) return true;
      const delta = deltaOf(chunk, choiceOf(path));
      return isCallBehind(delta, path) || (restorer.holdsWord && hasOther(delta, path));
    };
    const isBehindName = (path: string): boolean =>
      finishing.has(choiceOf(path)) || saysSomething(deltaOf(chunk, choiceOf(path)));
    const released = this.releaseNames([...held].filter(isBehindName));
    return [...released, ...this.release((lane) => isOver(lane) || isUsageOnly(chunk), finishing), restored];
  }

  /** Everything that is still held, for the end of the stream. */
  flush(): JsonValue[] {
    return [...this.releaseNames(this.names.paths), ...this.release(() => true, new Map())];
  }

  /** Names of tools that were held back but are none that was sent. */
  private releaseNames(paths: readonly string[]): JsonValue[] {
    return paths.flatMap((path) => {
      const name = this.names.release(path);
      return name === '' ? [] : [this.chunkFor(path, name)];
    });
  }

  /** Notes the chunk's choices; returns those that end here, with whether the model was cut off. */
  private noteChoices(chunk: JsonObject): Map<string, boolean> {
    const finishing = new Map<string, boolean>();
    if (Array.isArray(chunk['choices']) && chunk['choices'].length > 0) this.envelope = chunk;
    for (const [path, choice] of choicesByPath(chunk)) {
      const reason = choice['finish_reason'];
      const ends = typeof reason === 'string' && reason !== '';
      if (ends) finishing.set(path, isCutOff(reason));
      this.finished.set(path, ends || this.finished.get(path) === true);
    }
    return finishing;
  }

  private *delta(text: string, { row, path, chunk, finishing }: Piece): Generator<undefined, string> {
    const { restorer } = this.lane(path, row);
    const output = yield* restorer.pushing(text);
    if (!restorer.holds) return output;
    const cut = finishing.get(choiceOf(path));
    const isOver = cut !== undefined || (text !== '' && isCallBehind(deltaOf(chunk, choiceOf(path)), path));
    return isOver ? output + restorer.flush(cut) : output;
  }

  private lane(path: string, row: ReplyRow): Lane {
    const known = this.lanes.get(path);
    if (known !== undefined) return known;
    if (this.lanes.size >= MAX_LANES) throw new PhiProxyError('upstream_invalid_response');
    const edits: Edit[] = [];
    const lane = { path, edits, restorer: new Restorer({ ...this.options, edits, mode: modeOf(row, this.context) }) };
    this.lanes.set(path, lane);
    return lane;
  }

  private restoring(text: string, row: ReplyRow): Generator<undefined, string> {
    return restoringText(text, { ...this.options, mode: modeOf(row, this.context) });
  }

  private get options(): Pick<RestoreContext, 'vault' | 'urlHosts' | 'counts'> {
    const { vault, urlHosts, counts } = this.context;
    return { vault, urlHosts, counts };
  }

  /** Held texts of the chosen lanes, each as a chunk like those of the stream. */
  private release(chosen: (lane: Lane) => boolean, finishing: ReadonlyMap<string, boolean>): JsonValue[] {
    const chunks: JsonValue[] = [];
    for (const lane of this.lanes.values()) {
      if (!lane.restorer.holds || !chosen(lane)) continue;
      const text = lane.restorer.flush(finishing.get(choiceOf(lane.path)) ?? false);
      if (text !== '') chunks.push(this.chunkFor(lane.path, text));
    }
    return chunks;
  }

  private chunkFor(path: string, text: string): JsonObject {
    const choice = choiceOf(path);
    const { usage, ...envelope } = this.envelope ?? {};
    const delta = nest(path.slice(choice.length), text);
    return {
      ...envelope,
      choices: [
        {
          index: Number(/\d+/.exec(choice)?.[0] ?? 0),
          ...(isJsonObject(delta) ? delta : {}),
          logprobs: null,
          finish_reason: null,
        },
      ],
      ...(usage === undefined ? {} : { usage: null }),
    };
  }
}

/** The delta of one choice. */
function deltaOf(chunk: JsonValue, path: string): JsonObject | undefined {
  const delta = choicesByPath(chunk).find(([own]) => own === path)?.[1]['delta'];
  return isJsonObject(delta) ? delta : undefined;
}

function carriesSomething(value: JsonValue | undefined): boolean {
  return Array.isArray(value) || typeof value === 'string' ? value.length > 0 : isJsonObject(value);
}

/** Whether a field of a delta is a part of an answer: clients take a part for whole when another begins. */
function isPart(field: string, value: JsonValue | undefined): boolean {
  const isText = typeof value === 'string' && field !== 'role';
  return (isText || field === 'tool_calls' || field === 'function_call') && carriesSomething(value);
}

/** Whether a delta says anything; ids and roles say nothing. */
function saysSomething(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return value !== '';
  if (Array.isArray(value)) return value.some(saysSomething);
  return isJsonObject(value) && Object.keys(value).some((key) => !/^(?:id|type|role)$/.test(key) && saysSomething(value[key]));
}

const CALLS = ['function_call', 'tool_calls'];

/** The field of a delta that a path leads to. */
const fieldOf = (path: string): string => /\.delta\.([\w-]+)/.exec(path)?.[1] ?? '';

/**
 * Whether the model calls a tool behind a lane's text: that is over then, though it may end with an open bracket. Texts of several fields may take
 * turns within a token, and calls as well.
 */
function isCallBehind(delta: JsonObject | undefined, path: string): boolean {
  return delta !== undefined && !CALLS.includes(fieldOf(path)) && CALLS.some((field) => isPart(field, delta[field]));
}

/**
 * Whether parts go on but not a lane's own field. Tool calls beside one another are one field: their deltas may take turns. Gateways send
 * some texts in two fields of one delta (`reasoning` and `reasoning_details`).
 */
function hasOther(delta: JsonObject | undefined, path: string): boolean {
  const own = fieldOf(path);
  return delta !== undefined && !carriesSomething(delta[own]) && Object.keys(delta).some((field) => isPart(field, delta[field]));
}

/** The chunk of usage, behind the answer. Others without choices may stand within it, where a token's beginning must wait for its end. */
function isUsageOnly(chunk: JsonValue): boolean {
  return isJsonObject(chunk) && isJsonObject(chunk['usage']) && Array.isArray(chunk['choices']) && chunk['choices'].length === 0;
}
