/** A request at a broker, with everything that its handler needs. */
import type { Response } from '../../protocol/messages.ts';
import type { Broker } from './broker.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Token } from './effects.ts';

export interface Call {
  readonly state: ClusterState;
  /** The broker that has received the request. */
  readonly broker: Broker;
  readonly clientId: string;
  readonly token: Token;
  /** False only for Produce with acks=0. */
  readonly expectResponse: boolean;
  readonly nowMs: number;
  /** Version of the request, which decides the errors it may be answered with. Infinity stands for the newest. */
  readonly apiVersion: number;
}

export function answer({ state, broker, token }: Call, response: Response): void {
  state.answer(broker.id, token, response);
}
