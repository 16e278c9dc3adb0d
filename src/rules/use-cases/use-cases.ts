/** Reads the rules of unapproved uses, `rules/use-cases/ID.yaml`, and runs the examples that they carry. */
import { z } from 'zod';
import type { RuleProblem } from '../problem';
import { text, webAddress } from '../reading/schema';
import { checkId, parseYaml, schemaProblems, type YamlFile } from '../reading/yaml-file';
import { checkRegex } from '../regexes/regex-house-rules';
import { findUnapprovedUse } from './unapproved-use';
import type { UseCase } from './use-case-types';

const FOLDER = 'use-cases/';

const fragment = text.refine((value) => value === value.toLowerCase() || /\\[A-Z]/.test(value), {
  error: 'must be in lower case; texts are read in lower case',
});

export const useCaseFileSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, { error: 'must be kebab-case, such as forged-records' }),
  description: text,
  references: z.array(webAddress).min(1),
  requests: z
    .array(
      z.strictObject({
        verbs: z.array(fragment).min(1),
        wanted: z.boolean().default(false),
        objects: z.array(fragment).min(1),
        unless: z.array(fragment).default([]),
      }),
    )
    .min(1),
  examples: z.array(text).min(3),
  non_examples: z.array(z.strictObject({ text, why: text })).min(3),
  known_limitations: z.array(text).default([]),
  reviewed_by: text.optional(),
});

/** A use-case file as written. */
export type UseCaseFile = z.infer<typeof useCaseFileSchema>;

interface ReadUseCase {
  readonly useCase: UseCase;
  readonly source: UseCaseFile;
  readonly yaml: YamlFile;
}

export interface UseCases {
  readonly useCases: readonly UseCase[];
  /** By id, for reviewers. */
  readonly sources: ReadonlyMap<string, UseCaseFile>;
}

/** Whether a file of the rule folder is a use-case rule. */
function isUseCaseFile(path: string): boolean {
  return path.startsWith(FOLDER) && path.endsWith('.yaml');
}

/** Reads and proves all use-case files. `texts` are the files of the rule folder by path; problems are added to `problems`. */
export function readUseCases(texts: ReadonlyMap<string, string>, problems: RuleProblem[]): UseCases {
  const read = [...texts].filter(([path]) => isUseCaseFile(path)).flatMap(([path, content]) => readOne(path, content, problems));
  const useCases = read.map(({ useCase }) => useCase);
  for (const one of read) problems.push(...prove(one, useCases));
  return { useCases, sources: new Map(read.map(({ source }) => [source.id, source])) };
}

function readOne(path: string, content: string, problems: RuleProblem[]): ReadUseCase[] {
  const yaml = parseYaml(path, content);
  const parsed = useCaseFileSchema.safeParse(yaml.data);
  const found = [...yaml.problems];
  if (found.length === 0 && !parsed.success)
    found.push(...schemaProblems(yaml, parsed.error.issues, Object.keys(useCaseFileSchema.shape)));
  if (parsed.success) found.push(...checkFile(yaml, parsed.data, path));
  problems.push(...found);
  if (!parsed.success || found.length > 0) return [];
  const { id, description, requests, examples, non_examples } = parsed.data;
  const useCase = { id, description, requests, examples: examples.length, nonExamples: non_examples.length, file: path };
  return [{ useCase, source: parsed.data, yaml }];
}

function checkFile(yaml: YamlFile, { id, requests }: UseCaseFile, path: string): RuleProblem[] {
  const fragments = requests.flatMap((request, index) =>
    (['verbs', 'objects', 'unless'] as const).flatMap((key) =>
      request[key].flatMap((regex, place) =>
        checkRegex(`(?<value>${regex})`, false).map((reason) => yaml.problemAt(['requests', index, key, place], reason)),
      ),
    ),
  );
  return [...checkId(yaml, id, path), ...fragments];
}

/** Every example is found by its own rule; no non-example by any. */
function prove({ useCase, source, yaml }: ReadUseCase, all: readonly UseCase[]): RuleProblem[] {
  const missed = source.examples.flatMap((example, index) =>
    findUnapprovedUse([example], [useCase]) === undefined
      ? [yaml.problemAt(['examples', index], 'is not taken for this use')]
      : [],
  );
  const surplus = source.non_examples.flatMap(({ text: example }, index) => {
    const found = findUnapprovedUse([example], all);
    return found === undefined ? [] : [yaml.problemAt(['non_examples', index], `is taken for ${found}`)];
  });
  return [...missed, ...surplus];
}
