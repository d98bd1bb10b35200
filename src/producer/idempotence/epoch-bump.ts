/**
 * When an idempotent producer without transactions that has lost a batch takes its next epoch: the policy `epochBump` of the
 * client's version.
 */
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { Sequences } from './sequences.ts';

export interface EpochBump {
  /** Whether an epoch bump that is required may happen now. */
  isDue(sequences: Sequences): boolean;
}

export const EPOCH_BUMPS: Readonly<Record<ClientPolicies['epochBump'], EpochBump>> = {
  // Batches in flight get new sequence numbers, although a broker may have stored them under their old ones (KAFKA-14397).
  early: { isDue: () => true },
};
