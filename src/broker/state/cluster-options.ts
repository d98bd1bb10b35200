/**
 * What a cluster and a topic can be made with.
 *
 * Owns: the options, their meaning and defaults, and the brokers' names. Refuses to know: what is built from them (cluster.ts).
 */
import { IllegalArgumentException } from '../../protocol/exceptions.ts';
import type { Node } from '../../protocol/node.ts';
import type { BrokerConfigInput } from '../config/broker-config.ts';

export interface ClusterOptions {
  /** How many brokers (ids count from 1, addresses are `broker-1:9092`, ...), or the brokers themselves. */
  readonly brokers: number | readonly Node[];
  /** Broker configuration by Kafka's names, the same for all brokers. */
  readonly config?: BrokerConfigInput;
  /** 22 characters of url-safe base64. Default: always the same. */
  readonly clusterId?: string;
  /** The first producer id handed out. Default 0. */
  readonly firstProducerId?: number;
  /**
   * How long a new topic has no leader, in ms: the controller's work and the news of it to all brokers. Default 5: longer
   * than a round trip on a quick network, so that who created the topic by asking for it is told LEADER_NOT_AVAILABLE, and
   * far shorter than the pause before it asks again.
   */
  readonly leaderElectionDelayMs?: number;
  /** A whole number from 0 to bound - 1. Draws topic ids. */
  readonly nextInt: (bound: number) => number;
}

export interface TopicOptions {
  /** Default: num.partitions. */
  readonly partitions?: number;
  /** Default: default.replication.factor. */
  readonly replicationFactor?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

/** The brokers, in the order of their ids. */
export function nodesOf(brokers: number | readonly Node[]): readonly Node[] {
  if (typeof brokers !== 'number') {
    if (brokers.length > 0) return [...brokers].sort((a, b) => a.id - b.id);
  } else if (Number.isInteger(brokers) && brokers > 0) {
    return Array.from({ length: brokers }, (_, i) => ({ id: i + 1, host: `broker-${i + 1}`, port: 9092 }));
  }
  const given = typeof brokers === 'number' ? brokers : 'an empty list';
  throw new IllegalArgumentException(`A cluster needs at least one broker, and a whole number of them; got ${given}.`);
}
