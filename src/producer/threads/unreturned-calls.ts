/**
 * The transactional calls that have not returned yet. In Java a thread cannot make a call before its last one has returned; a JavaScript
 * program that does not await a call can. What it then gets is Java's exception for a call that has timed out, with an explanation.
 */
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { ApplicationThreads } from './application-threads.ts';
import type { CallingThread } from './calling-thread.ts';

/** A call from when it is made until its promise settles. */
export interface UnreturnedCall {
  /** As in `commitTransaction()`. */
  readonly name: string;
  readonly thread: CallingThread;
}

export class UnreturnedCalls {
  private readonly threads: ApplicationThreads;
  private readonly clientId: string;
  private readonly calls = new Set<UnreturnedCall>();

  constructor(threads: ApplicationThreads, clientId: string) {
    this.threads = threads;
    this.clientId = clientId;
  }

  enter(name: string): UnreturnedCall {
    const call = { name, thread: this.threads.callingThread };
    this.calls.add(call);
    return call;
  }

  leave(call: UnreturnedCall | null): void {
    if (call !== null) this.calls.delete(call);
  }

  /**
   * The same error, explained if the thread that gets it has a call that has not returned.
   *
   * @param failed the call that fails; `null`: it is not one of these
   */
  explained(error: unknown, failed: UnreturnedCall | null = null): unknown {
    if (!(error instanceof IllegalStateException)) return error;
    const thread = failed?.thread ?? this.threads.callingThread;
    for (const call of this.calls) {
      if (call === failed || call.thread !== thread) continue;
      return new IllegalStateException(
        `${error.message}. The call ${call.name} of ${this.clientId} has neither returned nor timed out yet. ` +
          `Await it before the next call: await producer.${call.name}`,
      );
    }
    return error;
  }
}
