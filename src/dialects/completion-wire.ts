import type { Dialect } from './field-table';
import type { JsonObject, JsonValue } from './json';

/** What the server adds to an exchange: settings, or what the key's record says instead. */
export interface WireFacts {
  readonly model: string;
  /** Named in replies that have an `environment`. */
  readonly environment: string;
}

/**
 * An API whose requests become chat completions: how its bodies are read and written, around the tables that say where text sits.
 * Everything between the two (de-identify, forward, restore) is the same for all of them.
 */
export interface CompletionWire {
  /** Tables for the body that goes upstream, and for its reply. */
  readonly dialect: Dialect;
  /** Most tokens of the messages, after de-identification; undefined leaves it to upstream. */
  readonly contextLimit: number | undefined;
  /** Whether requests for unapproved uses are answered here, with `finish_reason: content_filter`. */
  readonly screensUse: boolean;
  /** The request as a chat completion. @throws PhiProxyError for what this API does not allow */
  readRequest(body: JsonValue, facts: WireFacts): JsonObject;
  /** A whole reply of upstream, tokens restored, as this API sends it. */
  writeReply(reply: JsonValue, facts: WireFacts): JsonValue;
  /** One event of a stream. */
  writeChunk(chunk: JsonValue, facts: WireFacts): JsonValue;
}
