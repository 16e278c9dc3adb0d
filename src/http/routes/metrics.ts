import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type Express, type RequestHandler } from 'express';
import { PhiProxyError } from '../../errors';
import { bearerOf } from '../middleware/authentication';

/** Metrics in a text format; they hold numbers and closed words only. */
export interface MetricsSource {
  render(): Promise<string>;
  readonly contentType: string;
}

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** `GET /metrics` for Prometheus. With a key it is sent as `Authorization: Bearer`; anything else is answered as if nothing were here. */
export function createMetricsRoute(metrics: MetricsSource, key: string | undefined): RequestHandler {
  return async function showMetrics(request, response) {
    const sent = bearerOf(request.headers) ?? '';
    if (key !== undefined && !timingSafeEqual(digest(sent), digest(key))) throw new PhiProxyError('not_found');
    const text = await metrics.render();
    response.status(200).type(metrics.contentType).send(text);
  };
}

/** An application of its own for a port of its own, which serves metrics and nothing else. */
export function createMetricsApp(metrics: MetricsSource, key: string | undefined): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  app.enable('case sensitive routing').enable('strict routing');
  app.get('/metrics', createMetricsRoute(metrics, key));
  app.use((_request, response) => void response.status(404).end());
  app.use(((_error, _request, response, _next) => void response.status(404).end()) as express.ErrorRequestHandler);
  return app;
}
