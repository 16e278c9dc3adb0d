import type { Response } from 'express';
import type { RequestRecord } from '../request-record';
import { contextOf } from './request-context';

/**
 * The receipt of a request: under which policy and rules it was de-identified, and counts. It holds no value, and nothing of it is
 * stored. It stands in the headers of every reply to a valid key; for a stream, whose headers leave first, once more as its last
 * comment.
 */
const POLICY_HEADER = 'x-phi-policy';
const RULES_HEADER = 'x-phi-rules';
const ENTITIES_HEADER = 'x-phi-entities';
const TOKENS_HEADER = 'x-phi-tokens';

/** `NAME=2;DATE=1`, sorted by name; `none` if nothing was replaced. */
function countsText(counts: Readonly<Record<string, number>>): string {
  const pairs = Object.entries(counts).map(([name, count]) => `${name}=${count}`);
  return pairs.length === 0 ? 'none' : pairs.sort().join(';');
}

/** What is known before the reply is `issued`; `restored` and `unknown` come with the reply, and `withheld` where a URL held tokens back. */
function tokensText({ tokensIssued, tokensRestored, tokensUnknown, tokensWithheld }: RequestRecord): string {
  const withheld = tokensWithheld === 0 ? undefined : tokensWithheld;
  const counts = { issued: tokensIssued, restored: tokensRestored, unknown: tokensUnknown, withheld };
  return Object.entries(counts)
    .flatMap(([name, count]) => (count === undefined ? [] : [`${name}=${count}`]))
    .join(';');
}

/** The receipt so far, as header names and values. */
function receiptOf({ record }: ReturnType<typeof contextOf>): [string, string][] {
  const { policy, rulesSha256, entities, tokensIssued } = record;
  return [
    ...(policy === undefined ? [] : [[POLICY_HEADER, policy] as [string, string]]),
    ...(rulesSha256 === undefined ? [] : [[RULES_HEADER, rulesSha256] as [string, string]]),
    ...(entities === undefined ? [] : [[ENTITIES_HEADER, countsText(entities)] as [string, string]]),
    ...(tokensIssued === undefined ? [] : [[TOKENS_HEADER, tokensText(record)] as [string, string]]),
  ];
}

/** Writes the receipt so far into the reply's headers; to be called again when more is known. */
export function writeReceipt(response: Response): void {
  for (const [name, value] of receiptOf(contextOf(response))) response.setHeader(name, value);
}

/** Takes over what a session has restored so far. */
export function noteRestored(
  record: RequestRecord,
  { restored, unknown, withheld }: { readonly restored: number; readonly unknown: number; readonly withheld: number },
): void {
  record.tokensRestored = restored;
  record.tokensUnknown = unknown;
  record.tokensWithheld = withheld;
}

/** The receipt as an SSE comment, one header a line; clients ignore it. */
export function receiptComment(response: Response): string {
  const requestId = response.getHeader('x-request-id');
  const lines = [...receiptOf(contextOf(response)), ...(typeof requestId === 'string' ? [['x-request-id', requestId]] : [])];
  return `${lines.map(([name, value]) => `: ${name}: ${value}\n`).join('')}\n`;
}
