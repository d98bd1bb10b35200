/** The exception of a `get(timeoutMs)` whose time is over. */

/** `get(timeoutMs)` has timed out (java.util.concurrent.TimeoutException). The record may still be sent. */
export class FutureTimeoutException extends Error {
  readonly javaClass: string = 'java.util.concurrent.TimeoutException';

  constructor(timeoutMs: number) {
    super(`Timeout after waiting for ${timeoutMs} ms.`);
    this.name = 'TimeoutException';
  }
}
