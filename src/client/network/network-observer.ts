/**
 * An observer of a client's connections and of the messages on them.
 */
import type { RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';
import type { ChannelState } from './channel.ts';

/** Each method is called at the moment at which the client does or notices what it is named after. */
export interface NetworkObserver {
  requestWritten?(nodeId: string, request: RequestEnvelope): void;
  responseRead?(nodeId: string, response: ResponseEnvelope): void;
  connecting?(nodeId: string, host: string, port: number): void;
  connected?(nodeId: string): void;
  /** @param state `NOT_CONNECTED`: the attempt failed; `LOCAL_CLOSE`: the client closed the connection */
  disconnected?(nodeId: string, state: ChannelState): void;
}
