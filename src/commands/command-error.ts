import { isNativeError } from 'node:util/types';
import type { RuleLoadError } from '../rules/problem';

/** Exit codes of every command. */
export const EXIT = { fine: 0, failed: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * A failure that the person at the terminal can do something about: the message says what is wrong, where, and what to do. It is printed as
 * it is, so it must never hold text of a document or request.
 */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.failed) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
}

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'is a folder, a file is expected',
  ENOTDIR: 'is a file, a folder is expected',
  ENOSPC: 'no space is left; what was written is not all',
  EADDRINUSE: 'the port is in use: choose another with --port, or 0 for any free one',
  EADDRNOTAVAIL: 'the host is not an address of this machine: check --host',
};

/** Errors whose messages are known to hold no text of a document: they name settings, rule files and catalogue rows only. */
const SAFE_ERRORS = new Set(['CommandError', 'ConfigError', 'AccessFileError', 'KeyPairError', 'RuleLoadError', 'PhiProxyError']);

/** One message for any error, without stack trace. What is not known to be free of documents' text is named by its class only. */
export function describeError(error: unknown): string {
  if (!isNativeError(error)) return 'internal error';
  if (isSystemError(error)) return `${error.path ?? error.syscall}: ${SYSTEM_REASONS[error.code] ?? error.code}`;
  if (SAFE_ERRORS.has(error.name)) return error.message;
  return `internal error (${error.name}). Please report it with the command line, without any patient's data.`;
}

/** 2 when the settings or the command line are wrong, 1 for everything else. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode;
  if (!isNativeError(error)) return EXIT.failed;
  return error.name === 'ConfigError' || isNoRuleFolder(error) ? EXIT.usage : EXIT.failed;
}

/** What was named as the rules is none: not a problem of a file in it. By its name, since most commands need not load the rules' reader. */
function isNoRuleFolder(error: Error): boolean {
  if (error.name !== 'RuleLoadError') return false;
  const { directory, problems } = error as RuleLoadError;
  return problems.every(({ file }) => file === directory);
}

function isSystemError(error: Error): error is SystemError {
  return 'code' in error && typeof error.code === 'string' && 'syscall' in error && typeof error.syscall === 'string';
}
