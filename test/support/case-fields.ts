/**
 * What is wrong with the fields of a case in `fixtures/`, for who wrote it: a misspelt field would be passed over, and the case would check less
 * than it says, or fail with words about something else.
 *
 * @param where the case or the part of it, for people
 */
export function fieldProblems(
  where: string,
  value: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${where}: must be fields, not ${JSON.stringify(value)}`];
  const known = [...required, ...optional];
  const unknown = Object.keys(value).filter((field) => !known.includes(field));
  return [
    ...unknown.map((field) => `${where}: no such field: ${field}; there are ${known.join(', ')}`),
    ...required.filter((field) => !(field in value)).map((field) => `${where}: ${field} is missing`),
  ];
}
