import { AccessFileError, readAccessFile, readAccessText } from './access-file';
import { type KnownNames, keyFileSchema, keyFileSchemaFor } from './key-file-schema';
import type { KeyEntry } from './key-store';

/**
 * Reads a key file (YAML, hence also JSON): `keys` (hash, label, and what the key may do) and, optional, the house's own `plans`.
 * @param known what a server has; every request of a key that names something else would be refused, so the file is
 * @throws AccessFileError naming file and line of each problem.
 */
export function readKeyFile(path: string, known?: KnownNames): KeyEntry[] {
  return readAccessFile(path, known === undefined ? keyFileSchema : keyFileSchemaFor(known));
}

/** How a key file is read again, and what came of it. */
export interface KeyFileEvents {
  readonly known?: KnownNames;
  onChange(entries: readonly KeyEntry[]): void;
  /** The file is bad; the keys read before stay in force. */
  onProblem(error: AccessFileError): void;
}

/**
 * Reads the file again whenever its text changes. It looks every `intervalMs`, because mounted volumes and replaced symbolic links send
 * no file system events, and a watcher's first look would come too late for a change right after the start. Does not keep the process
 * alive. Returns the function that stops it.
 */
export function watchKeyFile(path: string, events: KeyFileEvents, intervalMs = 2000): () => void {
  const reload = (): void => {
    try {
      events.onChange(readKeyFile(path, events.known));
    } catch (error) {
      if (error instanceof AccessFileError) events.onProblem(error);
      else throw error;
    }
  };
  let seen = readIfThere(path);
  let settling: NodeJS.Timeout | undefined;
  const look = (): void => {
    const now = readIfThere(path);
    if (now === seen) return;
    clearTimeout(settling);
    settling = setTimeout(() => {
      // Still being written: the next look sees it.
      if (readIfThere(path) !== now) return;
      seen = now;
      reload();
    }, intervalMs / SETTLED_IN);
    settling.unref();
  };
  const timer = setInterval(look, intervalMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    clearTimeout(settling);
  };
}

/** The part of the interval for which a changed file must stay the same. */
const SETTLED_IN = 10;

/** The file's text; `undefined` when it cannot be read, which is a change too. */
function readIfThere(path: string): string | undefined {
  try {
    return readAccessText(path);
  } catch {
    return undefined;
  }
}
