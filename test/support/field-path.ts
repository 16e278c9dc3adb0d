import type { JsonObject, JsonValue } from '../../src/dialects/json';

const STEP = /\[\]|\{(\w+)=([\w*-]+)\}|\.?(\*|[\w$-]+)/g;

type Step =
  | { readonly kind: 'element' }
  | { readonly kind: 'variant'; key: string; value: string }
  | { readonly kind: 'field'; name: string };

function stepsOf(path: string): Step[] {
  return [...path.matchAll(STEP)].map(([whole, key, value, name]): Step => {
    if (whole === '[]') return { kind: 'element' };
    if (key !== undefined && value !== undefined)
      return { kind: 'variant', key, value: value === '*' ? 'of_another_kind' : value };
    return { kind: 'field', name: name === '*' ? 'note' : (name ?? '') };
  });
}

function build(steps: readonly Step[], value: JsonValue | undefined): JsonValue | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const inner = build(rest, value);
  if (step.kind === 'element') return inner === undefined ? [] : [inner];
  if (step.kind === 'field') return inner === undefined ? {} : { [step.name]: inner };
  return { [step.key]: step.value, ...((inner ?? {}) as JsonObject) };
}

/** A body that holds just this path of a field table, with this value at its end. */
export function bodyWith(path: string, value?: JsonValue): JsonObject {
  return build(stepsOf(path), value) as JsonObject;
}

/** The same path as an error names it: every list has one element. */
export function concretePath(path: string): string {
  return path
    .replace(/\[\]/g, '[0]')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\*/g, 'note');
}

/** What stands at the path. */
export function valueAtPath(body: JsonValue, path: string): JsonValue | undefined {
  return stepsOf(path).reduce<JsonValue | undefined>((value, step) => {
    if (value === undefined || step.kind === 'variant') return value;
    return step.kind === 'element' ? (value as JsonValue[])[0] : (value as JsonObject)[step.name];
  }, body);
}
