/**
 * The end of a poll of the I/O thread, which callbacks may put off.
 */
import type { NetworkClient } from '../../client/network/network-client.ts';
import type { CallbackStops } from '../context/callback-stops.ts';

/** Handles what the network has brought. If a callback stops the thread, the rest is handled when it goes on. */
export function endPoll(client: NetworkClient, nowMs: number, stops: CallbackStops): void {
  client.endPoll(nowMs);
  if (stops.isStopped) stops.afterwards(() => runCallbacks(client, stops));
}

function runCallbacks(client: NetworkClient, stops: CallbackStops): void {
  client.runCallbacks();
  if (stops.isStopped) stops.afterwards(() => runCallbacks(client, stops));
}
