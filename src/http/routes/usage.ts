import type { RequestHandler } from 'express';
import type { Accounts } from '../../access/accounts';
import { firstKeptDay } from '../../access/usage/usage';
import { usageCsv, usageReport } from '../../access/usage/usage-report';
import { PhiProxyError } from '../../errors';
import { contextOf } from '../request-context';

/** `GET /v1/usage`: what the key that asks has used, by day and user, as JSON, or as CSV by `Accept: text/csv` or `?format=csv`. */
export function createUsage({ usage, now }: Pick<Accounts, 'usage' | 'now'>): RequestHandler {
  return async function showUsage(request, response) {
    const asCsv = wantsCsv(request.url, request.headers.accept);
    const { key } = contextOf(response);
    const report = usageReport(key, await usage.read(key.label), firstKeptDay(now()));
    response.set({ 'cache-control': 'no-store', vary: 'accept' });
    if (asCsv) response.type('text/csv; charset=utf-8').send(usageCsv(report));
    else response.json(report);
  };
}

function wantsCsv(url: string, accept: string | undefined): boolean {
  const mark = url.indexOf('?');
  if (mark < 0) return /^\s*text\/csv\b/i.test(accept ?? '');
  const format = /^format=(csv|json)$/.exec(url.slice(mark + 1))?.[1];
  if (format === undefined) throw new PhiProxyError('invalid_value', { param: 'query' });
  return format === 'csv';
}
