/** A request as the host hands it to a broker. How it is served is in handle.ts. */
import type { Request } from '../protocol/messages.ts';
import { handle } from './handle.ts';
import type { BrokerServices } from './requests/broker-services.ts';
import type { Token } from './state/effects.ts';

const NEWEST_VERSION = Number.POSITIVE_INFINITY;

/** A request that arrives at a broker. */
export interface IncomingRequest {
  readonly request: Request;
  readonly clientId: string;
  /** False only for Produce with acks=0. */
  readonly expectResponse: boolean;
  /** Default: the newest. */
  readonly apiVersion?: number;
}

/** @param token identifies the request in the effects that answer it */
export function serve(services: BrokerServices, incoming: IncomingRequest, token: Token): void {
  const { request, clientId, expectResponse, apiVersion = NEWEST_VERSION } = incoming;
  handle({ services, clientId, token, expectResponse, apiVersion }, request);
}
