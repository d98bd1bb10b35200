/**
 * What the group of a consumer works with.
 */
import type { RetryBackoffConfig } from '../../client/backoff/retry-backoff.ts';
import type { CallRunner } from '../../client/call-runner.ts';
import type { ClientHost } from '../../client/host/client-host.ts';
import type { TopicsMetadata } from '../../client/metadata/topics-metadata.ts';
import type { ClientVersion } from '../../client/versions/index.ts';
import type { PartitionAssignor } from './assignors/partition-assignor.ts';
import type { AutoCommitConfig } from './auto-commit.ts';
import type { GroupPositions } from './group-positions.ts';
import type { MembershipConfig } from './membership-parts.ts';
import type { Subscription } from './subscription.ts';

export interface GroupConfig
  extends Omit<MembershipConfig, 'groupId' | 'retryBackoff'>,
    AutoCommitConfig,
    RetryBackoffConfig {
  readonly version: ClientVersion;
  readonly clientRack: string;
  readonly assignors: readonly PartitionAssignor[];
}

export interface ConsumerGroupParts {
  readonly groupId: string;
  readonly config: GroupConfig;
  readonly clientHost: ClientHost;
  readonly metadata: TopicsMetadata;
  readonly runner: CallRunner;
  readonly positions: GroupPositions;
  readonly subscription: Subscription;
}
