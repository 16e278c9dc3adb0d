import { ENTITIES, type Entity } from '../rules/types';

/** Notes with inline marks, `⟦TYPE|text⟧` and `⟦?TYPE|text⟧`, as `fixtures/GUIDELINE.md` describes them. */

export interface GoldSpan {
  readonly start: number;
  readonly end: number;
  readonly entity: Entity;
  readonly optional: boolean;
}

export interface Note {
  readonly id: string;
  readonly text: string;
  /** UTF-16 offsets, sorted. */
  readonly spans: readonly GoldSpan[];
}

const MARK = /⟦(\??)([A-Z]+)\|([^⟧]*)⟧/g;

function isEntity(name: string): name is Entity {
  return (ENTITIES as readonly string[]).includes(name);
}

/** Reads a marked note. Throws on an unknown type. */
export function parseNote(id: string, marked: string): Note {
  const spans: GoldSpan[] = [];
  let text = '';
  let at = 0;
  for (const match of marked.matchAll(MARK)) {
    const [whole, optional, type, value] = match;
    if (type === undefined || !isEntity(type)) throw new Error(`${id}: unknown type ${type}`);
    text += marked.slice(at, match.index);
    spans.push({ start: text.length, end: text.length + (value ?? '').length, entity: type, optional: optional === '?' });
    text += value ?? '';
    at = match.index + whole.length;
  }
  return { id, text: text + marked.slice(at), spans };
}
