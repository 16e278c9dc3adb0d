/** Text that several regexes share, written once and read by its name: `{{month-name}}` stands for the fragment of that name. */
import { nearestNames } from '../nearest-names';
import type { RuleProblem } from '../problem';
import { parsePattern } from '../regexes/regex-elements';
import { compileFailure } from '../regexes/regex-house-rules';
import { type FragmentTexts, fragmentsSchema } from './schema';
import { parseYaml, schemaProblems, type YamlFile } from './yaml-file';

/** What stands for each name: regexes in which no fragment is named any more. */
export type Fragments = ReadonlyMap<string, string>;

export interface ReadFragments {
  /** All that may be named. */
  readonly fragments: Fragments;
  readonly problems: readonly RuleProblem[];
}

/** `fragments.yaml`, the fragments of all rules. */
export interface SharedFragments extends ReadFragments {
  readonly texts: FragmentTexts;
  readonly yaml: YamlFile | undefined;
}

/** Fragments that name fragments double the text at each step; the longest pattern has some four thousand characters. */
const MAX_LENGTH = 20_000;

const USE = /\{\{(?<name>[^{}]{0,100})\}\}/gu;

/** Names of the fragments that a regex names itself. */
export function fragmentsIn(regex: string): string[] {
  return [...regex.matchAll(USE)].map(({ groups }) => groups?.name ?? '');
}

/** The regex with its fragments written out; `reason` says why that cannot be done. */
export function writeOut(regex: string, fragments: Fragments): { readonly regex: string; readonly reason?: string } {
  const unknown = fragmentsIn(regex).find((name) => !fragments.has(name));
  if (unknown !== undefined) return { regex, reason: unknownFragment(unknown, fragments) };
  const whole = regex.replace(USE, (_, name: string) => fragments.get(name) ?? '');
  if (whole.length > MAX_LENGTH)
    return { regex, reason: `has more than ${MAX_LENGTH} characters with its fragments written out` };
  return { regex: whole };
}

function unknownFragment(name: string, fragments: Fragments): string {
  const [nearest] = nearestNames(name, [...fragments.keys()]);
  const hint = nearest === undefined ? 'write it above, or in fragments.yaml' : `did you mean {{${nearest}}}?`;
  return `there is no fragment {{${name}}}; ${hint}`;
}

/** A folder without such a file has no shared fragments. */
export function readSharedFragments(file: string, text: string | undefined): SharedFragments {
  const none = { fragments: new Map<string, string>(), texts: {}, yaml: undefined };
  if (text === undefined) return { ...none, problems: [] };
  const yaml = parseYaml(file, text);
  if (yaml.problems.length > 0) return { ...none, problems: yaml.problems };
  const parsed = fragmentsSchema.safeParse(yaml.data);
  if (!parsed.success) return { ...none, problems: schemaProblems(yaml, parsed.error.issues, []) };
  return { ...readFragments(yaml, [], parsed.data, none.fragments), texts: parsed.data, yaml };
}

/** Fragments as written at `path` of a file. Each may name those above it and the `shared` ones. */
export function readFragments(yaml: YamlFile, path: readonly string[], texts: FragmentTexts, shared: Fragments): ReadFragments {
  const fragments = new Map(shared);
  const problems = Object.entries(texts).flatMap(([name, text]): RuleProblem[] => {
    const { regex, reason } = writeOut(text, fragments);
    const problem = shared.has(name) ? 'fragments.yaml has a fragment of this name' : (reason ?? fragmentFailure(regex));
    fragments.set(name, regex);
    return problem === undefined ? [] : [yaml.problemAt([...path, name], problem)];
  });
  return { fragments, problems };
}

/** A choice in a fragment, or a repeat behind it, must mean what it seems to mean to who reads only the name. */
function fragmentFailure(regex: string): string | undefined {
  const failure = compileFailure(regex, false);
  if (failure !== undefined) return failure;
  const { alternatives } = parsePattern(regex);
  if (alternatives.length > 1 || alternatives[0]?.elements.length !== 1)
    return 'must be one group, class or look-around; put it in (?:…)';
  return /\(\?<[^=!]/u.test(regex) ? 'named groups stand in the pattern itself' : undefined;
}

/** Fragments that no regex names: a reviewer would read what decides nothing. */
export function unusedFragments(
  yaml: YamlFile,
  path: readonly string[],
  texts: FragmentTexts,
  regexes: readonly string[],
): RuleProblem[] {
  const used = new Set([...regexes, ...Object.values(texts)].flatMap(fragmentsIn));
  return Object.keys(texts)
    .filter((name) => !used.has(name))
    .map((name) => yaml.problemAt([...path, name], 'no pattern uses this fragment; remove it'));
}
