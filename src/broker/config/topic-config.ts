/**
 * The configuration of a topic: its own values where it has any, and the broker's elsewhere.
 */

import { nearestName } from '../../checks/nearest-name.ts';
import { InvalidConfigurationException } from '../../protocol/errors/exceptions.ts';
import type { TimestampType } from '../../protocol/records/record-batch.ts';
import type { BrokerKey, ConfigValue } from '../versions/broker-key.ts';
import type { BrokerPolicies } from '../versions/broker-policies.ts';
import type { BrokerVersion } from '../versions/broker-version.ts';
import type { BrokerConfig } from './broker-config.ts';
import { listOf, parseValue } from './parse-value.ts';

/** Long.MAX_VALUE, as which Kafka's timestamp limits mean "no limit". */
const NO_LIMIT = 2 ** 63;

/** The resolved configuration of a topic. */
export interface TopicConfig {
  readonly maxMessageBytes: number;
  readonly minInSyncReplicas: number;
  /**
   * Whether too few in-sync replicas keep the high watermark where it is. Then all replicas are enough, even if `minInSyncReplicas` is larger.
   */
  readonly holdsHighWatermark: boolean;
  readonly timestampType: TimestampType;
  /** How far the timestamp of a record may be behind the broker's clock, in ms; Infinity: any time. */
  readonly timestampBeforeMaxMs: number;
  /** How far it may be ahead, in ms; Infinity: any time. */
  readonly timestampAfterMaxMs: number;
  /** Whether the clean-up policy includes `compact`. */
  readonly isCompacted: boolean;
  /** Whether the clean-up policy includes `delete`. */
  readonly isDeleted: boolean;
  /** Age in ms of its youngest record at which a segment is deleted; Infinity: never. */
  readonly retentionMs: number;
  /** Size of a log in bytes above which its oldest segments are deleted; below 0: no limit. */
  readonly retentionBytes: number;
  readonly segmentBytes: number;
  readonly segmentMs: number;
  /** Segments are smaller or younger than by default, so that logs here may have more than one. */
  readonly hasSmallSegments: boolean;
  readonly uncleanLeaderElectionEnable: boolean;
}

const HOLDS_HIGH_WATERMARK: Readonly<Record<BrokerPolicies['tooFewInSync'], boolean>> = {
  'refuse acks=all': false,
  'hold the high watermark': true,
};

/** What segments may have by default. */
const DEFAULT_SEGMENT_BYTES = 1_073_741_824;
const DEFAULT_SEGMENT_MS = 604_800_000;

/**
 * The configuration of a topic with `overrides` on brokers with `config`.
 *
 * @throws InvalidConfigurationException for an unknown key or a value that is not allowed
 */
export function resolveTopicConfig(overrides: Readonly<Record<string, string>>, config: BrokerConfig): TopicConfig {
  const names = Object.keys(overrides);
  for (const name of names) requireKnown(name, config.version);
  if (names.length > 0) return resolve(overrides, config);
  // Most topics have no values of their own: what they inherit is resolved once.
  let inherited = inheritedConfigs.get(config);
  if (inherited === undefined) {
    inherited = resolve(overrides, config);
    inheritedConfigs.set(config, inherited);
  }
  return inherited;
}

const inheritedConfigs = new WeakMap<BrokerConfig, TopicConfig>();

function resolve(overrides: Readonly<Record<string, string>>, { version, values }: BrokerConfig): TopicConfig {
  const value = (name: string): ConfigValue | undefined => {
    const brokerName = version.topicKeys[name] ?? '';
    const override = Object.hasOwn(overrides, name) ? overrides[name] : undefined;
    return override === undefined
      ? values.get(brokerName)
      : parseValue(name, version.keys[brokerName] as BrokerKey, override);
  };
  // Only checked: compression has no effect.
  value('compression.type');
  // Not a key of every version.
  const differenceMaxMs = (value('message.timestamp.difference.max.ms') ?? NO_LIMIT) as number;
  const beforeMaxMs = value('message.timestamp.before.max.ms') as number;
  const afterMaxMs = value('message.timestamp.after.max.ms') as number;
  const retentionMs = value('retention.ms') as number;
  const cleanupPolicy = listOf(value('cleanup.policy') as string);
  const segmentBytes = value('segment.bytes') as number;
  const segmentMs = value('segment.ms') as number;
  return {
    maxMessageBytes: value('max.message.bytes') as number,
    minInSyncReplicas: value('min.insync.replicas') as number,
    holdsHighWatermark: HOLDS_HIGH_WATERMARK[version.policies.tooFewInSync],
    timestampType: value('message.timestamp.type') as TimestampType,
    // The deprecated key counts where its successors (KIP-937) are not set.
    timestampBeforeMaxMs: limitMs(beforeMaxMs >= NO_LIMIT ? differenceMaxMs : beforeMaxMs),
    timestampAfterMaxMs: limitMs(afterMaxMs >= NO_LIMIT ? differenceMaxMs : afterMaxMs),
    isCompacted: cleanupPolicy.includes('compact'),
    isDeleted: cleanupPolicy.includes('delete'),
    retentionMs: retentionMs < 0 ? Number.POSITIVE_INFINITY : retentionMs,
    retentionBytes: value('retention.bytes') as number,
    segmentBytes,
    segmentMs,
    hasSmallSegments: segmentBytes < DEFAULT_SEGMENT_BYTES || segmentMs < DEFAULT_SEGMENT_MS,
    uncleanLeaderElectionEnable: value('unclean.leader.election.enable') as boolean,
  };
}

/** Whether a topic can have a value for this key, with or without an effect here. */
export function isKnownTopicKey(name: string, { version }: BrokerConfig): boolean {
  const { topicKeys, withoutEffect } = version;
  return Object.hasOwn(topicKeys, name) || withoutEffect.topic.includes(name);
}

/** Whether the values of a topic's key are lists. Kafka's others are the two about throttled replicas. */
export function isListKey(name: string, { version }: BrokerConfig): boolean {
  if (name.endsWith('.replication.throttled.replicas')) return true;
  return version.keys[version.topicKeys[name] ?? '']?.type === 'LIST';
}

/** What a topic without a value of its own for this key inherits; undefined for a key without effect here. */
export function topicValue(name: string, { version, values }: BrokerConfig): ConfigValue | undefined {
  return values.get(version.topicKeys[name] ?? '');
}

function limitMs(ms: number): number {
  return ms >= NO_LIMIT ? Number.POSITIVE_INFINITY : ms;
}

function requireKnown(name: string, { topicKeys, withoutEffect }: BrokerVersion): void {
  if (Object.hasOwn(topicKeys, name) || withoutEffect.topic.includes(name)) return;
  const near = nearestName(name, [...Object.keys(topicKeys), ...withoutEffect.topic]);
  const hint = near === undefined ? '' : ` (did you mean '${near}'?)`;
  throw new InvalidConfigurationException(`Unknown topic config name: ${name}${hint}`);
}
