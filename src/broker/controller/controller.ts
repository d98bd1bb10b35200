/**
 * The controller: what it works with, and what it remembers besides the control plane (KafkaController).
 *
 * There is one for the whole cluster. In ZooKeeper mode the control plane says on which broker it is; in KRaft mode it is on
 * machines of its own, or on all brokers if these are combined. Its decisions are in the other files of this folder, one subject each.
 */
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { BrokerConfig } from '../config/broker-config.ts';
import type { ClusterMode } from '../modes/index.ts';
import type { Replication } from '../replication/replica-manager.ts';
import type { Broker, Brokers } from '../state/broker.ts';
import type { ClusterContext } from '../state/cluster-context.ts';
import type { ControlPlaneStore } from '../state/control-plane-store.ts';
import type { Effects } from '../state/effects.ts';
import type { Scheduler } from '../state/scheduler.ts';
import type { AdminRules } from './admin-rules.ts';
import { KRAFT_ADMIN_RULES } from './admin-rules-kraft.ts';
import { ZOOKEEPER_ADMIN_RULES } from './admin-rules-zookeeper.ts';

const ADMIN_RULES: Readonly<Record<ClusterMode['adminRules'], AdminRules>> = {
  ReplicationControlManager: KRAFT_ADMIN_RULES,
  KafkaController: ZOOKEEPER_ADMIN_RULES,
};

export interface ControllerOptions {
  /** How long a new topic has no leader, in ms. */
  readonly leaderElectionDelayMs: number;
  /** A whole number from 0 to bound - 1. */
  readonly nextInt: (bound: number) => number;
  /** Called after brokers have received changed partitions. */
  readonly onPartitionsChanged: () => void;
  /** Called when partitions do not exist any more. */
  readonly onPartitionsDeleted: (partitions: readonly TopicPartition[]) => void;
}

/** A request that a broker forwards once it can reach the controller. */
export interface ForwardedRequest {
  readonly broker: Broker;
  /** Of the broker, when the request arrived. */
  readonly incarnation: number;
  readonly act: () => void;
}

export class Controller implements ClusterContext {
  readonly config: BrokerConfig;
  readonly controlPlane: ControlPlaneStore;
  readonly brokers: Brokers;
  readonly effects: Effects;
  readonly scheduler: Scheduler;
  readonly replication: Replication;
  readonly options: ControllerOptions;
  /** How requests of administrators are checked and answered. */
  readonly adminRules: AdminRules;
  /** False while there is no controller (controller-activity.ts). */
  isActive = true;
  /** Whether a fault keeps the cluster from having a controller. */
  isPrevented = false;
  /** KRaft only: whether the present controller has heard from any broker. Until then it does not check sessions. */
  hasHeartbeats = true;
  /** The broker with the active controller, if controllers are on brokers in KRaft mode; undefined while there is none. */
  activeVoterId: number | undefined;
  /** When the present controller began; undefined for the first one until the cluster has a topic. */
  activeSinceMs: number | undefined;
  /** Since when some leader is not the preferred one, and when the next check is planned (preferred-leaders.ts). */
  readonly rebalance: { imbalancedSinceMs: number | undefined; plannedMs: number | undefined } = {
    imbalancedSinceMs: undefined,
    plannedMs: undefined,
  };
  /** Why internal topics could not be created, as reported so far: clients ask for them again and again. */
  readonly reportedRefusals: Set<string> = new Set();
  /** The names of topics that were deleted. */
  readonly deletedTopics: Set<string> = new Set();
  /** KRaft only: requests that wait until their broker can reach the controller, in the order of their arrival. */
  readonly forwarded: Set<ForwardedRequest> = new Set();

  constructor(replication: Replication, options: ControllerOptions) {
    this.config = replication.config;
    this.controlPlane = replication.controlPlane;
    this.brokers = replication.brokers;
    this.effects = replication.effects;
    this.scheduler = replication.scheduler;
    this.replication = replication;
    this.options = options;
    this.activeVoterId = this.config.isCombined ? this.brokers.all[0]?.id : undefined;
    this.adminRules = ADMIN_RULES[this.config.mode.adminRules];
  }

  /** Whether the broker is the active controller. For ZooKeeper mode. */
  isAt(brokerId: number): boolean {
    return this.isActive && this.controlPlane.current.controllerId === brokerId;
  }

  /** Whether the controller is active and connected to the broker. For KRaft mode. */
  isReachedBy(broker: Broker): boolean {
    return this.isActive && !broker.isDisconnected;
  }

  /** Serves the requests whose brokers can reach the controller by now. */
  serveForwarded(): void {
    for (const request of this.forwarded) {
      const { broker, incarnation, act } = request;
      if (!this.isReachedBy(broker)) continue;
      this.forwarded.delete(request);
      if (broker.incarnation === incarnation) act();
    }
  }
}
