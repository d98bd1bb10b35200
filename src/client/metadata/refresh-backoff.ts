/**
 * How long a client waits between two metadata requests: the policy `metadataBackoff` of the client's version.
 *
 * `growing` (KIP-580): the wait grows with every update that fails, and with every response that brings nothing new.
 */
import { ExponentialBackoff } from '../backoff/exponential-backoff.ts';
import type { ClientPolicies } from '../versions/client-policies.ts';

export interface RefreshBackoffSettings {
  /** retry.backoff.ms */
  readonly refreshBackoffMs: number;
  /** retry.backoff.max.ms; `undefined` in versions that do not know it. */
  readonly refreshBackoffMaxMs: number | undefined;
  /** Random factor of each wait. */
  readonly backoffJitter: () => number;
}

/** `null`: the wait is always retry.backoff.ms. */
export const REFRESH_BACKOFFS: Readonly<
  Record<ClientPolicies['metadataBackoff'], (settings: RefreshBackoffSettings) => RefreshBackoff | null>
> = {
  constant: () => null,
  growing: (settings) => new RefreshBackoff(settings),
};

/** The longest wait is this many times the one without a random factor. */
const LARGEST_FACTOR = 1.2;

export class RefreshBackoff {
  /** Updates in a row that have failed. */
  private failures = 0;
  /** Responses in a row that have brought nothing new. */
  private equivalentResponses = 0;
  private readonly backoff: ExponentialBackoff;
  private readonly longestMs: number;

  constructor({ refreshBackoffMs, refreshBackoffMaxMs = refreshBackoffMs, backoffJitter }: RefreshBackoffSettings) {
    this.backoff = new ExponentialBackoff(refreshBackoffMs, refreshBackoffMaxMs, backoffJitter, 'after jitter');
    this.longestMs = Math.max(refreshBackoffMs, refreshBackoffMaxMs) * LARGEST_FACTOR;
  }

  /** Ms until the next request. As in Java, its random factor is drawn anew by every call, unless the wait is over whatever is drawn. */
  timeLeftMs(sinceLastMs: number): number {
    if (sinceLastMs >= this.longestMs) return 0;
    const { failures, equivalentResponses, backoff } = this;
    const afterFailuresMs = backoff.backoffMs(failures > 0 ? failures - 1 : 0);
    const afterResponsesMs = equivalentResponses > 0 ? backoff.backoffMs(equivalentResponses - 1) : 0;
    return Math.max(Math.max(afterFailuresMs, afterResponsesMs) - sinceLastMs, 0);
  }

  failed(): void {
    this.failures++;
    this.equivalentResponses = 0;
  }

  /** A response has come. It counts as one that brings nothing new until `progressed` says otherwise. */
  responded(): void {
    this.failures = 0;
    this.equivalentResponses++;
  }

  /** A response has brought something new, or something new is asked for. */
  progressed(): void {
    this.equivalentResponses = 0;
  }
}
