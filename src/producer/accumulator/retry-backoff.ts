/**
 * How long a batch waits before it is sent again: the policy `retryBackoff` of the client's version.
 */
import { ExponentialBackoff } from '../../client/backoff/exponential-backoff.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { ProducerConfig } from '../config/producer-config.ts';

export interface RetryBackoff {
  /**
   * The wait in ms, from the moment the batch was put back into its queue. A random factor is drawn anew by every call, as in Java.
   *
   * @param attempts how often the batch has been put back, at least 1
   */
  delayMs(attempts: number): number;
  /** The same without a random factor. */
  expectedMs(attempts: number): number;
}

type RetryBackoffConfig = Pick<ProducerConfig, 'retryBackoffMs' | 'retryBackoffMaxMs'>;

export const RETRY_BACKOFFS: Readonly<
  Record<ClientPolicies['retryBackoff'], (config: RetryBackoffConfig, jitter: () => number) => RetryBackoff>
> = {
  constant: ({ retryBackoffMs }) => ({ delayMs: () => retryBackoffMs, expectedMs: () => retryBackoffMs }),
  exponential: ({ retryBackoffMs, retryBackoffMaxMs = retryBackoffMs }, jitter) => {
    const backoff = new ExponentialBackoff(retryBackoffMs, retryBackoffMaxMs, jitter, 'after jitter');
    return {
      delayMs: (attempts) => backoff.backoffMs(attempts - 1),
      expectedMs: (attempts) => backoff.expectedMs(attempts - 1),
    };
  },
};
