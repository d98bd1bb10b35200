/**
 * What the I/O thread has left to do while it stands still in a callback.
 *
 * In Java, a callback that makes a call that has to wait stops the thread that runs the callback. JavaScript cannot stop a
 * function: the callback itself runs to its end. But everything that follows it on the I/O thread is put off here until the call
 * is over. Code that runs callbacks asks `isStopped` after them, and hands what it has left to `afterwards`.
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import type { BatchView } from '../events/batch-view.ts';
import type { CallbackStop } from '../events/callback-stop.ts';
import type { ProducerEvents } from '../events/producer-events.ts';

/** The I/O thread as the caller of what its callbacks call. */
interface CallsOfCallbacks {
  /** Whether no call is in progress. */
  readonly isIdle: boolean;
}

export class CallbackStops {
  /** The present stop, which the events have announced; `null`: the thread is not stopped. */
  current: CallbackStop | null = null;
  private readonly calls: CallsOfCallbacks;
  private readonly clientHost: Pick<ClientHost, 'now'>;
  private readonly events: ProducerEvents;
  /** What is left to do, the innermost part first. */
  private rest: (() => void)[] = [];
  /** The last call of a callback that had to wait. */
  private waiting = { call: '', what: '' };
  /** The callback that has stopped the thread. */
  private callback: { readonly batch: BatchView; readonly row: number } | null = null;

  constructor(calls: CallsOfCallbacks, clientHost: Pick<ClientHost, 'now'>, events: ProducerEvents) {
    this.calls = calls;
    this.clientHost = clientHost;
    this.events = events;
  }

  /** Whether a call that a callback has made on the I/O thread is not over. */
  get isStopped(): boolean {
    return !this.calls.isIdle;
  }

  /** Whether something is left to do. */
  get hasRest(): boolean {
    return this.rest.length > 0;
  }

  /** Notes a call of a callback that has to wait. */
  callWaits(call: string, what: string): void {
    this.waiting = { call, what };
    if (this.current !== null) this.announce();
  }

  /** Notes which callback has stopped the thread. */
  stoppedIn(batch: BatchView, row: number): void {
    this.callback = { batch, row };
  }

  /** The thread stands still from now on, or waits for another call now. */
  announce(): void {
    const { batch, row } = this.callback ?? { batch: null, row: -1 };
    const { call, what } = this.waiting;
    this.current = { sinceMs: this.clientHost.now(), call, waitsFor: what, batch, row };
    this.events.emit('ioThreadStopped', this.current);
  }

  /** The thread goes on. */
  resume(): void {
    this.current = null;
    this.callback = null;
    this.events.emit('ioThreadResumed');
  }

  /** Does `task` now or, if the thread is stopped, when it goes on. */
  afterwards(task: () => void): void {
    if (this.isStopped) this.rest.push(task);
    else task();
  }

  /** Does `task` with each item, as far as no callback stops the thread, and with the other items when the thread goes on. */
  each<T>(items: readonly T[], task: (item: T) => void, from: number = 0): void {
    for (let i = from; i < items.length; i++) {
      task(items[i]!);
      if (!this.isStopped) continue;
      this.rest.push(() => this.each(items, task, i + 1));
      return;
    }
  }

  /** Does what is left, until a callback stops the thread again. */
  goOn(): void {
    const { rest } = this;
    this.rest = [];
    let done = 0;
    try {
      while (done < rest.length && !this.isStopped) rest[done++]!();
    } finally {
      for (; done < rest.length; done++) this.rest.push(rest[done]!);
    }
  }
}
