import type { UsageReport } from '../../access/usage/usage-report';
import { readClientKey } from '../../config';
import { CommandError, EXIT } from '../command-error';
import { write } from '../output';
import type { UsageOptions } from '../usage';

const TIMEOUT_MS = 10_000;

const STATUS_REASONS: Readonly<Record<number, string>> = {
  401: 'the key is not valid. Set PHI_PROXY_KEY to a key of this proxy.',
  403: "the proxy has no policy or region of the name that the key file gives for this key. Check the file's line of the key.",
  404: 'nothing there shows usage. Check --url; it is given without /v1.',
  503: 'the counters cannot be read at the moment. Try again.',
};

/** `usage`: asks the proxy and prints its answer. */
export async function showUsage({ url, json, csv }: UsageOptions): Promise<void> {
  const key = readClientKey();
  if (key === undefined)
    throw new CommandError('no key. Set PHI_PROXY_KEY to the proxy key whose usage you want to see.', EXIT.usage);
  // Others cannot even be sent, which would look like a proxy that is away.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new CommandError('PHI_PROXY_KEY: is not a proxy key.', EXIT.usage);
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new CommandError('--url: is not an http or https URL.', EXIT.usage);
  const text = await ask(`${url.replace(/\/+$/, '')}/v1/usage?format=${csv ? 'csv' : 'json'}`, key);
  if (csv) await write(process.stdout, text);
  else if (json) await write(process.stdout, `${text}\n`);
  else await write(process.stdout, usageTable(JSON.parse(text) as UsageReport));
}

async function ask(address: string, key: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(address, {
      headers: { 'x-compliantchatgpt-key': key },
      // A redirect would carry the key to another host.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new CommandError('the proxy cannot be reached. Check --url, and that phi-proxy serve is running.');
  }
  if (!response.ok) throw new CommandError(STATUS_REASONS[response.status] ?? `the proxy answered ${response.status}.`);
  return response.text();
}

const HEAD = ['date', 'user', 'requests', 'tokens in', 'tokens out', 'cost $', 'entities'];

/** For people: the days, then what the months cost. */
function usageTable({ key, plan, days, months }: UsageReport): string {
  const rows = days.map((day) =>
    [day.date, day.user ?? '-', day.requests, day.tokens_in, day.tokens_out, day.cost_usd.toFixed(4), day.entities].map(String),
  );
  const bills = months.map(
    ({ month, cost_usd, access_charge_usd, credit_usd, due_usd }) =>
      `${month}: tokens $${cost_usd.toFixed(2)}, access $${access_charge_usd.toFixed(2)}, credit $${credit_usd.toFixed(2)}, due $${due_usd.toFixed(2)}`,
  );
  const lines = [`key ${key}, plan ${plan.name}`, '', ...columns([HEAD, ...rows]), '', ...bills];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Text to the left, numbers to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
  );
}
