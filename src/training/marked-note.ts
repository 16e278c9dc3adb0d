import { ENTITIES, type Entity } from '../rules/types';

export interface GoldSpan {
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly entity: Entity;
  /** Found or not, it does not count. */
  readonly optional: boolean;
}

/** A text and the PHI in it, sorted. */
export interface GoldDocument {
  readonly id: string;
  readonly text: string;
  readonly spans: readonly GoldSpan[];
}

const OPEN = '⟦';
const CLOSE = '⟧';
const BODY = /^(\??)([A-Z]+)\|(.*)$/s;

/** Parts a note with inline marks (`⟦NAME|Mary Smith⟧`, see fixtures/GUIDELINE.md) into plain text and spans. Throws with `file:line`. */
export function parseMarkedNote(raw: string, file: string): Pick<GoldDocument, 'text' | 'spans'> {
  const spans: GoldSpan[] = [];
  let text = '';
  let position = 0;
  const fail = (at: number, reason: string): never => {
    throw new Error(`${file}:${raw.slice(0, at).split('\n').length}: ${reason}`);
  };
  for (;;) {
    const open = raw.indexOf(OPEN, position);
    const plain = raw.slice(position, open < 0 ? undefined : open);
    const stray = plain.indexOf(CLOSE);
    if (stray >= 0) fail(position + stray, 'closing mark without an opening one');
    text += plain;
    if (open < 0) return { text, spans };
    const close = raw.indexOf(CLOSE, open);
    if (close < 0) fail(open, 'opening mark never closed');
    const mark = parseMark(raw.slice(open + 1, close), (reason) => fail(open, reason));
    spans.push({ start: text.length, end: text.length + mark.value.length, entity: mark.entity, optional: mark.optional });
    text += mark.value;
    position = close + 1;
  }
}

function parseMark(body: string, fail: (reason: string) => never) {
  if (body.includes(OPEN)) fail('mark opened inside a mark');
  const [, question, type, value] = BODY.exec(body) ?? [];
  if (type === undefined || value === undefined) return fail('mark does not begin TYPE| or ?TYPE|');
  if (!isEntity(type)) return fail(`unknown entity ${type}`);
  if (value === '' || value !== value.trim()) fail('empty mark, or space at its edge');
  if (/[\r\n]/.test(value)) fail('mark runs over a line end');
  return { entity: type, value, optional: question === '?' };
}

/** Whether a word is one of our labels. */
export const isEntity = (word: string): word is Entity => (ENTITIES as readonly string[]).includes(word);
