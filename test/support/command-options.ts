import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>;

/**
 * Reads the command line of a developer's command. `--help` shows the usage; what the command does not know is named, without a stack, and
 * ends it with exit code 2.
 */
export function commandOptions<T extends Options>(usage: string, options: T, { takesFiles = false } = {}): Parsed<T> {
  if (process.argv.includes('--help')) {
    process.stdout.write(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ options, allowPositionals: takesFiles }) as Parsed<T>;
  } catch (error) {
    return wrongUsage((error as Error).message);
  }
}

/** A whole number from 0 on, or the end of the command. */
export function wholeNumber(option: string, value: string): number {
  return /^\d{1,9}$/.test(value) ? Number(value) : wrongUsage(`${option} takes a whole number, not '${value}'`);
}

/** Says what is wrong, and ends the command with exit code 2. */
export function wrongUsage(message: string): never {
  process.stderr.write(`${message}\n--help tells what there is\n`);
  process.exit(2);
}
