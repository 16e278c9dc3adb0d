import type { Dialect, ReplyRow } from '../dialects/field-table';
import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../dialects/json';
import { type Edit, shiftOffset } from '../vault/edits';
import type { RestoreCounts, RestoreMode } from '../vault/restorer';
import type { Vault } from '../vault/vault';
import { numberOf } from './restore-tree';
import type { ToolNames } from './tool-names';

/** What the reply's restoration needs to know of its request. */
export interface RestoreContext {
  readonly vault: Vault;
  readonly toolNames: ToolNames;
  readonly dialect: Dialect;
  readonly urlHosts: ReadonlySet<string>;
  readonly counts: RestoreCounts;
  /** The client asked for a JSON answer, so values in the answer's text are escaped for JSON. */
  readonly wantsJson: boolean;
}

/** How the string of a row is restored. */
export function modeOf(row: ReplyRow, context: RestoreContext): RestoreMode {
  if (row.action === 'restore-json') return 'json';
  return row.action === 'restore-content' && context.wantsJson ? 'sniff' : 'text';
}

/** Whether a choice was cut off, by its `finish_reason`: at its limit, or by the filter of contents, wherever the text stood. */
export function isCutOff(finishReason: JsonValue | undefined): boolean {
  return finishReason === 'length' || finishReason === 'content_filter';
}

/** A reply's or chunk's choices by their paths (`choices[1]`), which the choices' own numbers tell, not their places. */
export function choicesByPath(reply: JsonValue): [path: string, choice: JsonObject][] {
  const choices = isJsonObject(reply) && Array.isArray(reply['choices']) ? reply['choices'] : [];
  return choices.flatMap((choice, place): [string, JsonObject][] =>
    isJsonObject(choice) ? [[`choices[${numberOf(choice, place)}]`, choice]] : [],
  );
}

/** `choices[0]` of `choices[0].message.content`. */
export function choiceOf(path: string): string {
  return /^choices\[\d+\]/.exec(path)?.[0] ?? '';
}

/** The answer's text that an annotation's offsets refer to: it stands beside the annotations. */
export function contentPathOf(annotationPath: string): string {
  return annotationPath.replace(/\.annotations\[.*$/, '.content');
}

/** An offset moved to the restored text. */
export function shiftNumber(value: JsonValue, edits: readonly Edit[] | undefined): JsonValue {
  return isJsonNumber(value) && edits !== undefined ? shiftOffset(Number(value), edits) : value;
}
