/**
 * Requests that have ended, until the end of a poll reports them.
 *
 * Owns: the order of their callbacks, and that what failed without a poll's help is reported by a poll of its own.
 * Refuses to know: how they ended.
 */

import { emptyList } from '../collections/empty-list.ts';
import type { Log } from '../host/logging.ts';
import type { ClientResponse } from './client-request.ts';

const LOGGER = 'org.apache.kafka.clients.NetworkClient';

export class FinishedRequests {
  /** Found by the poll that is ending. */
  readonly completed: ClientResponse[] = emptyList({} as ClientResponse);
  /** Failed between polls. */
  readonly aborted: ClientResponse[] = [];

  private readonly log: Log;
  private isReportingAborted = false;

  constructor(log: Log) {
    this.log = log;
  }

  /** As a poll begins: whether it does nothing but report what failed before it. */
  beginReport(): boolean {
    this.isReportingAborted = this.aborted.length > 0;
    return this.isReportingAborted;
  }

  /** As the poll ends: whether it was one that only reports. */
  takeAborted(): boolean {
    if (!this.isReportingAborted) return false;
    this.reportAborted();
    return true;
  }

  private reportAborted(): void {
    this.isReportingAborted = false;
    this.completed.push(...this.aborted.splice(0));
  }

  runCallbacks(): void {
    if (this.completed.length > 0) this.runAll();
  }

  private runAll(): void {
    // A callback may lead to a send, but not to an answer: nothing joins the list while it is worked off.
    for (const response of this.completed) {
      try {
        response.callback?.onComplete(response);
      } catch (error) {
        this.log('ERROR', LOGGER, 'Uncaught error in request completion:', error as Error);
      }
    }
    while (this.completed.length > 0) this.completed.pop();
  }
}
