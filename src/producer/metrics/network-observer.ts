/**
 * Turns what the network client reports into events and metrics of the producer.
 */
import type { NetworkObserver } from '../../client/network/network-observer.ts';
import { throttleTimeMsOf } from '../../protocol/messages.ts';
import type { ProducerEvents } from '../events/producer-events.ts';

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
