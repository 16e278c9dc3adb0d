import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { type Accounts, createMemoryAccounts } from '../access/accounts';
import type { KeyStore } from '../access/key-store';
import type { TagUser } from '../access/request-meter';
import { bastiongptErrorForm, type ErrorForm, openaiErrorForm } from '../dialects/error-form';
import { PhiProxyError } from '../errors';
import type { RequestRecord } from '../request-record';
import type { CompletionDependencies } from './complete';
import { authenticate, findOpenaiKey, type ServerOpenaiKey, takeServerOpenaiKey } from './middleware/authentication';
import { limitConcurrency, type RequestLoad } from './middleware/concurrency-limit';
import { handleError } from './middleware/error-handler';
import { guardPath, refuseQuery } from './middleware/path-guard';
import { choosePolicy, DEFAULT_POLICIES, type PolicyFacts } from './middleware/policy';
import { meterRequests } from './middleware/quota';
import { chooseUpstream, type Regions } from './middleware/region';
import { recordRequests } from './middleware/request-record';
import { contextOf } from './request-context';
import { type AnonymizeDependencies, createAnonymize } from './routes/anonymize';
import { createBastiongpt } from './routes/bastiongpt';
import { createBastiongpt202403 } from './routes/bastiongpt-202403';
import { createChatCompletions } from './routes/chat-completions';
import { documentationOf } from './routes/documentation';
import { createHealth, createReady, type HealthFacts } from './routes/health';
import { createMetricsRoute, type MetricsSource } from './routes/metrics';
import { createModels } from './routes/models';
import { createUsage } from './routes/usage';

export interface RouterDependencies extends CompletionDependencies, AnonymizeDependencies {
  readonly keys: KeyStore;
  /** Used for clients that send no OpenAI key, unless their proxy key names one. */
  readonly defaultOpenaiKey: string | undefined;
  /** The OpenAI key in a named environment variable; a proxy key may name one. */
  readonly openaiKeyIn?: (variable: string) => string | undefined;
  /** Quotas and usage; counted in this router's own memory if absent. */
  readonly accounts?: Accounts;
  /** Makes of a `user` the tag under which usage is counted; without it usage is not counted by user. */
  readonly tagUser?: TagUser;
  /** Policies by which requests may be de-identified; the default one alone if absent. */
  readonly policies?: Omit<PolicyFacts, 'rulesSha256'>;
  /** Upstreams of the regions that keys may name. */
  readonly regions?: Regions;
  /** Served at `/metrics` to who has the key; not at all if absent. */
  readonly metrics?: { readonly source: MetricsSource; readonly key: string };
  readonly maxConcurrency: number;
  /** Counts the requests that are being answered; the router makes its own if absent. */
  readonly load?: RequestLoad;
  readonly health: HealthFacts;
  /** Called once a request, when it is over. */
  readonly onRequestDone: (record: RequestRecord) => void;
}

interface Endpoint {
  readonly path: string;
  readonly methods: readonly string[];
  readonly handlers: readonly RequestHandler[];
  /** How errors are shown; OpenAI's form if absent. */
  readonly form?: ErrorForm;
}

const BASTIONGPT_2026 = '/v1/ChatCompletion';
const BASTIONGPT_202403 = '/pro;rev=2/deployments/bastionapi/chat/completions';

/** The Express application: what is in its table of endpoints is served, everything else is refused. */
export function createRouter(dependencies: RouterDependencies): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  app.enable('case sensitive routing').enable('strict routing');
  app.use(recordRequests(dependencies.onRequestDone), helmet(), guardPath);
  const own = endpointsOf(dependencies);
  const facts = { version: dependencies.health.version, maxBodyBytes: dependencies.maxBodyBytes };
  const endpoints: readonly Endpoint[] = [...own, ...documentationOf(own, facts)];
  for (const { path, methods, handlers, form } of endpoints)
    app.route(path).all(noteRoute(path, form), allowOnly(methods), refuseQuery, ...handlers);
  app.use(refuseUnknown);
  app.use(handleError);
  return app;
}

function endpointsOf(dependencies: RouterDependencies): Endpoint[] {
  const { keys, accounts = createMemoryAccounts(), tagUser = async () => '', load = { running: 0 } } = dependencies;
  const limited = limitConcurrency(dependencies.maxConcurrency, load, keys);
  const governed = [
    choosePolicy({ ...(dependencies.policies ?? DEFAULT_POLICIES), rulesSha256: dependencies.health.rulesSha256 }),
    chooseUpstream(dependencies.regions ?? new Map()),
  ];
  // Keys come first: who has none must not take the place of those who have one.
  const admitted = [authenticate(keys), limited, ...governed];
  const access = [...admitted, findOpenaiKey(keys, serverOpenaiKey(dependencies))];
  const metered = meterRequests(accounts, tagUser);
  const bastion = [authenticate(keys, 'key'), limited, ...governed, takeServerOpenaiKey(serverOpenaiKey(dependencies)), metered];
  const models = createModels(dependencies);
  const { health, metrics } = dependencies;
  return [
    { path: '/v1/chat/completions', methods: ['POST'], handlers: [...access, metered, createChatCompletions(dependencies)] },
    { path: '/v1/anonymize', methods: ['POST'], handlers: [...admitted, metered, createAnonymize(dependencies)] },
    {
      path: BASTIONGPT_2026,
      methods: ['POST'],
      form: bastiongptErrorForm,
      handlers: [...bastion, createBastiongpt(dependencies)],
    },
    {
      path: BASTIONGPT_202403,
      methods: ['POST'],
      form: bastiongptErrorForm,
      handlers: [...bastion, createBastiongpt202403(dependencies)],
    },
    { path: '/v1/models', methods: ['GET'], handlers: [...access, models] },
    { path: '/v1/models/:id', methods: ['GET'], handlers: [...access, models] },
    { path: '/v1/usage', methods: ['GET'], handlers: [...admitted, createUsage(accounts)] },
    ...(metrics === undefined
      ? []
      : [{ path: '/metrics', methods: ['GET'], handlers: [createMetricsRoute(metrics.source, metrics.key)] }]),
    { path: '/healthz', methods: ['GET', 'HEAD'], handlers: [createHealth(health)] },
    { path: '/readyz', methods: ['GET', 'HEAD'], handlers: [createReady(health)] },
  ];
}

/** A key that names an OpenAI key gets that one or none: falling back to another would let the wrong account pay. */
function serverOpenaiKey({ defaultOpenaiKey, openaiKeyIn }: RouterDependencies): ServerOpenaiKey {
  return ({ openaiKey }) => (openaiKey === undefined ? defaultOpenaiKey : openaiKeyIn?.(openaiKey));
}

/** The log gets the pattern; the path itself may hold anything. */
function noteRoute(path: string, form: ErrorForm = openaiErrorForm) {
  const route = path.replace(/:(\w+)/g, '{$1}');
  return (_request: Request, response: Response, next: NextFunction): void => {
    const context = contextOf(response);
    context.record.route = route;
    context.errorForm = form;
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
