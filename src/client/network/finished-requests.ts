/**
 * The requests that have ended, until the end of a poll runs their callbacks. Requests that failed between two polls are
 * reported by a poll that does nothing else, as in Java.
 */

import { emptyList } from '../collections/empty-list.ts';
import type { ClientHost } from '../host/client-host.ts';
import type { Log } from '../host/logging.ts';
import { isKafkaError } from '../java/kafka-errors.ts';
import type { ClientResponse } from './client-request.ts';

const LOGGER = 'org.apache.kafka.clients.NetworkClient';

export class FinishedRequests {
  /** Requests whose end the current poll has found. */
  readonly completed: ClientResponse[] = emptyList({} as ClientResponse);
  /** Requests that failed between two polls. */
  readonly aborted: ClientResponse[] = [];

  private readonly log: Log;
  private readonly clientHost: Pick<ClientHost, 'userCodeThrew'>;
  private readonly mayRunCallback: () => boolean;
  private isReportingAborted = false;
  /** How many callbacks of `completed` have run. */
  private called = 0;

  /** @param mayRunCallback asked before each callback: if not, the callback waits for the next call of `runCallbacks` */
  constructor(log: Log, clientHost: Pick<ClientHost, 'userCodeThrew'>, mayRunCallback: () => boolean = always) {
    this.log = log;
    this.clientHost = clientHost;
    this.mayRunCallback = mayRunCallback;
  }

  /** Called when a poll begins. @returns whether the poll only reports requests that failed before it */
  beginReport(): boolean {
    this.isReportingAborted = this.aborted.length > 0;
    return this.isReportingAborted;
  }

  /** Called when the poll ends. @returns whether the poll only reports */
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
    const { completed } = this;
    // A callback may send a request, but no request ends before the next poll: the list does not grow in this loop.
    while (this.called < completed.length) {
      if (!this.mayRunCallback()) return;
      this.run(completed[this.called++]!);
    }
    while (completed.length > 0) completed.pop();
    this.called = 0;
  }

  private run(response: ClientResponse): void {
    try {
      response.callback?.onComplete(response);
    } catch (error) {
      this.log('ERROR', LOGGER, 'Uncaught error in request completion:', error as Error);
      if (!isKafkaError(error)) this.clientHost.userCodeThrew(error, 'a listener of the completion of a request');
    }
  }
}

function always(): boolean {
  return true;
}
