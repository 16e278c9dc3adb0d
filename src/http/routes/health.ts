import type { RequestHandler } from 'express';

export interface HealthFacts {
  readonly version: string;
  /** SHA-256 of the rules in force, so that reviewers can tie a server to the rules that they signed. */
  readonly rulesSha256: string;
  /** False without any proxy key. While the server starts or drains, nobody listens. */
  readonly isReady: () => boolean;
}

/** `GET /healthz`: the process lives. */
export function createHealth(facts: HealthFacts): RequestHandler {
  return function health(_request, response) {
    response.json({ status: 'ok', version: facts.version, rules_sha256: facts.rulesSha256 });
  };
}

/** `GET /readyz`: send requests here, or do not. */
export function createReady(facts: HealthFacts): RequestHandler {
  return function ready(_request, response) {
    const isReady = facts.isReady();
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready' });
  };
}
