import { isJsonObject, type JsonObject, type JsonValue } from './json';

/** Parts of a message's content that are text, as one string. */
function contentText(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (isJsonObject(part) && typeof part['text'] === 'string' ? part['text'] : '')).join('');
}

/** The text of each message of a chat request, of the given roles only (in lower case), or of all. */
export function messageTexts(body: JsonValue, roles?: ReadonlySet<string>): string[] {
  const messages = isJsonObject(body) ? body['messages'] : undefined;
  if (!Array.isArray(messages)) return [];
  return messages
    .filter(isJsonObject)
    .filter(({ role }: JsonObject) => roles === undefined || (typeof role === 'string' && roles.has(role.toLowerCase())))
    .map(({ content }: JsonObject) => contentText(content));
}
