/**
 * A request at a broker, as handlers see it.
 *
 * Owns: what comes with every request. Refuses to know: any API.
 */
import type { Response } from '../../protocol/messages.ts';
import type { Broker } from '../state/broker.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import type { Token } from '../state/effects.ts';

export interface Call {
  readonly state: ClusterState;
  /** Where the request has arrived. */
  readonly broker: Broker;
  readonly clientId: string;
  readonly token: Token;
  /** False only for Produce with acks=0. */
  readonly expectResponse: boolean;
  readonly nowMs: number;
  /** The version of the request; Infinity: the newest. Older ones know fewer errors. */
  readonly apiVersion: number;
}

export function answer({ state, broker, token }: Call, response: Response): void {
  state.answer(broker.id, token, response);
}
