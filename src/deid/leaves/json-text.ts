import { visitingFields } from '../../detect/records/field-names';
import { scanningJson } from '../../detect/records/scan-json';
import type { Field } from '../../detect/types';
import { parsingJson } from '../../dialects/json';
import { skipString } from '../../dialects/json-reader';
import { PhiProxyError } from '../../errors';
import { atOnce } from '../../turns';
import { segmentOf, type TextLeaf } from './text-leaf';

/** Strings and numbers of a JSON text, in place: everything between them stays byte for byte. */

/** Where a string begins, or a number as a whole. */
const LITERAL = /"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The literals of a JSON text. Strings are not matched by a regex, whose stack one of some millions of signs overflows. */
function* literalsOf(text: string): Generator<{ readonly start: number; readonly literal: string }> {
  LITERAL.lastIndex = 0;
  for (let match = LITERAL.exec(text); match !== null; match = LITERAL.exec(text)) {
    const start = match.index;
    const end = match[0] === '"' ? skipString(text, start) + 1 : LITERAL.lastIndex;
    yield { start, literal: text.slice(start, end) };
    // Set again behind each: whoever takes the literals may read another text in between.
    LITERAL.lastIndex = end;
  }
}

/** Whether a string holds a JSON object or array that can be read without loss. */
function* isJsonText(text: string): Generator<undefined, boolean> {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    yield* parsingJson(text);
    return true;
  } catch (error) {
    // As text it would be read, but values would go into it unescaped.
    if (error instanceof PhiProxyError && error.code === 'request_too_large') throw error;
    return false;
  }
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly literal: string;
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  let output = '';
  let at = 0;
  for (const { start, end, literal } of [...edits].sort((a, b) => a.start - b.start)) {
    output += text.slice(at, start) + literal;
    at = end;
  }
  return output + text.slice(at);
}

/**
 * The leaves of a string that should hold JSON: each string (keys too) and number in it. A string that is no JSON is one leaf.
 *
 * @param write takes the whole string with its leaves replaced; valid JSON stays valid JSON
 * @throws PhiProxyError `request_too_large`
 */
export function jsonTextLeaves(text: string, path: string, write: (text: string) => void): TextLeaf[] {
  return atOnce(readingJsonText(text, path, write));
}

/** So many of its leaves are made at a stretch. */
const STRETCH = 256;

/** The same, with pauses: arguments of a tool may be some millions of signs. */
export function* readingJsonText(text: string, path: string, write: (text: string) => void): Generator<undefined, TextLeaf[]> {
  if (!(yield* isJsonText(text))) return [{ segment: { text }, kind: 'text', path, write }];
  const edits: Edit[] = [];
  const finish = (): void => {
    if (edits.length > 0) write(applyEdits(text, edits));
  };
  const fields = yield* fieldsIn(text);
  const leaves: TextLeaf[] = [];
  for (const { start, literal } of literalsOf(text)) {
    const end = start + literal.length;
    const value = literal.startsWith('"') ? (JSON.parse(literal) as string) : literal;
    leaves.push({
      segment: segmentOf(value, fields.get(start)),
      kind: 'text',
      path,
      write: (changed) => edits.push({ start, end, literal: JSON.stringify(changed) }),
      finish,
    });
    if (leaves.length % STRETCH === 0) yield;
  }
  return leaves;
}

/** The fields of its values, by the place where a value begins. */
function* fieldsIn(text: string): Generator<undefined, Map<number, Field | undefined>> {
  const fields = new Map<number, Field | undefined>();
  for (const root of scanningJson(text)) {
    yield;
    if (root === undefined) continue;
    yield* visitingFields(root, undefined, {
      value: ({ at: { start } }, field) => fields.set(text.charAt(start - 1) === '"' ? start - 1 : start, field),
    });
  }
  return fields;
}
