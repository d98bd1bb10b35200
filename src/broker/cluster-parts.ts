/**
 * Puts the parts of a cluster together.
 */
import type { Node } from '../protocol/cluster/node.ts';
import { advertisedNodes } from './config/advertised-listeners.ts';
import { resolveBrokerConfig } from './config/broker-config.ts';
import { Controller } from './controller/controller.ts';
import { InterBrokerSender } from './purgatory/inter-broker-sender.ts';
import type { Replication } from './replication/replica-manager.ts';
import { createReplication } from './replication/replication.ts';
import { BrokerServices } from './requests/broker-services.ts';
import { Brokers } from './state/broker.ts';
import { ProducerByteRates } from './state/client-quotas.ts';
import type { ClusterContext } from './state/cluster-context.ts';
import { type ClusterOptions, inRacks, nodesOf } from './state/cluster-options.ts';
import { ControlPlaneStore } from './state/control-plane-store.ts';
import { Deadline } from './state/deadline.ts';
import { Effects } from './state/effects.ts';
import { Scheduler } from './state/scheduler.ts';

const DEFAULT_CLUSTER_ID = 'a2Fma2EtdHJpYWwtMDAwMQ';
const DEFAULT_LEADER_ELECTION_DELAY_MS = 5;

export interface ClusterParts extends ClusterContext {
  /** All brokers, in ascending order of their ids. */
  readonly nodes: readonly Node[];
  readonly replication: Replication;
  readonly controller: Controller;
  readonly interBroker: InterBrokerSender;
  readonly producerByteRates: ProducerByteRates;
  /** By broker id. */
  readonly services: readonly (BrokerServices | undefined)[];
}

export function assembleCluster(options: ClusterOptions): ClusterParts {
  const { clusterId = DEFAULT_CLUSTER_ID, firstProducerId = 0, nextInt } = options;
  const { leaderElectionDelayMs = DEFAULT_LEADER_ELECTION_DELAY_MS } = options;
  const config = resolveBrokerConfig(options.config, options.version, options.mode);
  const nodes = inRacks(nodesOf(options.brokers), options.racks, config.values.get('broker.rack') as string);
  const advertised = advertisedNodes(nodes, config.values.get('advertised.listeners') as string);
  const effects = new Effects();
  const scheduler = new Scheduler(effects);
  const controlPlane = new ControlPlaneStore(advertised, clusterId, firstProducerId, config.mode);
  const context: ClusterContext = { config, controlPlane, brokers: new Brokers(advertised), effects, scheduler };
  const replication = createReplication(context);
  const interBroker = new InterBrokerSender(context);
  const producerByteRates = new ProducerByteRates();
  const all: BrokerServices[] = [];
  const controller = new Controller(replication, {
    leaderElectionDelayMs,
    nextInt,
    onPartitionsChanged: () => {
      for (const { transactions } of all) transactions.markers.leadersChanged();
    },
    onPartitionsDeleted: (partitions) => {
      for (const { groups } of all) groups.partitionsDeleted(partitions);
    },
  });
  const transactionTimeoutCheck = new Deadline(scheduler, () => {
    for (const { transactions } of all) transactions.abortTimedOut();
  });
  const users = options.users === undefined ? undefined : new Map(Object.entries(options.users));
  const services: BrokerServices[] = [];
  for (const manager of replication.managers) {
    const shared = { controller, interBroker, producerByteRates, transactionTimeoutCheck, users };
    const own = new BrokerServices(manager, shared);
    all.push(own);
    services[manager.broker.id] = own;
  }
  // The order in which work that is due at the same time is done.
  scheduler.add(
    replication.delayedProduces,
    replication.delayedFetches,
    replication.followerNotice,
    replication.lagCheck,
    replication.retentionCheck,
    interBroker.inFlight,
    transactionTimeoutCheck,
  );
  const { brokers } = context;
  return {
    config,
    controlPlane,
    brokers,
    effects,
    scheduler,
    nodes,
    replication,
    controller,
    interBroker,
    producerByteRates,
    services,
  };
}
