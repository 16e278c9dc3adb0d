import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fieldProblems } from './case-fields';
import { chunk, completion, DONE, frame, IDENTITY, type Message } from './chat-wire';
import { jsonReply, type ScriptedReply, streamReply } from './fake-upstream';

type Body = Record<string, unknown>;

/** One request and what becomes of it; `fixtures/chat/README.md` explains the fields. */
export interface ChatTurn {
  readonly request: Body;
  readonly forwarded?: Body;
  readonly refused?: { readonly status: number; readonly code: string; readonly param?: string };
  readonly reply?: string | { readonly choices: readonly (Message | string)[] };
  readonly chunks?: readonly (string | Message | { readonly choice: number; readonly delta: Message } | { readonly raw: Body })[];
  /** Null: the chunks hold it. */
  readonly finish?: string | null;
  readonly returned?: string | readonly unknown[];
}

export interface ChatCase {
  readonly name: string;
  readonly story: string | undefined;
  /** Fields that stand beside turns instead of in one. */
  readonly stray: readonly string[];
  readonly turns: readonly ChatTurn[];
}

const FOLDER = join(__dirname, '..', '..', 'fixtures', 'chat');

/** All cases of `fixtures/chat`. */
export function readChatCases(): ChatCase[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file) => {
    const { story, turns, ...turn } = parse(readFileSync(join(FOLDER, file), 'utf8')) as Record<string, unknown>;
    const stray = turns === undefined ? [] : Object.keys(turn);
    return { name: file.replace('.yaml', ''), story: story as string | undefined, stray, turns: (turns ?? [turn]) as ChatTurn[] };
  });
}

/** What is wrong with the fields of a case; `fixtures/chat/README.md` explains them. */
export function caseProblems({ name, story, stray, turns }: ChatCase): string[] {
  const problems = turns.flatMap((turn, index) => {
    const where = turns.length === 1 ? name : `${name}, turns[${index}]`;
    return 'refused' in turn
      ? fieldProblems(where, turn, ['request', 'refused'])
      : fieldProblems(where, turn, ['request', 'forwarded', 'returned'], ['reply', 'chunks', 'finish']);
  });
  return [
    ...(typeof story === 'string' ? [] : [`${name}: story is missing`]),
    ...stray.map((field) => `${name}: ${field} stands beside turns, not in one`),
    ...problems,
  ];
}

/** What every case has unless it says otherwise, and what the proxy adds. */
export const requestOf = (turn: ChatTurn): Body => ({ model: 'gpt-4o', ...turn.request });
export const forwardedOf = (turn: ChatTurn): Body => ({ model: 'gpt-4o', temperature: 0.7, n: 1, ...turn.forwarded });

/** The scripted answer of upstream. */
export function replyOf(turn: ChatTurn): ScriptedReply {
  if (turn.chunks !== undefined) return streamReply(...framesOf(turn));
  const { reply = '' } = turn;
  return jsonReply(typeof reply === 'string' ? completion(reply) : completion(...reply.choices));
}

function framesOf({ chunks = [], finish = 'stop' }: ChatTurn): string[] {
  const indexes = new Set<number>([0]);
  const frames = chunks.map((item) => {
    if (typeof item === 'string') return chunk({ content: item });
    if ('raw' in item) return frame({ ...IDENTITY, object: 'chat.completion.chunk', ...item.raw });
    if (!('choice' in item)) return chunk(item);
    indexes.add(item.choice);
    return chunk(item.delta, null, item.choice);
  });
  const last = finish === null ? [] : [...indexes].map((index) => chunk({}, finish, index));
  return [...frames, ...last, DONE];
}

const TOKEN = /\[[A-Z]+_\d+(?::[a-z]+)?\]/;

function leavesOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, `${path}/${key}`));
}

/** The values that tokens of `forwarded` stand for, read off `request` by laying the two side by side. */
export function replacedValues(request: Body, forwarded: Body): string[] {
  const before = new Map(leavesOf(request));
  return leavesOf(forwarded).flatMap(([path, text]) => {
    const original = before.get(path);
    if (original === undefined || !TOKEN.test(text)) return [];
    const parts = text.split(new RegExp(TOKEN, 'g')).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const values = new RegExp(`^${parts.join('([\\s\\S]+?)')}$`).exec(original)?.slice(1) ?? [];
    return values.filter((value) => !TOKEN.test(value));
  });
}
