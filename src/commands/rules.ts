import { type Command, Option } from 'commander';
import type { ShowOptions } from './rules/show-rule';
import { DEFAULT_RULES_DIRECTORY, parseRulesFolder } from './rules-folder';

export interface RulesOptions {
  readonly rules: string;
}

const HELP_AFTER = `
A rule is one YAML file. It carries its own examples; "check" runs them with
that rule alone and with all rules on. "list" and "show" run none of them: the
rules of phi-proxy were proven when it was built; of others the files are
checked, which takes seconds, and "check" proves them.

Examples:
  $ phi-proxy rules check                   prove the rules of phi-proxy
  $ phi-proxy rules check --rules ./rules   prove your own before you serve them
  $ phi-proxy rules list                    what is found, and which letters of
                                            the Safe Harbor list that covers
  $ phi-proxy rules show phone-number       everything about one rule
  $ phi-proxy rules list --json > signed.json
      with the SHA-256 of each file: run it again later, and "diff" says which
      rules, lists and models are others than those that were signed`;

/** `phi-proxy rules`. */
export function registerRules(program: Command): void {
  const rules = program
    .command('rules')
    .description('Check, list and show the detection rules.')
    .addHelpText('after', HELP_AFTER);
  addRulesOption(rules.command('check'))
    .description(
      'Load the rules and run all their examples. Exit status 1 when one does not hold; every problem is printed as file:line key: reason.',
    )
    .action((options: RulesOptions) => {
      const { checkRules } = require('./rules/check-rules') as typeof import('./rules/check-rules');
      checkRules(options);
    });
  addRulesOption(rules.command('list'))
    .description('List the rules, the letters A to R of 45 CFR 164.514(b)(2)(i) they cover, and the SHA-256 of the whole bundle.')
    .option('--json', 'print one JSON object instead of tables, with the SHA-256 of each file')
    .action((options: RulesOptions & { readonly json?: true }) => {
      const { listRules } = require('./rules/list-rules') as typeof import('./rules/list-rules');
      listRules(options);
    });
  addRulesOption(rules.command('show').argument('<id>', 'the rule, policy or use case, such as medical-record-number'))
    .description('Show all of one rule, policy or use case: description, citations, patterns, examples, limitations.')
    .option('--written-out', 'show patterns as they are run, with all fragments written out')
    .action((id: string, options: ShowOptions) => {
      const { showRule } = require('./rules/show-rule') as typeof import('./rules/show-rule');
      showRule(id, options);
    });
  rules
    .command('schema')
    .description('Print the JSON Schema of rule files, for editors (kept in rules/rule.schema.json).')
    .action(() => {
      const { ruleSchemaText } = require('../rules/reading/schema') as typeof import('../rules/reading/schema');
      process.stdout.write(ruleSchemaText());
    });
}

function addRulesOption(command: Command): Command {
  const option = new Option('--rules <folder>', 'folder of rule files');
  return command.addOption(option.argParser(parseRulesFolder).default(DEFAULT_RULES_DIRECTORY, "the package's rules"));
}
