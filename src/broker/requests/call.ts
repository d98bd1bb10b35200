/** A request at a broker, with everything that its handler needs. */
import type { Response } from '../../protocol/messages.ts';
import type { Token } from '../state/effects.ts';
import type { BrokerServices } from './broker-services.ts';

export interface Call {
  /** Of the broker that has received the request. */
  readonly services: BrokerServices;
  readonly clientId: string;
  readonly token: Token;
  /** False only for Produce with acks=0. */
  readonly expectResponse: boolean;
  /** Version of the request, which decides the errors it may be answered with. Infinity stands for the newest. */
  readonly apiVersion: number;
}

export function answer({ services, token }: Call, response: Response): void {
  services.effects.answer(services.broker.id, token, response);
}
