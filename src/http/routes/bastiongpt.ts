import type { RequestHandler } from 'express';
import { bastiongpt2026Wire } from '../../dialects/bastiongpt';
import { type CompletionDependencies, complete } from '../complete';

/** `POST /v1/ChatCompletion` of BastionGPT 2026. */
export function createBastiongpt(dependencies: CompletionDependencies): RequestHandler {
  return function bastiongpt(request, response) {
    return complete(bastiongpt2026Wire, dependencies, request, response);
  };
}
