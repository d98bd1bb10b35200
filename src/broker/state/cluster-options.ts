/**
 * The options of a cluster and of a topic.
 */

import type { Node } from '../../protocol/cluster/node.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { BrokerConfigInput } from '../config/broker-config.ts';
import type { TopicConfigInput } from '../config/topic-config-input.ts';
import type { ModeName } from '../modes/index.ts';
import type { BrokerVersion } from '../versions/broker-version.ts';

export interface ClusterOptions {
  /** The number of brokers (ids count from 1, addresses are `broker-1:9092`, ...), or the brokers themselves. */
  readonly brokers: number | readonly Node[];
  /** The rack of each broker, in the order of their ids. Default: broker.rack of the configuration. */
  readonly racks?: readonly string[] | undefined;
  /** Default: DEFAULT_BROKER_VERSION. */
  readonly version?: BrokerVersion;
  /** Default: the one that the configuration means, or else KRaft. */
  readonly mode?: ModeName | undefined;
  /** Broker configuration by Kafka's names, the same for all brokers. */
  readonly config?: BrokerConfigInput | undefined;
  /** Passwords by the names of users, for SASL PLAIN. Default: none. Clients that talk bytes then need not authenticate. */
  readonly users?: Readonly<Record<string, string>> | undefined;
  /** 22 characters of url-safe base64. Default: the same for all clusters. */
  readonly clusterId?: string | undefined;
  /** The first producer id to be assigned. Default: 0. */
  readonly firstProducerId?: number | undefined;
  /**
   * How long a new topic has no leader, in ms: the time in which the controller elects leaders and brokers learn of them.
   * Default: 5, which is longer than a round trip on a fast network, and far shorter than the pause of a client that has created the
   * topic by a Metadata request and asks for it again.
   */
  readonly leaderElectionDelayMs?: number;
  /** A random whole number from 0 to bound - 1, for topic ids. */
  readonly nextInt: (bound: number) => number;
}

/** A topic to create. */
export interface TopicOptions {
  /** Number of partitions, into which records are divided by their keys. Default: the brokers' `num.partitions`, 1. */
  readonly partitions?: number;
  /**
   * Brokers that have a copy of each partition: the leader and its followers. There have to be as many brokers. Default: the brokers'
   * `default.replication.factor`, 1.
   */
  readonly replicationFactor?: number;
  /** Configuration by Kafka's keys, such as `{ 'min.insync.replicas': 2 }`. Default: that of the brokers. */
  readonly configs?: TopicConfigInput;
}

/** The brokers, in the order of their ids. */
export function nodesOf(brokers: number | readonly Node[]): readonly Node[] {
  if (typeof brokers !== 'number') {
    if (brokers.length > 0) return [...brokers].sort((a, b) => a.id - b.id);
  } else if (Number.isInteger(brokers) && brokers > 0) {
    const nodes: Node[] = [];
    for (let id = 1; id <= brokers; id++) nodes.push({ id, host: `broker-${id}`, port: 9092 });
    return nodes;
  }
  const given = typeof brokers === 'number' ? brokers : 'an empty list';
  throw new IllegalArgumentException(`A cluster needs at least one broker, and a whole number of them; got ${given}.`);
}

/**
 * The brokers in their racks.
 *
 * @param racks one for each broker, in the order of their ids; undefined: `rack` for all
 * @param rack of the configuration; empty: none
 */
export function inRacks(nodes: readonly Node[], racks: readonly string[] | undefined, rack: string): readonly Node[] {
  if (racks !== undefined && racks.length !== nodes.length) {
    throw new IllegalArgumentException(
      `Each broker needs a rack: there are ${nodes.length} brokers, and ${racks.length} racks were given.`,
    );
  }
  if (racks !== undefined) return nodes.map((node, place) => ({ ...node, rack: racks[place] as string }));
  return rack === '' ? nodes : nodes.map((node) => ({ rack, ...node }));
}
