/**
 * The ways in which a request ends.
 *
 * Owns: one constructor per way. Refuses to know: how it came to that.
 */
import type { UnsupportedVersionException } from '../../protocol/errors/exceptions.ts';
import type { Response } from '../../protocol/messages.ts';
import type { ClientRequest, ClientResponse } from './client-request.ts';

/** Answered; or written, when no answer was expected. */
export function completed(request: ClientRequest, response: Response | null, nowMs: number): ClientResponse {
  return end(request, response, nowMs, false, false, null);
}

/** The connection ended first; `timedOut` if the client had lost its patience. */
export function disconnected(request: ClientRequest, nowMs: number, timedOut: boolean): ClientResponse {
  return end(request, null, nowMs, true, timedOut, null);
}

/** Never sent: the broker does not speak the client's versions of this API. */
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
