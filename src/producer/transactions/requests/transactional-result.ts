/**
 * What a transactional call waits for (TransactionalRequestResult).
 *
 * Owns: its end, and whether the application has heard of it.
 * Refuses to know: which requests it takes to get there.
 */
export class TransactionalResult {
  /** For the message of a timeout. */
  readonly operation: string;
  error: Error | null = null;
  isCompleted = false;
  /** A caller has been told. Until then, only the same call may be made again: it then waits for the same result. */
  isAcknowledged = false;
  private readonly waiters = new Set<() => void>();

  constructor(operation: string) {
    this.operation = operation;
  }

  done(): void {
    this.isCompleted = true;
    for (const waiter of Array.from(this.waiters)) waiter();
  }

  /** A later failure replaces an earlier one, and even success, for who has not been told yet, as in Java. */
  fail(error: Error): void {
    this.error = error;
    this.done();
  }

  /** Calls `waiter` when it is over. Returns the undo. */
  onCompletion(waiter: () => void): () => void {
    this.waiters.add(waiter);
    return () => void this.waiters.delete(waiter);
  }
}
