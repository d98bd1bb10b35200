/**
 * How long the producer waits before it looks up a coordinator whose connection failed: the policy `coordinatorLookup` of
 * the client's version.
 */
import type { ClientPolicies } from '../../client/versions/client-policies.ts';

/** The pause in ms, given retry.backoff.ms. */
export const COORDINATOR_LOOKUP_PAUSES: Readonly<
  Record<ClientPolicies['coordinatorLookup'], (retryBackoffMs: number) => number>
> = {
  'at once': () => 0,
};
