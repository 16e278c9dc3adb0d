/** What is noted about a request for its one log line and for metrics. Numbers, checked shapes and our own words only. */
export interface RequestRecord {
  readonly requestId: string;
  readonly method: string;
  /** The route's pattern, never the path that was asked for. */
  route: string;
  status?: number;
  /** A code of the error catalogue. */
  code?: string;
  /** Class name of an unexpected error; its message may hold anything. */
  errorClass?: string;
  keyLabel?: string;
  /** Names from the rules and the key file. */
  policy?: string;
  rulesSha256?: string;
  region?: string;
  streaming?: boolean;
  /** The client went away before the reply was complete. */
  aborted?: boolean;
  durationMs?: number;
  deidentifyMs?: number;
  upstreamMs?: number;
  upstreamStatus?: number;
  /** How many values were replaced, by entity. */
  entities?: Readonly<Record<string, number>>;
  tokensIssued?: number;
  tokensRestored?: number;
  /** Token-like strings that were never issued. */
  tokensUnknown?: number;
  /** Left alone inside URLs. */
  tokensWithheld?: number;
}
