import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { READY_MADE_PLANS } from '../src/access/plans';
import { SETTINGS } from '../src/config';
import { chatDialect } from '../src/dialects/chat';
import { bastiongptErrorForm, openaiErrorForm } from '../src/dialects/error-form';
import { ERRORS, type ErrorCode } from '../src/errors';
import { loadRules } from '../src/rules/load';

/**
 * The README's generated tables. `npm run docs` writes them; a test fails when they are not current.
 */

const cell = (text: string): string => text.replace(/\|/g, '\\|');
const code = (text: string): string => (text === '' ? '' : `\`${cell(text)}\``);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Name of a section and its text, made from the same data that the product runs on. */
export const README_TABLES: Readonly<Record<string, () => string>> = {
  policies: () =>
    table(
      ['policy', 'what it does'],
      [...(loadRules(join(__dirname, '..', 'rules')).policies?.values() ?? [])].map(({ id, description }) => [
        code(id),
        cell(description.trim().replaceAll('\n', ' ')),
      ]),
    ),
  settings: () =>
    table(
      ['environment', 'flag', 'default', 'unit', 'meaning'],
      SETTINGS.map(({ env, flag, default: value, unit, meaning }) => [
        code(env),
        code(flag),
        code(value),
        unit ?? '',
        cell(meaning),
      ]),
    ),
  request: () =>
    table(
      ['request field', 'what is done', 'note'],
      chatDialect.request.map(({ path, action, note, code: refusal }) => [
        code(path),
        action === 'refuse' ? `refuse: ${code(refusal ?? '')}` : action,
        cell(note),
      ]),
    ),
  reply: () =>
    table(
      ['reply field', 'what is done', 'note'],
      chatDialect.reply.map(({ path, action, note }) => [code(path), action, cell(note)]),
    ),
  plans: () =>
    table(
      ['plan', 'requests a minute', 'tokens a minute', 'context', 'a month', 'of which credit', 'per 1,000 in', 'per 1,000 out'],
      READY_MADE_PLANS.map((plan) => [
        code(plan.name),
        ...[plan.requestsPerMinute, plan.tokensPerMinute, plan.contextTokens].map(
          (limit) => limit?.toLocaleString('en-US') ?? '',
        ),
        ...[plan.monthlyCharge, plan.monthlyCredit, plan.pricePer1000In, plan.pricePer1000Out].map((price) =>
          price === 0 ? '' : `$${price}`,
        ),
      ]),
    ),
  errors: () =>
    table(
      ['code', 'status', 'type', 'message'],
      Object.entries(ERRORS).map(([name, { status, type, message }]) => [code(name), String(status), type, cell(message)]),
    ),
  'error-forms': errorForms,
};

/** Code by dialect: status, and the message where it is not the catalogue's. */
function errorForms(): string {
  const codes = Object.keys(ERRORS) as ErrorCode[];
  const rows = codes.map((name) => {
    const { message } = bastiongptErrorForm.render(name, null)['error'] as { message: string };
    const status = String(bastiongptErrorForm.statusOf(name));
    return [
      code(name),
      String(openaiErrorForm.statusOf(name)),
      message === ERRORS[name].message ? status : `${status}: ${cell(message)}`,
    ];
  });
  const head = [
    'code',
    `chat completions, anonymize, usage: ${code(openaiErrorForm.form)}`,
    `BastionGPT 2026 and 202403: ${code(bastiongptErrorForm.form)}`,
  ];
  return table(head, rows);
}

/** A README with its generated sections filled in. Throws when a section's markers are missing. */
export function fillReadme(readme: string): string {
  return Object.entries(README_TABLES).reduce((text, [name, make]) => {
    const begin = `<!-- generated: ${name} -->`;
    const end = `<!-- end: ${name} -->`;
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`README.md lacks the markers of section ${name}`);
    return `${text.slice(0, from + begin.length)}\n${make()}\n${text.slice(to)}`;
  }, readme);
}

if (require.main === module) {
  const path = join(__dirname, '..', 'README.md');
  writeFileSync(path, fillReadme(readFileSync(path, 'utf8')));
}
