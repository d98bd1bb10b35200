/**
 * What can watch a client's connections and messages at the client's edge.
 */
import type { RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';
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
