/**
 * Fetch (KIP-74 for limits, KIP-320 for epochs, KIP-595 for diverging logs).
 *
 * Checks, in the real broker's order, per partition: the topic exists (partitions of others are answered last); this broker hosts the
 * partition; the client's leader epoch is current; this broker leads the partition, if a follower or a consumer before version 11
 * asks; a consumer is not directed to a replica in its rack (KIP-392); a follower's log does not diverge; the offset is in the log. The response is sent at once if there are enough bytes or an
 * error, or if the client does not want to wait.
 * Differs: only followers have fetch sessions (KIP-227); nothing is throttled.
 */
import type { FetchRequest } from '../../protocol/messages.ts';
import { receiveConsumerFetch } from '../replication/serve-consumers.ts';
import { receiveFollowerFetch } from '../replication/serve-followers.ts';
import type { Call } from '../requests/call.ts';

export function handleFetch({ services, token, apiVersion }: Call, request: FetchRequest): void {
  if (request.replicaId >= 0) receiveFollowerFetch(services.replicas, request, apiVersion, token);
  else receiveConsumerFetch(services.replicas, request, apiVersion, token);
}
