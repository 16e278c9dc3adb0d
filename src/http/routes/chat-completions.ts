import type { RequestHandler } from 'express';
import { compliantChatGptWire } from '../../dialects/compliantchatgpt';
import { type CompletionDependencies, complete } from '../complete';

/** `POST /v1/chat/completions` of OpenAI and CompliantChatGPT. */
export function createChatCompletions(dependencies: CompletionDependencies): RequestHandler {
  return function chatCompletions(request, response) {
    return complete(compliantChatGptWire, dependencies, request, response);
  };
}
