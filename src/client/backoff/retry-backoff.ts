/**
 * How long a client waits before it tries again what has failed, such as sending a batch: the policy `retryBackoff` of its version.
 */
import type { ClientHost } from '../host/client-host.ts';
import type { ClientPolicies } from '../versions/client-policies.ts';
import type { ClientVersion } from '../versions/client-version.ts';
import { backoffJitter, ExponentialBackoff } from './exponential-backoff.ts';

export interface RetryBackoff {
  /**
   * The wait in ms, from the moment of the failure. Every call draws another random factor, as in Java.
   *
   * @param attempts how often it has failed, at least 1
   */
  delayMs(attempts: number): number;
  /** The same without a random factor. */
  expectedMs(attempts: number): number;
}

export interface RetryBackoffConfig {
  /** retry.backoff.ms */
  readonly retryBackoffMs: number;
  /** retry.backoff.max.ms; `undefined` in versions that do not know it. */
  readonly retryBackoffMaxMs?: number | undefined;
}

/** That of a client of this configuration and its version. */
export function retryBackoffOf(
  config: RetryBackoffConfig & { readonly version: ClientVersion },
  clientHost: Pick<ClientHost, 'nextInt'>,
): RetryBackoff {
  return RETRY_BACKOFFS[config.version.policies.retryBackoff](config, backoffJitter(clientHost));
}

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
