/**
 * How a producer's events and metrics learn what happens at the client's edge.
 */
import type { NetworkObserver } from '../../client/network/network-observer.ts';
import { throttleTimeMsOf } from '../../protocol/messages.ts';
import type { ProducerEvents } from '../events/producer-events.ts';

/** Passes on to `events` what it sees, and to `metrics` how long brokers throttle. */
export function producerObserver(
  events: ProducerEvents,
  metrics: { recordThrottleTime(throttleTimeMs: number): void },
): NetworkObserver {
  return {
    requestWritten: (nodeId, request) => {
      if (events.isWatched) events.emit('requestWritten', nodeId, request);
    },
    responseRead: (nodeId, envelope) => {
      metrics.recordThrottleTime(throttleTimeMsOf(envelope.response));
      if (events.isWatched) events.emit('responseRead', nodeId, envelope);
    },
    connecting: (nodeId, host, port) => events.emit('connecting', nodeId, host, port),
    connected: (nodeId) => events.emit('connected', nodeId),
    disconnected: (nodeId, state) => events.emit('disconnected', nodeId, state),
  };
}
