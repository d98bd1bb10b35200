/**
 * What a transactional call waits for, however many requests it takes (Java's TransactionalRequestResult).
 */
export class TransactionalResult {
  /** For the message of a timeout. */
  readonly operation: string;
  error: Error | null = null;
  isCompleted = false;
  /** Whether a caller has learned of the end. Until then only the same call can be made again; it waits for this result. */
  isAcknowledged = false;
  private readonly waiters = new Set<() => void>();

  constructor(operation: string) {
    this.operation = operation;
  }

  done(): void {
    this.isCompleted = true;
    for (const waiter of Array.from(this.waiters)) waiter();
  }

  /** As in Java, a failure replaces an earlier failure, and even success, for a caller that has not learned of it yet. */
  fail(error: Error): void {
    this.error = error;
    this.done();
  }

  /**
   * Calls `waiter` when the result is complete.
   *
   * @returns a function that undoes the registration
   */
  onCompletion(waiter: () => void): () => void {
    this.waiters.add(waiter);
    return () => void this.waiters.delete(waiter);
  }
}
