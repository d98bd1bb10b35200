/**
 * A request on its way through the network client, and its result (Java's ClientRequest and ClientResponse).
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

export interface RequestCompletionHandler {
  /** Called once, when the request has ended, with a response or without. */
  onComplete(response: ClientResponse): void;
}

export interface ClientResponse {
  readonly destination: string;
  readonly correlationId: number;
  readonly api: ApiName;
  readonly createdTimeMs: number;
  readonly receivedTimeMs: number;
  /** Whether the connection ended before the response came. */
  readonly disconnected: boolean;
  /** Whether the client itself closed the connection because of a timeout; `disconnected` is then true as well. */
  readonly timedOut: boolean;
  /** Set if client and broker have no version of this API in common; nothing was sent then. */
  readonly versionMismatch: UnsupportedVersionException | null;
  readonly authenticationException: AuthenticationException | null;
  /** `null` when disconnected, on a version mismatch, and when no response was expected. */
  readonly response: Response | null;
  readonly requestLatencyMs: number;
  readonly callback: RequestCompletionHandler | null;
}
