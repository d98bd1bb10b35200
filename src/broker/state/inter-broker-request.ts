/**
 * A request that one broker sends to another, other than a follower's fetch (InterBrokerSendThread).
 */
import type { Request, Response } from '../../protocol/messages.ts';

export interface InterBrokerRequest {
  /** The sender. */
  readonly brokerId: number;
  readonly to: number;
  /** Identifies the sending thread, which has a connection of its own to every broker. */
  readonly clientId: string;
  readonly apiVersion: number;
  readonly request: Request;
  /** When the sender stops waiting for the response. */
  deadlineMs: number;
  /**
   * Called exactly once, unless the sender's process ends before.
   * @param response undefined if the connection could not be made or broke, or request.timeout.ms is over
   */
  readonly whenDone: (response: Response | undefined) => void;
}
