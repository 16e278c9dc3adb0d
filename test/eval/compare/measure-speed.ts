import type { GoldDocument } from '../../../src/training/marked-note';
import type { Children } from './restarted-child';

const SAMPLE = 40;
const ENOUGH_MS = 3000;
const MOST_ROUNDS = 100;

/**
 * Bytes of UTF-8 a second of the child's processor time, in millions. It gives documents again that it was given before, so that what is
 * compiled or built at first use is not counted, in whole rounds over the same sample for every engine. NaN without any answer.
 */
export async function measureSpeed(
  documents: readonly GoldDocument[],
  children: Children,
  { deadline, document: documentLimit }: { readonly deadline: number; readonly document: number },
): Promise<number> {
  const step = Math.max(1, Math.ceil(documents.length / SAMPLE));
  const texts = documents.filter((_, index) => index % step === 0).map(({ text }) => text);
  let cpuMs = 0;
  let bytes = 0;
  for (let round = 0; round < MOST_ROUNDS && cpuMs < ENOUGH_MS; round += 1) {
    for (const text of texts) {
      const left = deadline - Date.now();
      if (left <= 0) return Number.NaN;
      const reply = await (await children.current()).ask({ text }, Math.min(left, documentLimit));
      if ('gone' in reply) {
        children.drop();
        return Number.NaN;
      }
      if ('error' in reply.line) continue;
      cpuMs += Number(reply.line['cpuMs']);
      bytes += Buffer.byteLength(text);
    }
  }
  return bytes / 1000 / cpuMs;
}
