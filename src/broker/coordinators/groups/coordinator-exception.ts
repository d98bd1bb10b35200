/**
 * An exception that the coordinator of Kafka 3.6.1 does not catch. The request that causes it is answered with UNKNOWN_SERVER_ERROR;
 * in a timer it is only written to the broker's log. What has been changed up to then remains.
 */
export class CoordinatorException extends Error {
  override readonly name = 'CoordinatorException';
}

/** Runs something that no request waits for, up to the exception if there is one. */
export function catching(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof CoordinatorException)) throw error;
  }
}
