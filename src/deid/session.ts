import type { Dialect } from '../dialects/field-table';
import { isJsonObject, type JsonObject, type JsonValue } from '../dialects/json';
import { atOnce } from '../turns';
import type { Edit } from '../vault/edits';
import { type RestoreCounts, restoreText, restoringText } from '../vault/restorer';
import type { Vault } from '../vault/vault';
import { choiceOf, choicesByPath, contentPathOf, isCutOff, modeOf, type RestoreContext, shiftNumber } from './restore-context';
import { restoringTree } from './restore-tree';
import { StreamReidentifier } from './stream-reidentifier';
import type { ToolNames } from './tool-names';

export interface SessionOptions {
  /** The de-identified body. */
  readonly body: JsonObject;
  /** The JSON to send; the tripwire has passed it. */
  readonly forward: string;
  readonly vault: Vault;
  /** Replaced places per entity. */
  readonly entities: Readonly<Record<string, number>>;
  readonly toolNames: ToolNames;
  readonly dialect: Dialect;
  readonly urlHosts: ReadonlySet<string>;
}

/** By `response_format`, or by the fields of vLLM and llama.cpp for the same. */
function asksForJson(body: JsonObject): boolean {
  const { response_format: format, structured_outputs: outputs } = body;
  if (isJsonObject(outputs) && (outputs['json'] ?? null) !== null) return true;
  if ((body['guided_json'] ?? body['json_schema'] ?? null) !== null) return true;
  return isJsonObject(format) && (format['type'] === 'json_object' || format['type'] === 'json_schema');
}

/** Choices that the model was cut off in: `choices[1]`. */
function truncatedChoices(reply: JsonValue): Set<string> {
  return new Set(choicesByPath(reply).flatMap(([path, choice]) => (isCutOff(choice['finish_reason']) ? [path] : [])));
}

/** One request and its reply. All that is known of the request's values lives here and dies with it. */
export class Session {
  readonly forward: string;
  readonly streaming: boolean;
  /** Numbers only. */
  readonly counts: { readonly entities: Readonly<Record<string, number>>; readonly tokensIssued: number };
  private readonly context: RestoreContext;

  constructor({ body, forward, vault, entities, toolNames, dialect, urlHosts }: SessionOptions) {
    this.forward = forward;
    this.streaming = body['stream'] === true;
    this.counts = { entities, tokensIssued: vault.size };
    this.context = {
      vault,
      toolNames,
      dialect,
      urlHosts,
      wantsJson: asksForJson(body),
      counts: { restored: 0, unknown: 0, withheld: 0 },
    };
  }

  /** What the reply held so far; numbers only. */
  get restored(): Readonly<RestoreCounts> {
    return this.context.counts;
  }

  /** Restores a whole reply, or the body of an upstream error. */
  reidentifyReply(reply: JsonValue): JsonValue {
    return atOnce(this.reidentifyingReply(reply));
  }

  /** The same, with pauses: an answer may hold a hundred thousand tokens. */
  reidentifyingReply(reply: JsonValue): Generator<undefined, JsonValue> {
    const { context } = this;
    const { vault, urlHosts, counts } = context;
    const cut = truncatedChoices(reply);
    const changed = new Set<string>();
    const editsAt = new Map<string, Edit[]>();
    return restoringTree(reply, context.dialect.reply, {
      string: function* (text, row, path) {
        if (row.action === 'restore-name') return context.toolNames.ownOf(text);
        const edits: Edit[] = [];
        editsAt.set(path, edits);
        const restored = yield* restoringText(
          text,
          { vault, urlHosts, counts, edits, mode: modeOf(row, context) },
          cut.has(choiceOf(path)),
        );
        if (restored !== text) changed.add(choiceOf(path));
        return restored;
      },
      logprobs: (value, path) => (changed.has(choiceOf(path)) ? null : value),
      shift: (value, path) => shiftNumber(value, editsAt.get(contentPathOf(path))),
      key: (key) => restoreText(key, { vault, urlHosts, counts, mode: 'text' }),
    });
  }

  /** Restores the events of a streamed reply, one after another. */
  createStreamReidentifier(): StreamReidentifier {
    return new StreamReidentifier(this.context);
  }
}
