import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { READY_MADE_PLANS } from '../src/access/plans';
import { SETTINGS } from '../src/config';
import { chatDialect } from '../src/dialects/chat';
import { bastiongptErrorForm } from '../src/dialects/error-form';
import { ERRORS, type ErrorCode } from '../src/errors';
import { loadRules } from '../src/rules/load';
import { ENTITIES } from '../src/rules/types';
import type { EntityScore } from '../test/eval/score';
import { type Figures, readMeasured } from '../test/eval/targets/measured';
import { type TargetFigure, targetRows } from '../test/eval/targets/target-table';
import { commandOptions } from '../test/support/command-options';

/**
 * The generated tables of the README and the documents beside it. `npm run docs` writes them; a test fails when they are not current.
 */

const cell = (text: string): string => text.replace(/\|/g, '\\|');
const code = (text: string): string => (text === '' ? '' : `\`${cell(text)}\``);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Name of a section and its text, made from the same data that the product runs on. */
const TABLES: Readonly<Record<string, () => string>> = {
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
  targets: targetsTable,
  entities: entitiesTable,
};

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** What was measured last, against what is aimed at. */
function targetsTable(): string {
  const measured = readMeasured();
  const { delivered } = measured;
  const bold = ({ figure, reached }: TargetFigure): string => (reached ? `**${figure}**` : figure);
  const rows = targetRows(measured).map((row) => [
    row.measure,
    row.target,
    row.heldOut === undefined ? 'not measured' : bold(row.heldOut),
    row.delivered === undefined ? '' : bold(row.delivered),
  ]);
  const head = ['measure', 'target', 'held out', `delivered, hands ${delivered.hands}`];
  return `Measured on ${measured.date} at commit \`${measured.commit}\`, what is delivered on ${delivered.date} at commit \`${delivered.commit}\`; what reaches its target is bold.\n\n${table(head, rows)}`;
}

function figuresRow(name: string, { charRecall, charPrecision, spanRecall, falsePositivesPer1kWords }: Figures): string[] {
  return [name, percent(charRecall), percent(charPrecision), percent(spanRecall), falsePositivesPer1kWords.toFixed(1)];
}

/** Unseen notes: all, by entity. */
function entitiesTable(): string {
  const { unseen, withoutNetwork, rulesAlone, hands, delivered } = readMeasured();
  const overall = table(
    ['unseen notes', 'characters found', 'precision', 'spans found', 'false positives per 1,000 words'],
    [
      figuresRow(`${unseen.documents} notes of the hands ${hands}: rules alone`, rulesAlone),
      figuresRow('rules and tagger, held out', withoutNetwork),
      figuresRow('rules, tagger and network, held out', unseen),
      figuresRow(`${delivered.unseen.documents} notes of the hands ${delivered.hands}: what is delivered`, delivered.unseen),
    ],
  );
  const rows = ENTITIES.flatMap((entity) => {
    const cells = [unseen, delivered.unseen].map(({ entities }) => entityCells(entities[entity]));
    return cells.every(([gold]) => gold === '') ? [] : [[code(entity), ...cells.flat()]];
  });
  const head = ['entity', 'marked, held out', 'found', 'right', 'marked, delivered', 'found', 'right'];
  return `${overall}\n\n${table(head, rows)}`;
}

function entityCells(score: EntityScore | undefined): string[] {
  if (score === undefined || score.gold === 0) return ['', '', ''];
  const { gold, found, detections, falsePositives } = score;
  return [String(gold), percent(found / gold), percent(1 - falsePositives / Math.max(1, detections))];
}

/** Rows of the catalogue that BastionGPT shows otherwise. */
function errorForms(): string {
  const rows = (Object.keys(ERRORS) as ErrorCode[]).flatMap((name) => {
    const { message } = bastiongptErrorForm.render(name, null)['error'] as { message: string };
    const status = bastiongptErrorForm.statusOf(name);
    const isSame = message === ERRORS[name].message && status === ERRORS[name].status;
    return isSame ? [] : [[code(name), String(ERRORS[name].status), String(status), cell(message)]];
  });
  return table(['code', "OpenAI's form", "BastionGPT's form", 'its message'], rows);
}

/** Which tables each document holds. The card of the tagger, for reviewers, repeats its figures. */
export const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  'README.md': ['policies', 'settings', 'targets'],
  'docs/errors.md': ['errors', 'error-forms'],
  'docs/fields.md': ['request', 'reply'],
  'docs/measured.md': ['entities'],
  'docs/operations.md': ['plans'],
  'rules/models/tagger.md': ['entities'],
};

/** A document with its generated sections filled in. Throws when a section's markers are missing. */
export function fillDocument(path: string, document: string): string {
  return (DOCUMENTS[path] ?? []).reduce((text, name) => {
    const begin = `<!-- generated: ${name} -->`;
    const end = `<!-- end: ${name} -->`;
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    const make = TABLES[name];
    if (from < 0 || to < from || make === undefined) throw new Error(`${path} lacks the markers of section ${name}`);
    return `${text.slice(0, from + begin.length)}\n${make()}\n${text.slice(to)}`;
  }, document);
}

if (require.main === module) {
  commandOptions('usage: npm run docs\n\nRenews the generated tables of README.md, docs/ and the card of the tagger.\n', {});
  for (const name of Object.keys(DOCUMENTS)) {
    const path = join(__dirname, '..', name);
    writeFileSync(path, fillDocument(name, readFileSync(path, 'utf8')));
  }
}
