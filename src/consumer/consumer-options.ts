/**
 * What a consumer needs to know, resolved from its configuration.
 *
 * Owns: the shape and Kafka's defaults. Refuses to know: how configuration is written and validated.
 */

import { CLIENT_DEFAULTS, type ClientOptions } from '../client/client-options.ts';
import type { IsolationLevel } from '../protocol/messages.ts';
import type { OffsetReset } from './positions.ts';

export interface KafkaConsumerOptions extends ClientOptions {
  /** auto.offset.reset */
  readonly autoOffsetReset: OffsetReset | 'none';
  readonly isolationLevel: IsolationLevel;
  readonly fetchMinBytes: number;
  readonly fetchMaxWaitMs: number;
  readonly fetchMaxBytes: number;
  readonly maxPartitionFetchBytes: number;
  readonly maxPollRecords: number;
}

/** Kafka 3.6's defaults. */
export const CONSUMER_DEFAULTS: Omit<KafkaConsumerOptions, 'bootstrapServers'> = {
  ...CLIENT_DEFAULTS,
  connectionsMaxIdleMs: 540_000,
  autoOffsetReset: 'latest',
  isolationLevel: 'read_uncommitted',
  fetchMinBytes: 1,
  fetchMaxWaitMs: 500,
  fetchMaxBytes: 52_428_800,
  maxPartitionFetchBytes: 1_048_576,
  maxPollRecords: 500,
};
