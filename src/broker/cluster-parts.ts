/**
 * Puts the parts of a cluster together.
 */
import type { Node } from '../protocol/cluster/node.ts';
import type { BrokerConfig } from './config/broker-config.ts';
import { Controller } from './controller/controller.ts';
import { membershipOf } from './controller/memberships.ts';
import { InterBrokerSender } from './purgatory/inter-broker-sender.ts';
import type { Replication } from './replication/replica-manager.ts';
import { createReplication } from './replication/replication.ts';
import { BrokerServices } from './requests/broker-services.ts';
import { Brokers } from './state/broker.ts';
import { ProducerByteRates } from './state/client-quotas.ts';
import type { ClusterContext } from './state/cluster-context.ts';
import { ControlPlaneStore } from './state/control-plane-store.ts';
import { Deadline } from './state/deadline.ts';
import { Effects } from './state/effects.ts';
import { Scheduler } from './state/scheduler.ts';

export interface ClusterPartsOptions {
  /** In ascending order of their ids. */
  readonly nodes: readonly Node[];
  readonly config: BrokerConfig;
  readonly clusterId: string;
  readonly firstProducerId: number;
  readonly leaderElectionDelayMs: number;
  readonly nextInt: (bound: number) => number;
}

export interface ClusterParts extends ClusterContext {
  readonly replication: Replication;
  readonly controller: Controller;
  readonly interBroker: InterBrokerSender;
  readonly producerByteRates: ProducerByteRates;
  /** By broker id. */
  readonly services: readonly (BrokerServices | undefined)[];
}

export function assembleCluster(options: ClusterPartsOptions): ClusterParts {
  const { nodes, config, clusterId, firstProducerId, leaderElectionDelayMs, nextInt } = options;
  const effects = new Effects();
  const scheduler = new Scheduler(effects);
  const controlPlane = new ControlPlaneStore(nodes, clusterId, firstProducerId);
  const context: ClusterContext = { config, controlPlane, brokers: new Brokers(nodes), effects, scheduler };
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
  });
  membershipOf(controller).begins(controller);
  const transactionTimeoutCheck = new Deadline(scheduler, () => {
    for (const { transactions } of all) transactions.abortTimedOut();
  });
  const services: BrokerServices[] = [];
  for (const manager of replication.managers) {
    const own = new BrokerServices(manager, { controller, interBroker, producerByteRates, transactionTimeoutCheck });
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
  return { replication, controller, interBroker, producerByteRates, services, ...context };
}
