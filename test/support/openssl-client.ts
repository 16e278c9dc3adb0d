import { spawn } from 'node:child_process';

export interface ClientRun {
  /** Everything that `openssl s_client` printed. */
  readonly output: string;
  readonly isConnected: boolean;
  readonly protocol: string | undefined;
  readonly cipher: string | undefined;
}

/**
 * Connects with `openssl s_client` and the given options. Once connected it types `typed`, or leaves. Everything is offered that this
 * build of openssl knows, unless the options say otherwise: the server must be the one to refuse.
 */
export function connectWithOpenssl(
  port: number,
  options: readonly string[],
  typed?: { text: string; until: RegExp },
): Promise<ClientRun> {
  const child = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...options], { stdio: 'pipe' });
  let output = '';
  let isTyped = false;
  const note = (part: Buffer): void => {
    output += part.toString('utf8');
    if (!isTyped && /^---\n[\s\S]*(Verify return code|Verification)[\s\S]*^---\n/m.test(output)) {
      isTyped = true;
      if (typed === undefined) child.stdin.end();
      else child.stdin.write(typed.text);
    }
    if (isTyped && typed?.until.test(output) === true) child.stdin.end();
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  child.stdin.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(readRun(output)));
  });
}

function readRun(output: string): ClientRun {
  const [, protocol, cipher] = /^New, (\S+), Cipher is (\S+)$/m.exec(output) ?? [];
  const isConnected = cipher !== undefined && cipher !== '(NONE)';
  // "New, TLSv1.2" also stands for 1.0 and 1.1; the session says which it was.
  const session = /^ +Protocol +: (\S+)$/m.exec(output)?.[1];
  return { output, isConnected, protocol: session ?? protocol, cipher };
}
