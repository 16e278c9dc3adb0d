import type { RequestHandler } from 'express';
import { createOpenapiDocument, type DocumentFacts } from '../openapi/document';
import { PAGE_POLICY, renderPage } from '../openapi/page';

/** An endpoint as the document knows it. */
interface Mounted {
  readonly path: string;
  readonly methods: readonly string[];
  readonly handlers: readonly RequestHandler[];
}

const DOCUMENT_PATH = '/openapi.json';
const PAGE_PATH = '/docs';
const METHODS = ['GET', 'HEAD'];

/**
 * Two endpoints that describe the given ones and themselves: `GET /openapi.json`, and `GET /docs` for people. Both are made once, at
 * the start.
 */
export function documentationOf(
  endpoints: readonly Pick<Mounted, 'path' | 'methods'>[],
  facts: Omit<DocumentFacts, 'isMounted'>,
): Mounted[] {
  const own = [DOCUMENT_PATH, PAGE_PATH].map((path) => ({ path, methods: METHODS }));
  const mounted = new Set([...endpoints, ...own].flatMap(namesOf));
  const isMounted = (method: string, path: string): boolean => mounted.has(`${method.toUpperCase()} ${path}`);
  const document = createOpenapiDocument({ ...facts, isMounted });
  return [
    { path: DOCUMENT_PATH, methods: METHODS, handlers: [sendDocument(JSON.stringify(document))] },
    { path: PAGE_PATH, methods: METHODS, handlers: [sendPage(renderPage(document))] },
  ];
}

/** `GET /v1/models/{id}`: an endpoint's methods with its path as OpenAPI writes it. */
function namesOf({ path, methods }: Pick<Mounted, 'path' | 'methods'>): string[] {
  return methods.map((method) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
}

function sendDocument(json: string): RequestHandler {
  return (_request, response) => {
    response.type('application/json').send(json);
  };
}

function sendPage(page: string): RequestHandler {
  return (_request, response) => {
    response.setHeader('content-security-policy', PAGE_POLICY);
    response.type('text/html; charset=utf-8').send(page);
  };
}
