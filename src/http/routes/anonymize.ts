import type { RequestHandler } from 'express';
import { type ReplacedPlace, readAnonymizeRequest, writeAnonymizeReply } from '../../dialects/anonymize';
import { parsingJson } from '../../dialects/json';
import { writingJson } from '../../dialects/json-writer';
import type { RequestRecord } from '../../request-record';
import { inTurns } from '../../turns';
import { readRequestText } from '../middleware/request-body';
import { writeReceipt } from '../receipt';
import { contextOf, elapsedMs, type RequestContext } from '../request-context';

export interface AnonymizeDependencies {
  /** De-identifies one text or throws. */
  readonly anonymize: (text: string, context: RequestContext) => Promise<{ text: string; spans: readonly ReplacedPlace[] }>;
  readonly maxBodyBytes: number;
}

/** `POST /v1/anonymize`: parse, de-identify, reply. Nothing goes upstream. */
export function createAnonymize({ anonymize, maxBodyBytes }: AnonymizeDependencies): RequestHandler {
  return async function anonymizeText(request, response) {
    const context = contextOf(response);
    const text = readAnonymizeRequest(await inTurns(parsingJson(await readRequestText(request, maxBodyBytes))));
    const started = performance.now();
    const result = await anonymize(text, context);
    noteResult(context.record, result.spans, elapsedMs(started));
    writeReceipt(response);
    const reply = await inTurns(writingJson(writeAnonymizeReply(text, result.text, result.spans)));
    response.status(200).type('application/json').send(reply);
  };
}

function noteResult(record: RequestRecord, spans: readonly ReplacedPlace[], deidentifyMs: number): void {
  const entities: Record<string, number> = {};
  for (const { entity } of spans) entities[entity] = (entities[entity] ?? 0) + 1;
  record.entities = entities;
  record.tokensIssued = new Set(spans.map(({ token }) => token)).size;
  record.deidentifyMs = deidentifyMs;
}
