/**
 * What one broker serves requests with (the parts that Kafka's BrokerServer hands to KafkaApis).
 */
import type { BrokerConfig } from '../config/broker-config.ts';
import type { Controller } from '../controller/controller.ts';
import { GroupCoordinator } from '../coordinators/groups/group-coordinator.ts';
import { PartitionVerifier } from '../coordinators/transactions/partition-verifier.ts';
import { ProducerIdManager } from '../coordinators/transactions/producer-id-manager.ts';
import { TransactionCoordinator } from '../coordinators/transactions/transaction-coordinator.ts';
import type { InterBrokerSender } from '../purgatory/inter-broker-sender.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import type { Broker } from '../state/broker.ts';
import { ClientQuotaManager, type ProducerByteRates } from '../state/client-quotas.ts';
import type { ControlPlaneStore } from '../state/control-plane-store.ts';
import type { Deadline } from '../state/deadline.ts';
import type { Effects } from '../state/effects.ts';
import type { MetadataCache } from '../state/metadata-cache.ts';
import type { Scheduler } from '../state/scheduler.ts';
import { Authentication } from './authentication.ts';
import type { Users } from './plain-credentials.ts';

/** What the services of all brokers share. */
export interface SharedServices {
  readonly controller: Controller;
  readonly interBroker: InterBrokerSender;
  readonly producerByteRates: ProducerByteRates;
  /** When a transaction may have timed out. */
  readonly transactionTimeoutCheck: Deadline;
  /** Undefined if the cluster has none. */
  readonly users: Users | undefined;
}

export class BrokerServices {
  readonly broker: Broker;
  readonly config: BrokerConfig;
  readonly controlPlane: ControlPlaneStore;
  /** What this broker knows of the control plane. */
  readonly metadata: MetadataCache;
  readonly effects: Effects;
  readonly scheduler: Scheduler;
  readonly replicas: ReplicaManager;
  readonly controller: Controller;
  readonly transactions: TransactionCoordinator;
  readonly verifier: PartitionVerifier;
  readonly producerIds: ProducerIdManager;
  readonly groups: GroupCoordinator;
  readonly quotas: ClientQuotaManager;
  readonly authentication: Authentication;

  constructor(replicas: ReplicaManager, shared: SharedServices) {
    const { broker, replication } = replicas;
    const { interBroker, transactionTimeoutCheck: timeoutCheck } = shared;
    this.broker = broker;
    this.config = replication.config;
    this.controlPlane = replication.controlPlane;
    this.metadata = replicas.metadata;
    this.effects = replication.effects;
    this.scheduler = replication.scheduler;
    this.replicas = replicas;
    this.controller = shared.controller;
    this.producerIds = new ProducerIdManager(broker, replication.controlPlane);
    this.transactions = new TransactionCoordinator(replicas, {
      interBroker,
      producerIds: this.producerIds,
      timeoutCheck,
    });
    this.verifier = new PartitionVerifier(replicas, interBroker);
    this.groups = new GroupCoordinator(replicas, shared.controller.options.nextInt);
    this.quotas = new ClientQuotaManager(broker, shared.producerByteRates);
    this.authentication = new Authentication(broker, this.effects, this.scheduler, {
      users: shared.users,
      failureDelayMs: this.config.connectionFailedAuthenticationDelayMs,
    });
  }
}
