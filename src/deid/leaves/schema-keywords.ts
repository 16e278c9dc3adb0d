/** Keywords of JSON Schema, by what stands behind them. */

/** Texts or values of the client, not schemas. */
export const TEXTS: ReadonlySet<string> = new Set([
  'description',
  'title',
  'default',
  'examples',
  'example',
  'enum',
  'const',
  '$comment',
]);
/** Schemas by names that the client chose. */
export const NAMED: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
]);
