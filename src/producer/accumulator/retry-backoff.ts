/**
 * How long a batch waits before it is sent again: the policy `retryBackoff` of the client's version.
 */
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { ProducerConfig } from '../config/producer-config.ts';

export interface RetryBackoff {
  /**
   * The wait in ms, from the moment the batch was put back into its queue.
   *
   * @param attempts how often the batch has been put back, at least 1
   */
  delayMs(attempts: number): number;
}

type RetryBackoffConfig = Pick<ProducerConfig, 'retryBackoffMs'>;

export const RETRY_BACKOFFS: Readonly<
  Record<ClientPolicies['retryBackoff'], (config: RetryBackoffConfig) => RetryBackoff>
> = {
  constant: ({ retryBackoffMs }) => ({ delayMs: () => retryBackoffMs }),
};
