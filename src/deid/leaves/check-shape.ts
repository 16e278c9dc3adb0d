import type { Shape } from '../../dialects/field-table';
import { isJsonNumber, isJsonObject, type JsonValue } from '../../dialects/json';
import { SHAPE_PATTERNS, TOKEN_ID } from '../../dialects/shapes';

const { model: MODEL, identifier: IDENTIFIER, role: ROLE, word: WORD } = SHAPE_PATTERNS;

/** Any whole number that an API may take, with its exact digits (`seed` has 64 bits), also as software writes numbers of floating point (`1e+16`). */
function isInteger(value: JsonValue): boolean {
  const written = isJsonNumber(value) ? String(value) : '';
  if (/^-?\d{1,20}(?:\.0{1,20})?$/.test(written)) return true;
  return (
    /^-?\d{1,17}(?:\.\d{1,17})?[eE]\+?\d{1,2}$/.test(written) &&
    Number.isInteger(Number(written)) &&
    Math.abs(Number(written)) < 1e20
  );
}

const CHECKS: Readonly<Record<Shape, (value: JsonValue) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  number: isJsonNumber,
  integer: isInteger,
  model: (value) => typeof value === 'string' && MODEL.test(value),
  identifier: (value) => typeof value === 'string' && IDENTIFIER.test(value),
  role: (value) => typeof value === 'string' && ROLE.test(value),
  word: (value) => typeof value === 'string' && WORD.test(value),
  'token-id': (value) => isJsonNumber(value) && TOKEN_ID.test(String(value)),
  'logit-bias': (value) =>
    isJsonObject(value) && Object.entries(value).every(([key, bias]) => TOKEN_ID.test(key) && isJsonNumber(bias)),
};

/** Whether a passed value has the shape its row promises; only such values leave unread. */
export function checkShape(value: JsonValue | undefined, shape: Shape): boolean {
  return value !== undefined && CHECKS[shape](value);
}
