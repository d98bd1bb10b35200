/**
 * Heartbeat (KIP-345 for static members).
 *
 * Checks, in the real broker's order: the group id is not empty; this broker coordinates the group (while it loads, every heartbeat is
 * accepted); the member and its generation; the group does not rebalance.
 * Differs: there are no ACLs.
 */
import type { HeartbeatRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleHeartbeat(call: Call, request: HeartbeatRequest): void {
  const error = call.services.groups.heartbeat(request);
  answer(call, { api: 'Heartbeat', throttleTimeMs: 0, error });
}
