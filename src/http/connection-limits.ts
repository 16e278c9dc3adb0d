import type { RequestListener, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { answerBrokenRequest } from './broken-request';

/** Limits on what a client may hold, and for how long. Milliseconds, and numbers of connections. */
export interface ServerLimits {
  readonly maxConnections: number;
  /** Time to send the headers; with TLS also for the handshake. */
  readonly headersTimeoutMs: number;
  /** Time to send a whole request, body and all. */
  readonly requestTimeoutMs: number;
  /** Longest pause in reading a reply. */
  readonly stallTimeoutMs: number;
  /** Longer than the 60 s for which load balancers usually keep idle connections, so that they close first. */
  readonly keepAliveMs: number;
}

const DEFAULTS: ServerLimits = {
  maxConnections: 4096,
  headersTimeoutMs: 30_000,
  requestTimeoutMs: 120_000,
  stallTimeoutMs: 60_000,
  keepAliveMs: 65_000,
};

const MAX_HEADER_BYTES = 32 * 1024;
/** Node drops headers beyond its limit in silence; one more than is allowed is kept, so that the application sees that there are too many. */
export const MAX_HEADERS = 100;
/**
 * Requests of one connection that may wait for their answers. Clients that send several without waiting are rare; without a bound one packet of
 * them would be answered in one go, while nobody else is, and their answers would wait in memory for a client that does not read.
 */
const MAX_WAITING = 16;
/** How often slow senders are looked for: often enough that a limit is kept to about a quarter, at most every 5 s. */
const MAX_CHECK_INTERVAL_MS = 5000;

/** The limits in the words of Node's servers. */
export interface NodeLimits {
  readonly http: ServerOptions;
  readonly tls: { readonly handshakeTimeout: number };
  readonly limits: ServerLimits;
}

/** Fills in the limits that are not given. */
export function serverLimits(given: Partial<ServerLimits>): NodeLimits {
  const limits = { ...DEFAULTS, ...given };
  const { requestTimeoutMs, keepAliveMs } = limits;
  const headersTimeout = Math.min(limits.headersTimeoutMs, requestTimeoutMs);
  return {
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(MAX_CHECK_INTERVAL_MS, Math.ceil(headersTimeout / 4)),
      keepAliveTimeout: keepAliveMs,
    },
    tls: { handshakeTimeout: headersTimeout },
    limits,
  };
}

/** The responses that are under way. */
export interface OpenResponses {
  /** Those on a connection, in the order of their requests: a client may send several without waiting. */
  on(socket: Socket): readonly ServerResponse[];
  /** From now on each connection is closed after its answer. */
  closeAfterAnswer(): void;
  /** Cuts off the connections that have not brought a request yet. */
  cutUnused(): void;
}

/**
 * Follows a server's responses from their requests to their ends. It also sees to it that each of them ends: Node says `close` of the one that is
 * being sent when its connection breaks, but never of those that wait behind it, so that whoever counts would count them for ever.
 */
export function trackResponses(server: Server | TlsServer): OpenResponses {
  const open = new Map<Socket, Set<ServerResponse>>();
  const unused = trackUnused(server);
  let closing = false;
  const follow = (socket: Socket): Set<ServerResponse> => {
    const responses = new Set<ServerResponse>();
    open.set(socket, responses);
    socket.once('close', () => {
      open.delete(socket);
      // Not before Node has said what it says.
      process.nextTick(() => responses.forEach(endUnsent));
    });
    return responses;
  };
  server.prependListener('request', ({ socket }, response: ServerResponse) => {
    const responses = open.get(socket) ?? follow(socket);
    responses.add(response);
    if (closing) response.shouldKeepAlive = false;
    response.once('close', () => responses.delete(response));
  });
  return {
    on: (socket) => [...(open.get(socket) ?? [])],
    closeAfterAnswer() {
      closing = true;
      for (const responses of open.values())
        for (const response of responses) if (!response.headersSent) response.shouldKeepAlive = false;
    },
    cutUnused() {
      for (const socket of unused.values()) socket.destroy();
    },
  };
}

/**
 * Follows the connections that have not brought a request yet, by the client's address and port. For Node they are not idle, and before the end of a
 * TLS handshake not even connections of the server. A request's socket is another than its connection's where TLS lies between.
 */
function trackUnused(server: Server | TlsServer): ReadonlyMap<string, Socket> {
  const unused = new Map<string, Socket>();
  const clientOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
  server.on('connection', (socket: Socket) => {
    const client = clientOf(socket);
    unused.set(client, socket);
    socket.once('close', () => {
      if (unused.get(client) === socket) unused.delete(client);
    });
  });
  server.prependListener('request', ({ socket }) => unused.delete(clientOf(socket)));
  return unused;
}

/** The application, for connections that keep to the bound of requests that wait; others are cut off. */
export function refuseFloods(app: RequestListener, responses: OpenResponses): RequestListener {
  return (request, response) => {
    const { socket } = request;
    // The parser goes on to the end of what it was given, also when its connection is cut off.
    if (socket.destroyed) return;
    if (responses.on(socket).length > MAX_WAITING) socket.destroy();
    else app(request, response);
  };
}

/** Ends a response that never got its turn, as Node ends the others. */
function endUnsent(response: ServerResponse): void {
  response.destroy();
  response.emit('close');
}

/** Puts the limits on a server: slow senders, slow readers, idle and too many connections. */
export function limitConnections(server: Server | TlsServer, { limits }: NodeLimits, responses: OpenResponses): void {
  server.maxConnections = limits.maxConnections;
  server.maxHeadersCount = MAX_HEADERS + 1;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
    answerBrokenRequest(error, socket as Socket, responses.on(socket as Socket)),
  );
  // Nothing has moved on the connection for this long. A silent one may wait for the model; one with bytes that nobody takes may not.
  server.setTimeout(limits.stallTimeoutMs, (socket: Socket) => {
    if (responses.on(socket).length === 0 || socket.writableLength > 0) socket.destroy();
  });
}
