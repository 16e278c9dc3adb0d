/** Turns a rule file that has the right shape into what the engine runs, checking what a schema cannot. */
import type { z } from 'zod';
import { plainRegexSource, plainSymbols, TYPOGRAPHIC, WRITE_PLAIN } from '../plain-symbols';
import type { RuleProblem } from '../problem';
import { findMatchStart } from '../regexes/match-start';
import { checkRegex } from '../regexes/regex-house-rules';
import { findTriggerWords } from '../regexes/trigger-words';
import type { CompiledPattern, CompiledRule, RuleExample } from '../types';
import { readMarks } from './example-marks';
import { type Fragments, readFragments, unusedFragments, writeOut } from './fragments';
import { type PatternEntry, type RuleFile, ruleFileSchema } from './schema';
import { hiddenPatterns } from './shown-patterns';
import { checkId, parseYaml, schemaProblems, type YamlFile } from './yaml-file';

export interface ReadRule {
  /** Missing when the file has a problem. */
  readonly rule?: CompiledRule;
  readonly source?: RuleFile;
  /** Letters the file claims, even if it is broken, so that one mistake is not reported as a gap in the coverage too. */
  readonly letters: readonly string[];
  readonly problems: readonly RuleProblem[];
}

/** What rule files may name. */
export interface SharedByRules {
  /** The word lists there are. */
  readonly listNames: ReadonlySet<string>;
  readonly fragments: Fragments;
}

/** Reads and compiles one rule file. */
export function readRule(file: string, text: string, { listNames, fragments: shared }: SharedByRules): ReadRule {
  const yaml = parseYaml(file, text);
  if (yaml.problems.length > 0) return { letters: claimedLetters(text), problems: yaml.problems };
  const parsed = ruleFileSchema.safeParse(yaml.data);
  if (!parsed.success) return { letters: claimedLetters(text), problems: shapeProblems(yaml, parsed.error) };
  const source = parsed.data;
  const { fragments, problems: fragmentProblems } = readFragments(yaml, ['fragments'], source.fragments, shared);
  const patterns = source.patterns.map((pattern) => ({ ...pattern, ...writeOut(pattern.regex, fragments) }));
  const problems = [
    ...checkId(yaml, source.id, file),
    ...checkRecognizer(yaml, source),
    ...source.lists.flatMap((name, index) =>
      listNames.has(name) ? [] : [yaml.problemAt(['lists', index], `there is no lists/${name}.txt`)],
    ),
    ...fragmentProblems,
    ...unusedFragments(
      yaml,
      ['fragments'],
      source.fragments,
      source.patterns.map(({ regex }) => regex),
    ),
    ...checkPatterns(yaml, patterns),
    ...checkWords(yaml, source),
    ...checkExamples(yaml, source),
  ];
  if (problems.length > 0) return { letters: source.hipaa, problems };
  const rule = compile({ ...source, patterns }, file, yaml);
  const hidden = [...hiddenPatterns(rule)].map(([index, reason]) => yaml.problemAt(['patterns', index], reason));
  return { ...(hidden.length === 0 ? { rule } : {}), source, letters: source.hipaa, problems: hidden };
}

function shapeProblems(yaml: YamlFile, error: z.ZodError): RuleProblem[] {
  if (typeof yaml.data !== 'object' || yaml.data === null)
    return [yaml.problemAt([], 'must be a list of keys with values, such as id: email')];
  return schemaProblems(yaml, error.issues, Object.keys(ruleFileSchema.shape));
}

function claimedLetters(text: string): string[] {
  return /^hipaa:(?<letters>.*)$/mu.exec(text)?.groups?.letters?.match(/[A-R]/gu) ?? [];
}

function checkRecognizer(yaml: YamlFile, { recognizer, patterns, lists }: RuleFile): RuleProblem[] {
  if ((recognizer === 'pattern' || recognizer === 'dictionary') && patterns.length === 0)
    return [yaml.problemAt(['patterns'], `recognizer ${recognizer} needs at least 1 pattern`)];
  if (recognizer === 'dictionary' && lists.length === 0)
    return [yaml.problemAt(['lists'], 'recognizer dictionary needs at least 1 list')];
  return patterns.flatMap(({ within }, index) =>
    within === true && recognizer !== 'dictionary'
      ? [yaml.problemAt(['patterns', index, 'within'], 'only recognizer dictionary looks for entries within a value')]
      : [],
  );
}

/** Patterns with their fragments written out; `reason` where that could not be done. */
function checkPatterns(yaml: YamlFile, patterns: readonly (PatternEntry & { readonly reason?: string })[]): RuleProblem[] {
  const names = patterns.map(({ name }) => name);
  return patterns.flatMap(({ name, regex, flags, score, everywhere, reason }, index) => [
    ...(everywhere === true && score > 0
      ? [yaml.problemAt(['patterns', index, 'everywhere'], 'only what is none for sure (score 0) is none everywhere')]
      : []),
    ...(names.indexOf(name) < index
      ? [yaml.problemAt(['patterns', index, 'name'], 'another pattern of the rule has this name')]
      : []),
    ...(reason === undefined ? checkRegex(regex, flags === 'i') : [reason]).map((text) =>
      yaml.problemAt(['patterns', index, 'regex'], text),
    ),
  ]);
}

/** Words that are compared with the text that is searched. */
function checkWords(yaml: YamlFile, { allowList, context }: RuleFile): RuleProblem[] {
  const check = (words: readonly string[], path: readonly string[]): RuleProblem[] =>
    words.flatMap((word, index) => (TYPOGRAPHIC.test(word) ? [yaml.problemAt([...path, index], WRITE_PLAIN)] : []));
  return [...check(allowList, ['allowList']), ...check(context?.words ?? [], ['context', 'words'])];
}

function checkExamples(yaml: YamlFile, { examples, non_examples }: RuleFile): RuleProblem[] {
  const marks = examples.flatMap((example, index) => {
    const read = readMarks(example);
    return typeof read === 'string' ? [yaml.problemAt(['examples', index], read)] : [];
  });
  const stray = non_examples.flatMap(({ text }, index) =>
    /\[\[|\]\]/u.test(text) ? [yaml.problemAt(['non_examples', index, 'text'], 'a non-example holds no marks')] : [],
  );
  return [...marks, ...stray];
}

function compile(source: RuleFile, file: string, yaml: YamlFile): CompiledRule {
  const { id, entity, hipaa, description, recognizer, lists, context, priority } = source;
  return {
    id,
    entity,
    hipaa,
    description,
    recognizer,
    lists,
    priority,
    file,
    columns: source.columns,
    patterns: source.patterns.map(compilePattern),
    context: context && { ...context, words: context.words.map((word) => plainSymbols(word.toLowerCase())) },
    allowList: new Set(source.allowList.map((value) => plainSymbols(value.toLowerCase()))),
    examples: source.examples.flatMap((example, index) => compileExample(example, yaml.lineAt(['examples', index]))),
    nonExamples: source.non_examples.map(({ text, why }, index) => ({
      text,
      spans: [],
      why,
      line: yaml.lineAt(['non_examples', index]),
    })),
    policies: source.policies,
  };
}

function compilePattern({ name, regex, flags, score, validator, everywhere, within }: PatternEntry): CompiledPattern {
  return { name, ...compileRegex(regex, flags), score, validator, everywhere, within };
}

/** A regex source as the engine needs it: compiled, and with what can be told of where it matches. */
export function compileRegex(written: string, flags: 'i' | '' = ''): Pick<CompiledPattern, 'regex' | 'start' | 'triggers'> {
  const source = plainRegexSource(written);
  return {
    regex: new RegExp(source, `${flags}uy`),
    start: findMatchStart(source, flags === 'i'),
    triggers: findTriggerWords(source),
  };
}

function compileExample(example: string, line: number): RuleExample[] {
  const read = readMarks(example);
  return typeof read === 'string' ? [] : [{ ...read, why: undefined, line }];
}
