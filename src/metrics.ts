import type { Counter } from 'prom-client';
import type { LogFields } from './log';

/** Fields of the log that are numbers and closed words. */
type Counted =
  | 'status'
  | 'code'
  | 'policy'
  | 'durationMs'
  | 'deidentifyMs'
  | 'upstreamMs'
  | 'upstreamStatus'
  | 'entities'
  | 'tokensIssued'
  | 'tokensRestored'
  | 'tokensUnknown'
  | 'tokensWithheld';

/** What metrics are made of. No text and no key can be among them. */
export type RequestFacts = Pick<LogFields, Counted> & Required<Pick<LogFields, 'route'>>;

export interface Metrics {
  /** To be called once a request, when it is over. */
  observe(facts: RequestFacts): void;
  /** In Prometheus's text format. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** Shapes of labels; what has another shape is counted as `other`. They bound the number of series, too. */
const LABEL = {
  route: /^[A-Za-z0-9/_{}.;=-]{1,80}$/,
  code: /^[a-z0-9_]{1,60}$/,
  entity: /^[A-Z_]{1,20}$/,
  policy: /^[a-z0-9-]{1,64}$/,
};

/** Upper bounds in seconds: from a short prompt to a long answer. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

const shaped = (value: string, shape: RegExp): string => (shape.test(value) ? value : 'other');

/** Counters and histograms of one process, in a registry of their own. The package takes 50 ms to load: only who wants metrics waits for it. */
export function createMetrics(): Metrics {
  const { Counter, Histogram, Registry } = require('prom-client') as typeof import('prom-client');
  const registry = new Registry();
  const counter = (name: string, help: string, ...labelNames: string[]) =>
    new Counter({ name: `phi_proxy_${name}`, help, labelNames, registers: [registry] });
  const seconds = (name: string, help: string, ...labelNames: string[]) =>
    new Histogram({ name: `phi_proxy_${name}_seconds`, help, labelNames, buckets: BUCKETS, registers: [registry] });
  const requests = counter('requests_total', 'Requests that are over.', 'route', 'status');
  const errors = counter('errors_total', 'Requests answered with an error of the catalogue.', 'code');
  const policies = counter('policy_requests_total', 'Requests under each policy.', 'policy');
  const upstreamErrors = counter('upstream_errors_total', 'Answers of the upstream API with a status of 400 or more.', 'status');
  const entities = counter('entities_total', 'Places that were replaced.', 'entity');
  const tokens = counter('tokens_total', 'Tokens by what became of them.', 'fate');
  const duration = seconds('request_duration', 'From a request to the end of its reply.', 'route');
  const detection = seconds('deidentify_duration', 'De-identification of a request.');
  const upstream = seconds('upstream_duration', 'From sending a request on to the headers of the answer.');
  return {
    observe(facts) {
      const route = shaped(facts.route, LABEL.route);
      requests.inc({ route, status: String(facts.status ?? 0) });
      countOne(errors, 'code', facts.code, LABEL.code);
      countOne(policies, 'policy', facts.policy, LABEL.policy);
      if ((facts.upstreamStatus ?? 0) >= 400) upstreamErrors.inc({ status: String(facts.upstreamStatus) });
      for (const [entity, count] of Object.entries(facts.entities ?? {}))
        entities.inc({ entity: shaped(entity, LABEL.entity) }, count);
      countTokens(tokens, facts);
      measure(duration.labels({ route }), facts.durationMs);
      measure(detection, facts.deidentifyMs);
      measure(upstream, facts.upstreamMs);
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function countOne(counter: Counter, label: string, value: string | undefined, shape: RegExp): void {
  if (value !== undefined) counter.inc({ [label]: shaped(value, shape) });
}

function measure(histogram: { observe(seconds: number): void }, milliseconds: number | undefined): void {
  if (milliseconds !== undefined) histogram.observe(milliseconds / 1000);
}

function countTokens(tokens: Counter, facts: RequestFacts): void {
  const fates = {
    issued: facts.tokensIssued,
    restored: facts.tokensRestored,
    unknown: facts.tokensUnknown,
    withheld: facts.tokensWithheld,
  };
  for (const [fate, count] of Object.entries(fates)) if (count !== undefined) tokens.inc({ fate }, count);
}
