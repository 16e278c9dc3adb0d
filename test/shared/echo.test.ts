import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createDetector, type Detector } from '../../src/deid/detector/detector';
import type { DetectionResult, Segment, Span } from '../../src/detect/types';
import type { GoldDocument } from '../../src/training/marked-note';
import { NOTES_FOLDER, readDocuments } from '../eval/read-documents';
import { assemble, echo } from '../support/chat-wire';
import { type FakeUpstream, startFakeUpstream } from '../support/fake-upstream';
import { needs } from '../support/needs';
import { projectRules } from '../support/project-rules';
import { startWholeProxy, type WholeProxy } from '../support/whole-proxy';

/** Every note goes through the served application to a model that only echoes, and must come back byte for byte. */

const SHARED = join(__dirname, '..', '..', '..', 'shared', 'data', 'notes');
const documents = existsSync(SHARED) ? readDocuments([SHARED]) : [];
const when = needs(documents.length > 0, 'all notes through a model that echoes', '../shared/data/notes') ? test : test.skip;

let upstream: FakeUpstream;
let proxy: WholeProxy;
/** What the detector found last. */
let found: readonly Span[] = [];

/** The real detector, which reads each note once: whole and streamed, a request has the same segments. */
function watchedDetector(): Detector {
  const detector = createDetector({ ruleSet: projectRules(), budgetMs: 60_000, maxCharacters: 1_000_000, threads: 0 });
  let last: { readonly segments: readonly Segment[]; readonly result: DetectionResult } | undefined;
  return {
    ...detector,
    async detect(segments) {
      if (last === undefined || !isDeepStrictEqual(last.segments, segments))
        last = { segments, result: await detector.detect(segments) };
      const { result } = last;
      found = result.segments[segments.findIndex(({ text }) => text.length > 20)] ?? [];
      return result;
    },
  };
}

beforeAll(async () => {
  upstream = await startFakeUpstream();
  upstream.script(echo(2));
  proxy = await startWholeProxy(upstream.url, { detector: watchedDetector() });
});
afterAll(async () => {
  await proxy?.close();
  await upstream.close();
});

interface Passed {
  readonly id: string;
  readonly whole: string | undefined;
  readonly streamed: string | undefined;
  readonly forwarded: string;
}

async function pass({ id, text }: GoldDocument): Promise<Passed> {
  const body = { model: 'gpt-4o', messages: [{ role: 'user', content: text }] };
  const { content, error } = (await (await proxy.chat(body)).json()) as { content?: string; error?: { code: string } };
  const streamed = assemble(await (await proxy.chat({ ...body, stream: true })).text())[0]?.content;
  const forwarded = upstream.requests
    .splice(0)
    .map((request) => request.body)
    .join('\n');
  return { id, whole: content ?? error?.code, streamed, forwarded };
}

/** Whether a value also stands where the annotators say that it is no PHI: Parkinson the doctor, and his disease. */
function isOrdinarySomewhere({ text, spans }: GoldDocument, value: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    if (!spans.some(({ start, end }) => start < at + value.length && at < end)) return true;
  }
  return false;
}

/** Gold values that the engine found as a whole, long enough to be told from chance. */
function foundValues(document: GoldDocument): string[] {
  const { text, spans } = document;
  const covered = (start: number, end: number): boolean => found.some((span) => span.start <= start && end <= span.end);
  const values = spans.flatMap(({ start, end }) => (end - start >= 6 && covered(start, end) ? [text.slice(start, end)] : []));
  return values.filter((value) => !isOrdinarySomewhere(document, value));
}

/** Values found in one place and missed in another, with the reason. This list only shrinks. */
const MISSED_ELSEWHERE: readonly string[] = [
  // A given name that begins a file's name without anything between: JasperWO_….docx.
  'e-068',
  // A day that was found by itself, and stands elsewhere in a stamp with the time run on to it (202402291100), which was missed.
  'f-003',
  'f-004',
  'g-016',
  // A girl called Summer, where the word reads as the season.
  'i-020',
  // A city that was found inside a longer address; parts of addresses are not looked for elsewhere.
  'f-002',
  // An id that was found as the end of a longer reference, Patient/….
  'f-007',
  // A user name that was found inside the path of a file.
  'f-040',
  // A football team, which may be found or not: once it was, and behind "the" its name reads as an ordinary word.
  'k-061',
  // A boy called Prince at the start of a sentence, where his name reads as an ordinary word.
  'h-070',
];

when('the notes of ../shared/data are among those of the project, as they stand', () => {
  const names = readdirSync(SHARED).sort();
  expect(readdirSync(NOTES_FOLDER)).toEqual(expect.arrayContaining(names));
  const differing = names.filter((name) => !readFileSync(join(SHARED, name)).equals(readFileSync(join(NOTES_FOLDER, name))));
  expect(differing).toEqual([]);
});

when(
  'every note comes back byte for byte, whole and streamed, and no value that was found is forwarded',
  async () => {
    const failed: string[] = [];
    const leaked: string[] = [];
    for (const document of documents) {
      const { id, whole, streamed, forwarded } = await pass(document);
      if (whole !== document.text) failed.push(`${id} whole`);
      if (streamed !== document.text) failed.push(`${id} streamed`);
      const values = foundValues(document).filter((value) => forwarded.includes(JSON.stringify(value).slice(1, -1)));
      if (values.length > 0 && !MISSED_ELSEWHERE.includes(id)) leaked.push(`${id}: ${values.length}`);
    }
    expect({ failed, leaked }).toEqual({ failed: [], leaked: [] });
  },
  900_000,
);
