import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import type { KeyStore } from '../access/key-store';
import { PhiProxyError } from '../errors';
import type { CompletionDependencies } from './complete';
import { authenticate, findOpenaiKey, type ServerOpenaiKey } from './middleware/authentication';
import { limitConcurrency } from './middleware/concurrency-limit';
import { handleError } from './middleware/error-handler';
import { guardPath } from './middleware/path-guard';
import { recordRequests } from './middleware/request-record';
import { contextOf, type RequestRecord } from './request-context';
import { createChatCompletions } from './routes/chat-completions';
import { createHealth, createReady, type HealthFacts } from './routes/health';
import { createModels } from './routes/models';

export interface RouterDependencies extends CompletionDependencies {
  readonly keys: KeyStore;
  /** Used for clients that send no OpenAI key, unless their proxy key names one. */
  readonly defaultOpenaiKey: string | undefined;
  /** The OpenAI key in a named environment variable; a proxy key may name one. */
  readonly openaiKeyIn?: (variable: string) => string | undefined;
  readonly maxConcurrency: number;
  readonly health: HealthFacts;
  /** Called once a request, when it is over. */
  readonly onRequestDone: (record: RequestRecord) => void;
}

interface Endpoint {
  readonly path: string;
  readonly methods: readonly string[];
  readonly handlers: readonly RequestHandler[];
}

/** The Express application: what is in its table of endpoints is served, everything else is refused. */
export function createRouter(dependencies: RouterDependencies): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  app.enable('case sensitive routing').enable('strict routing');
  app.use(recordRequests(dependencies.onRequestDone), helmet(), guardPath);
  for (const { path, methods, handlers } of endpointsOf(dependencies))
    app.all(path, noteRoute(path), allowOnly(methods), ...handlers);
  app.use(refuseUnknown);
  app.use(handleError);
  return app;
}

function endpointsOf(dependencies: RouterDependencies): Endpoint[] {
  const { keys } = dependencies;
  const access = [
    limitConcurrency(dependencies.maxConcurrency),
    authenticate(keys),
    findOpenaiKey(keys, serverOpenaiKey(dependencies)),
  ];
  const models = createModels(dependencies);
  const { health } = dependencies;
  return [
    { path: '/v1/chat/completions', methods: ['POST'], handlers: [...access, createChatCompletions(dependencies)] },
    { path: '/v1/models', methods: ['GET'], handlers: [...access, models] },
    { path: '/v1/models/:id', methods: ['GET'], handlers: [...access, models] },
    { path: '/healthz', methods: ['GET', 'HEAD'], handlers: [createHealth(health)] },
    { path: '/readyz', methods: ['GET', 'HEAD'], handlers: [createReady(health)] },
  ];
}

/** A key that names an OpenAI key gets that one or none: falling back to another would let the wrong account pay. */
function serverOpenaiKey({ defaultOpenaiKey, openaiKeyIn }: RouterDependencies): ServerOpenaiKey {
  return ({ openaiKey }) => (openaiKey === undefined ? defaultOpenaiKey : openaiKeyIn?.(openaiKey));
}

/** The log gets the pattern; the path itself may hold anything. */
function noteRoute(path: string) {
  const route = path.replace(/:(\w+)/g, '{$1}');
  return (_request: Request, response: Response, next: NextFunction): void => {
    contextOf(response).record.route = route;
    next();
  };
}

function allowOnly(methods: readonly string[]) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!methods.includes(request.method)) {
      response.setHeader('allow', methods.join(', '));
      throw new PhiProxyError('method_not_allowed');
    }
    next();
  };
}

function refuseUnknown(): never {
  throw new PhiProxyError('not_found');
}
