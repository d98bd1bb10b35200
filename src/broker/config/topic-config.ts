/**
 * Topic configuration: Kafka's names, defaults of 3.6.1 (LogConfig), and the broker's key that stands behind each.
 *
 * Owns: the table of topic keys and the typed object the broker works with.
 * Refuses to know: where the values come from.
 */
import { InvalidConfigurationException } from '../../protocol/exceptions.ts';
import type { TimestampType } from '../../protocol/record-batch.ts';
import { didYouMean } from './did-you-mean.ts';
import { type ConfigValue, listOf, parseSetting, type Setting } from './setting.ts';

/** Long.MAX_VALUE: no limit. */
export const NO_LIMIT: number = Number.POSITIVE_INFINITY;

/** What a topic's configuration means for its partitions. */
export interface TopicConfig {
  readonly maxMessageBytes: number;
  readonly minInSyncReplicas: number;
  readonly timestampType: TimestampType;
  /** How far a record's timestamp may lie behind the broker's clock, in ms. */
  readonly timestampBeforeMaxMs: number;
  /** How far it may lie ahead, in ms. */
  readonly timestampAfterMaxMs: number;
  readonly isCompacted: boolean;
  /** Old records are deleted: the clean-up policy says so. */
  readonly isDeleted: boolean;
  /** How old the youngest record of a segment may be, in ms; Infinity: as old as it likes. */
  readonly retentionMs: number;
  /** How large a partition's log may be before its oldest segments go; below 0: without limit. */
  readonly retentionBytes: number;
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly uncleanLeaderElectionEnable: boolean;
}

interface TopicSetting extends Setting {
  /** The broker's key whose value is this key's default. */
  readonly brokerKey: string;
}

const codecs = ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'];

// biome-ignore format: one row, one key
const EFFECTIVE: Readonly<Record<string, TopicSetting>> = {
  'cleanup.policy': { type: 'list', defaultValue: 'delete', oneOf: ['compact', 'delete'], brokerKey: 'log.cleanup.policy' },
  'compression.type': { type: 'string', defaultValue: 'producer', oneOf: codecs, brokerKey: 'compression.type' },
  'max.message.bytes': { type: 'int', defaultValue: 1048588, min: 0, brokerKey: 'message.max.bytes' },
  'message.timestamp.after.max.ms': { type: 'long', defaultValue: NO_LIMIT, min: 0, brokerKey: 'log.message.timestamp.after.max.ms' },
  'message.timestamp.before.max.ms': { type: 'long', defaultValue: NO_LIMIT, min: 0, brokerKey: 'log.message.timestamp.before.max.ms' },
  'message.timestamp.difference.max.ms': { type: 'long', defaultValue: NO_LIMIT, min: 0, brokerKey: 'log.message.timestamp.difference.max.ms' },
  'message.timestamp.type': { type: 'string', defaultValue: 'CreateTime', oneOf: ['CreateTime', 'LogAppendTime'], brokerKey: 'log.message.timestamp.type' },
  'min.insync.replicas': { type: 'int', defaultValue: 1, min: 1, brokerKey: 'min.insync.replicas' },
  'retention.bytes': { type: 'long', defaultValue: -1, brokerKey: 'log.retention.bytes' },
  'retention.ms': { type: 'long', defaultValue: 604800000, min: -1, brokerKey: 'log.retention.ms' },
  'segment.bytes': { type: 'int', defaultValue: 1073741824, min: 14, brokerKey: 'log.segment.bytes' },
  'segment.ms': { type: 'long', defaultValue: 604800000, min: 1, brokerKey: 'log.roll.ms' },
  'unclean.leader.election.enable': { type: 'boolean', defaultValue: false, brokerKey: 'unclean.leader.election.enable' },
};

/** Keys that a topic may carry and that change nothing here: there are no files, and nothing is compacted. */
const WITHOUT_EFFECT: readonly string[] = [
  'delete.retention.ms',
  'file.delete.delay.ms',
  'flush.messages',
  'flush.ms',
  'follower.replication.throttled.replicas',
  'index.interval.bytes',
  'leader.replication.throttled.replicas',
  'local.retention.bytes',
  'local.retention.ms',
  'max.compaction.lag.ms',
  'message.downconversion.enable',
  'message.format.version',
  'min.cleanable.dirty.ratio',
  'min.compaction.lag.ms',
  'preallocate',
  'remote.storage.enable',
  'segment.index.bytes',
  'segment.jitter.ms',
];

/** The rows of the broker's own table that a topic can override. */
export const TOPIC_DEFAULTS: readonly { readonly brokerKey: string; readonly setting: Setting }[] = Object.values(
  EFFECTIVE,
).map(({ brokerKey, ...setting }) => ({ brokerKey, setting }));

/**
 * The configuration of a topic with `overrides` on a broker with `brokerValues`.
 * @throws InvalidConfigurationException for an unknown key or an invalid value
 */
export function resolveTopicConfig(
  overrides: Readonly<Record<string, string>>,
  brokerValues: ReadonlyMap<string, ConfigValue>,
): TopicConfig {
  for (const key of Object.keys(overrides)) requireKnown(key);
  const value = (key: string): ConfigValue => {
    const setting = EFFECTIVE[key] as TopicSetting;
    const override = Object.hasOwn(overrides, key) ? overrides[key] : undefined;
    return override === undefined
      ? (brokerValues.get(setting.brokerKey) ?? setting.defaultValue)
      : parseSetting(key, setting, override);
  };
  value('compression.type');
  const differenceMaxMs = value('message.timestamp.difference.max.ms') as number;
  const beforeMaxMs = value('message.timestamp.before.max.ms') as number;
  const afterMaxMs = value('message.timestamp.after.max.ms') as number;
  const retentionMs = value('retention.ms') as number;
  return {
    maxMessageBytes: value('max.message.bytes') as number,
    minInSyncReplicas: value('min.insync.replicas') as number,
    timestampType: value('message.timestamp.type') as TimestampType,
    // The deprecated key counts where its successors (KIP-937) are not set.
    timestampBeforeMaxMs: beforeMaxMs === NO_LIMIT ? differenceMaxMs : beforeMaxMs,
    timestampAfterMaxMs: afterMaxMs === NO_LIMIT ? differenceMaxMs : afterMaxMs,
    isDeleted: listOf(value('cleanup.policy') as string).includes('delete'),
    retentionMs: retentionMs < 0 ? NO_LIMIT : retentionMs,
    retentionBytes: value('retention.bytes') as number,
    segmentBytes: value('segment.bytes') as number,
    segmentMs: value('segment.ms') as number,
    isCompacted: listOf(value('cleanup.policy') as string).includes('compact'),
    uncleanLeaderElectionEnable: value('unclean.leader.election.enable') as boolean,
  };
}

function requireKnown(key: string): void {
  if (Object.hasOwn(EFFECTIVE, key) || WITHOUT_EFFECT.includes(key)) return;
  const hint = didYouMean(key, [...Object.keys(EFFECTIVE), ...WITHOUT_EFFECT]);
  throw new InvalidConfigurationException(`Unknown topic config name: ${key}${hint}`);
}
