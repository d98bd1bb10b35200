/**
 * A request on its way through the network client, and what became of it.
 *
 * Owns: the shapes, as Java's ClientRequest and ClientResponse.
 * Refuses to know: connections.
 */
import type { AuthenticationException, UnsupportedVersionException } from '../../protocol/errors/exceptions.ts';
import type { ApiName, Request, Response } from '../../protocol/messages.ts';

export interface ClientRequest {
  /** Connection id: the broker's id as text, or `-1`, `-2`, … for a bootstrap address. */
  readonly destination: string;
  readonly request: Request;
  readonly correlationId: number;
  readonly createdTimeMs: number;
  /** False only for Produce with acks=0. */
  readonly expectResponse: boolean;
  readonly requestTimeoutMs: number;
  readonly callback: RequestCompletionHandler | null;
}

/** Whom a request's end is told to. */
export interface RequestCompletionHandler {
  onComplete(response: ClientResponse): void;
}

export interface ClientResponse {
  readonly destination: string;
  readonly correlationId: number;
  readonly api: ApiName;
  readonly createdTimeMs: number;
  readonly receivedTimeMs: number;
  /** The connection ended before an answer came. */
  readonly disconnected: boolean;
  /** The client itself ended the connection because of a timeout (then `disconnected` is true as well). */
  readonly timedOut: boolean;
  /** The broker does not speak a version of this API that the client can use; nothing was sent. */
  readonly versionMismatch: UnsupportedVersionException | null;
  readonly authenticationException: AuthenticationException | null;
  /** `null` when disconnected, on a version mismatch, and when no response was expected. */
  readonly response: Response | null;
  readonly requestLatencyMs: number;
  readonly callback: RequestCompletionHandler | null;
}
