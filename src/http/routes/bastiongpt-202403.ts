import type { RequestHandler } from 'express';
import { bastiongpt202403Wire, checkApiVersion } from '../../dialects/bastiongpt-202403';
import { type CompletionDependencies, complete } from '../complete';

/** `POST /pro;rev=2/deployments/bastionapi/chat/completions` of BastionGPT 202403. */
export function createBastiongpt202403(dependencies: CompletionDependencies): RequestHandler {
  return function bastiongpt202403(request, response) {
    checkApiVersion(request.headers['api-version'], request.url.split('?', 2)[1] ?? '');
    return complete(bastiongpt202403Wire, dependencies, request, response);
  };
}
