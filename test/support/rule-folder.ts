import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadRules } from '../../src/rules/load';
import { formatProblem, RuleLoadError } from '../../src/rules/problem';

/** A rule file that loads: medical record numbers behind the label MRN. */
export const GOOD_RULE = `id: record
entity: MRN
hipaa: [H]
description: Chart numbers behind a label.
references: ["https://www.ecfr.gov/current/title-45/section-164.514"]
recognizer: pattern
patterns:
  - name: labelled
    regex: '\\bMRN[ :]{1,3}(?<value>\\d{5,9})\\b'
    score: 0.9
examples:
  - 'MRN: [[00482913]] seen'
  - 'MRN [[12345]]'
  - 'MRN: [[123456]] and MRN: [[654321]]'
non_examples:
  - { text: 'lot 00482913', why: 'lot number' }
  - { text: 'MRN pending', why: 'no number' }
  - { text: 'MRN 1234', why: 'too short' }
`;

/** Excludes every letter but those given. */
export function exclusionsBut(...letters: string[]): string {
  return [...'ABCDEFGHIJKLMNOPQR']
    .filter((letter) => !letters.includes(letter))
    .map((letter) => `${letter}: not in this test\n`)
    .join('');
}

/** A folder that loads: one rule. */
export const GOOD_FOLDER: Readonly<Record<string, string>> = { 'record.yaml': GOOD_RULE, 'exclusions.yaml': exclusionsBut('H') };

const made: string[] = [];

/** Writes files into a new temporary folder and gives its path. */
export function writeRuleFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'phi-proxy-rules-'));
  made.push(directory);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

/** What loading rules of these files finds wrong, as it is told; empty where it loads. */
export function loadProblems(files: Readonly<Record<string, string | Buffer>>): string[] {
  try {
    loadRules(writeRuleFolder(files));
    return [];
  } catch (error) {
    if (error instanceof RuleLoadError) return error.problems.map(formatProblem);
    throw error;
  }
}

/** For `afterAll`. */
export function removeRuleFolders(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}
