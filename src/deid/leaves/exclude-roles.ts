import { isJsonObject, type JsonObject, type JsonValue } from '../../dialects/json';
import type { TextLeaf } from './text-leaf';

/** The message that a leaf belongs to: `messages[3]` of `messages[3].content[0].text`. */
const MESSAGE = /^messages\[(\d+)\]/;

/**
 * Marks the texts of messages whose role the policy excludes: they are not searched. Values found in other messages are replaced in
 * them all the same, since a value that is masked in one place must not be sent in another (law 6).
 */
export function excludeRoles(leaves: readonly TextLeaf[], body: JsonObject, roles: readonly string[] = []): readonly TextLeaf[] {
  const messages = body['messages'];
  if (roles.length === 0 || !Array.isArray(messages)) return leaves;
  const excluded = new Set(messages.flatMap((message, index) => (isExcluded(message, roles) ? [String(index)] : [])));
  return leaves.map((leaf) =>
    excluded.has(MESSAGE.exec(leaf.path)?.[1] ?? '') ? { ...leaf, segment: { ...leaf.segment, knownOnly: true } } : leaf,
  );
}

function isExcluded(message: JsonValue, roles: readonly string[]): boolean {
  const role = isJsonObject(message) ? message['role'] : undefined;
  return typeof role === 'string' && roles.includes(role);
}
