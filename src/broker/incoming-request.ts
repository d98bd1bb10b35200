/** A request as the host hands it to a broker. How it is served is in handle.ts. */
import type { Request } from '../protocol/messages.ts';
import { handle } from './handle.ts';
import type { BrokerServices } from './requests/broker-services.ts';
import { orAnswerException } from './requests/or-answer-exception.ts';
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
  /** Whether the request may have any content. If it causes an exception, the client gets an error, as in Kafka. Default false. */
  readonly isForeign?: boolean;
}

/** @param token identifies the request in the effects that answer it */
export function serve(services: BrokerServices, incoming: IncomingRequest, token: Token): void {
  const { request, clientId, expectResponse, apiVersion = NEWEST_VERSION, isForeign = false } = incoming;
  const call = { services, clientId, token, expectResponse, apiVersion };
  if (!isForeign) handle(call, request);
  else if (services.authentication.admits(call, request)) orAnswerException(call, request, handle);
}
