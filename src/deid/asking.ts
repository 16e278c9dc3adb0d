import { labelOf } from '../detect/records/label-of';
import type { Segment } from '../detect/types';
import type { TextLeaf } from './leaves/text-leaf';

const CONTENT = /^messages\[(\d+)\]\.content(?:\[\d+\]\.text)?$/;
const CALL = /^messages\[(\d+)\]\.(?:tool_calls\[(\d+)\]\.function|function_call)\.(name|arguments)$/;
/** Arguments of a tool that say which field it is to fetch: `get_field({"field": "mrn"})`. */
const NAMES_FIELD = /^(?:field|field name|key|attribute|property|column|slot|param|parameter|item|info)$/i;
const FIELD_NAME = /^\p{L}[\p{L} _-]{1,30}$/u;
/** How many messages back the question to an answer may stand: there may be another question and its answer between. */
const REACH = 3;

/** What of a message may be its answer, and more, in UTF-16 code units. */
const READ = 400;

/** Reads the leaves of a request one after another and remembers what the messages before asked for. */
export class Asking {
  /** Index of the message that is being read. */
  private message = -1;
  /** The end of its text, or what the tool that it calls is to find. */
  private text = '';
  /** The same of the messages before, the nearest first. */
  private before: readonly string[] = [];

  /** A leaf's text as an answer to the messages before, if it may be one. */
  answer({ path, segment }: TextLeaf): Segment | undefined {
    const call = CALL.exec(path);
    const found = call ?? CONTENT.exec(path);
    if (found === null) return undefined;
    const isFirst = this.turnTo(Number(found[1]));
    if (call !== null) {
      this.noteCall(segment, call[3] === 'name', Number(call[2] ?? 0));
      return undefined;
    }
    this.text = segment.text;
    if (!isFirst || segment.knownOnly === true || this.before.every((text) => text === '')) return undefined;
    return { text: segment.text.slice(0, READ), asked: this.before };
  }

  private turnTo(message: number): boolean {
    if (message === this.message) return false;
    this.before = message > 0 && message === this.message + 1 ? [this.text, ...this.before].slice(0, REACH) : [];
    this.message = message;
    this.text = '';
    return true;
  }

  /** "get_zip_code", or "ask_user" with a question among its arguments. Results of several calls come in any order. */
  private noteCall({ text, label = '' }: Segment, isName: boolean, index: number): void {
    if (index > 0) this.text = '';
    else if (isName) this.text = `${labelOf(text)}:`;
    else if (text.includes('?')) this.text = text;
    else if (NAMES_FIELD.test(label) && FIELD_NAME.test(text)) this.text = `${labelOf(text)}:`;
  }
}
