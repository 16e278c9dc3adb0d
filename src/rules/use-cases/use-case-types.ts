/** What rules of unapproved uses look like once they are loaded. */

/** One kind of request: any of the verbs, then any of the objects, in one sentence. */
export interface UseRequest {
  /** Regex fragments, lower case. */
  readonly verbs: readonly string[];
  /** Whether asking for the object itself ("give me", "I need") is a request, too. */
  readonly wanted: boolean;
  /** Regex fragments, lower case. */
  readonly objects: readonly string[];
  /** Regex fragments; a sentence that holds one is no such request. */
  readonly unless: readonly string[];
}

/** A use that the service is not for. */
export interface UseCase {
  readonly id: string;
  readonly description: string;
  readonly requests: readonly UseRequest[];
  /** Numbers of examples and non-examples, for reports. */
  readonly examples: number;
  readonly nonExamples: number;
  /** File name in `rules/`, for messages. */
  readonly file: string;
}
