import type { Shape } from './field-table';

/** What strings of the word-like shapes look like; the check and the published schema share them. */
export const SHAPE_PATTERNS = {
  model: /^[A-Za-z0-9][\w.:/@-]{0,127}$/,
  /** Ids of tool calls, as servers make them: also none, base64, two joined by a bar. */
  identifier: /^[\w.:|/+=-]{0,256}$/,
  role: /^(?:developer|system|user|assistant|tool|function)$/,
  word: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,40}$/,
} as const satisfies Partial<Record<Shape, RegExp>>;

/** Ids of the tokens of a model, such as the keys of a logit bias. */
export const TOKEN_ID = /^\d{1,7}$/;
