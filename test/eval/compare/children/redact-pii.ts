import { NAME_MARK, SIGN_MARK } from '../align-redacted';
import { peerModule } from './peer-module';
import { serveLines } from './serve-lines';

interface Redactor {
  readonly childRedactors: { replaceWith: unknown }[];
  redact(text: string): string;
}

/**
 * redact-pii with its defaults, all built-in redactors. It gives no offsets, only the text with replacements. So that they can be traced,
 * its patterns replace sign by sign, which keeps the length; its redactor of names, the last one, knows only a fixed text.
 */
const { SyncRedactor } = peerModule<{ SyncRedactor: new () => Redactor }>('redact-pii');
const redactor = new SyncRedactor();
for (const child of redactor.childRedactors) child.replaceWith = (match: string) => SIGN_MARK.repeat(match.length);
const names = redactor.childRedactors.at(-1);
if (names) names.replaceWith = NAME_MARK;
void serveLines((text) => redactor.redact(text));
