/**
 * The results of requests, one function for each way in which a request ends.
 */
import type { UnsupportedVersionException } from '../../protocol/errors/exceptions.ts';
import type { Response } from '../../protocol/messages.ts';
import type { ClientRequest, ClientResponse } from './client-request.ts';

/** A request that was answered, or that was written and expects no response. */
export function completed(request: ClientRequest, response: Response | null, nowMs: number): ClientResponse {
  return end(request, response, nowMs, false, false, null);
}

/** A request whose connection has ended. @param timedOut whether the client closed it because of a timeout */
export function disconnected(request: ClientRequest, nowMs: number, timedOut: boolean): ClientResponse {
  return end(request, null, nowMs, true, timedOut, null);
}

/** A request that was not sent, since client and broker have no version of its API in common. */
export function versionMismatch(
  request: ClientRequest,
  nowMs: number,
  exception: UnsupportedVersionException,
): ClientResponse {
  return end(request, null, nowMs, false, false, exception);
}

function end(
  request: ClientRequest,
  response: Response | null,
  receivedTimeMs: number,
  disconnected: boolean,
  timedOut: boolean,
  versionMismatch: UnsupportedVersionException | null,
): ClientResponse {
  return {
    destination: request.destination,
    correlationId: request.correlationId,
    api: request.request.api,
    createdTimeMs: request.createdTimeMs,
    receivedTimeMs,
    disconnected,
    timedOut,
    versionMismatch,
    authenticationException: null,
    response,
    requestLatencyMs: receivedTimeMs - request.createdTimeMs,
    callback: request.callback,
  };
}
