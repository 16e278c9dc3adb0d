import type { Session } from '../deid/session';
import type { StreamReidentifier } from '../deid/stream-reidentifier';

/** What the HTTP side uses of a session of `deid`: what to send, numbers for the log, and the way back. */
export interface ChatSession extends Pick<Session, 'forward' | 'streaming' | 'counts' | 'restored' | 'reidentifyingReply'> {
  createStreamReidentifier(): ChunkReidentifier;
}

/** Restores a stream, event for event. */
export type ChunkReidentifier = Pick<StreamReidentifier, 'pushing' | 'flush' | 'complete'>;
