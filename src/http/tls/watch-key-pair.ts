import { type KeyPair, KeyPairError, type KeyPairFiles, readKeyPair, readPemFile } from './key-pair';

export interface KeyPairEvents {
  onChange(pair: KeyPair): void;
  /** The files are bad; the pair read before stays in force. */
  onProblem(error: KeyPairError): void;
}

/**
 * Reads the pair again whenever a file of it changes. It compares the files' bytes (every `intervalMs`), because mounted volumes and
 * replaced symbolic links send no file system events, and time stamps can be those of the file before. A pair half of which is written
 * is bad, and read again at the other half. Does not keep the process alive.
 * Returns the function that stops it.
 */
export function watchKeyPair(files: KeyPairFiles, current: KeyPair, events: KeyPairEvents, intervalMs = 2000): () => void {
  let inForce = current;
  const reload = (): void => {
    try {
      const pair = readKeyPair(files);
      // Both files change at one renewal; the second time there is nothing new.
      if (pair.cert.equals(inForce.cert) && pair.key.equals(inForce.key)) return;
      inForce = pair;
      events.onChange(pair);
    } catch (error) {
      if (!(error instanceof KeyPairError)) throw error;
      events.onProblem(error);
    }
  };
  let seen = [current.cert, current.key];
  const poll = (): void => {
    const now = [files.certificate, files.key].map(readIfThere);
    if (now.every((bytes, index) => bytes.equals(seen[index] ?? NOTHING))) return;
    seen = now;
    reload();
  };
  const timer = setInterval(poll, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

const NOTHING = Buffer.alloc(0);

function readIfThere(path: string): Buffer {
  try {
    return readPemFile(path);
  } catch {
    return NOTHING;
  }
}
