/**
 * Fetch (KIP-74 limits, KIP-320 epochs, KIP-595 divergence).
 *
 * Checks, in the real broker's order, per partition: the topic exists, this broker hosts it, the epoch the client knows,
 * leadership, divergence (followers), the offset. Answered at once with enough bytes, an error, or no wish to wait.
 * Differs: only leaders serve consumers (KIP-392 lets followers); incremental sessions (KIP-227) exist for followers only,
 * and only in what answers leave out; nothing is throttled.
 */
import type { FetchRequest } from '../../protocol/messages.ts';
import { receiveConsumerFetch } from '../replication/serve-consumers.ts';
import { receiveFollowerFetch } from '../replication/serve-followers.ts';
import type { Call } from '../state/call.ts';

export function handleFetch({ state, broker, token, nowMs }: Call, request: FetchRequest): void {
  if (request.replicaId >= 0) receiveFollowerFetch(state, broker, request, token, nowMs);
  else receiveConsumerFetch(state, broker, request, token, nowMs);
}
