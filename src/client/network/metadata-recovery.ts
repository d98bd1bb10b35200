/**
 * What a client does when it can reach none of the brokers that it knows: the policy `metadataRecovery` of the client's version.
 */
import type { ClientPolicies } from '../versions/client-policies.ts';

export interface MetadataRecoverySettings {
  /** metadata.recovery.strategy, in lower case; `undefined` in versions that do not know it. */
  readonly metadataRecoveryStrategy?: string | undefined;
  /** metadata.recovery.rebootstrap.trigger.ms; `undefined` in versions that do not know it. */
  readonly rebootstrapTriggerMs?: number | undefined;
}

/** Starts again from bootstrap.servers (KIP-899). */
export interface MetadataRecovery {
  /** How long metadata may be asked for in vain before all connections are closed, in ms (KIP-1102); Infinity: for any time. */
  readonly triggerMs: number;
}

/** `null`: the client never starts again from bootstrap.servers. */
export const METADATA_RECOVERIES: Readonly<
  Record<ClientPolicies['metadataRecovery'], (settings: MetadataRecoverySettings) => MetadataRecovery | null>
> = {
  none: () => null,
  strategy: ({ metadataRecoveryStrategy }) =>
    metadataRecoveryStrategy === 'rebootstrap' ? { triggerMs: Number.POSITIVE_INFINITY } : null,
  'strategy and trigger': ({ metadataRecoveryStrategy, rebootstrapTriggerMs = Number.POSITIVE_INFINITY }) =>
    metadataRecoveryStrategy === 'rebootstrap' ? { triggerMs: rebootstrapTriggerMs } : null,
};
