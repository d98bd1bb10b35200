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
import type { Call } from '../requests/call.ts';

export function handleFetch({ services, token }: Call, request: FetchRequest): void {
  if (request.replicaId >= 0) receiveFollowerFetch(services.replicas, request, token);
  else receiveConsumerFetch(services.replicas, request, token);
}
