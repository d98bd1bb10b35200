/**
 * Watching a client's connections and messages from its edge.
 *
 * Owns: what can be seen there, and how a producer's events tell of it.
 * Refuses to know: what a message means.
 */
import type { RequestEnvelope, Response, ResponseEnvelope } from '../../protocol/messages.ts';
import type { ProducerEvents } from '../events.ts';
import type { ChannelState } from './channel.ts';

/** Sees every message at the moment it passes the client's edge. */
export interface NetworkObserver {
  requestWritten?(nodeId: string, request: RequestEnvelope): void;
  responseRead?(nodeId: string, response: ResponseEnvelope): void;
  connecting?(nodeId: string, host: string, port: number): void;
  connected?(nodeId: string): void;
  /** `NOT_CONNECTED` means that the attempt failed, `LOCAL_CLOSE` that the client did it. */
  disconnected?(nodeId: string, state: ChannelState): void;
}

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

function throttleTimeMsOf(response: Response): number {
  return response.api === 'WriteTxnMarkers' ? 0 : response.throttleTimeMs;
}
