import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { limitConnections, refuseFloods, type ServerLimits, serverLimits, trackResponses } from './connection-limits';
import { drain } from './drain';
import type { KeyPair } from './tls/key-pair';
import { TLS_POLICY } from './tls/tls-policy';

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Takes another certificate for the connections to come; running ones go on. Only for a server that speaks TLS. */
  useKeyPair(pair: KeyPair): void;
  /** Takes no new connections, lets running requests finish for `drainMs` milliseconds, then cuts the rest off. */
  close(drainMs: number): Promise<void>;
}

export interface ServerOptions extends Partial<ServerLimits> {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/**
 * Listens; with a key pair it speaks TLS and nothing else. There is no `upgrade` listener on purpose: Node then hands upgrades to the
 * application as plain requests, which refuses WebSockets and answers others in HTTP/1.1. Rejects if the address cannot be had.
 */
export async function startServer(app: RequestListener, options: ServerOptions, pair?: KeyPair): Promise<RunningServer> {
  const limits = serverLimits(options);
  const server =
    pair === undefined ? createServer(limits.http) : createTlsServer({ ...limits.http, ...limits.tls, ...tlsOptions(pair) });
  const responses = trackResponses(server);
  server.on('request', refuseFloods(app, responses));
  limitConnections(server, limits, responses);
  await listen(server, options, limits.limits.maxConnections);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `${pair === undefined ? 'http' : 'https'}://${host}:${port}`,
    port,
    useKeyPair: (next) => {
      if (pair === undefined) throw new TypeError('this server does not speak TLS');
      (server as TlsServer).setSecureContext(tlsOptions(next));
    },
    close: (drainMs) => drain(server, responses, drainMs),
  };
}

const tlsOptions = (pair: KeyPair) => ({ ...TLS_POLICY, ...pair });

/** @param backlog connections that may wait to be taken: as many as may stand, since a text that is read here holds up the taking */
function listen(server: Server | TlsServer, { host, port }: ServerOptions, backlog: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
