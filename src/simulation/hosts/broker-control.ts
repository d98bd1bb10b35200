/** Stops and starts brokers, each together with its host on the network. */

import type { Cluster } from '../../broker/index.ts';
import { describeValue } from '../../checks/describe-value.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import type { Network } from '../../sim/index.ts';
import type { BrokerNodes } from './broker-nodes.ts';
import type { Wire } from './wire.ts';

export interface BrokerControlOptions {
  readonly cluster: Cluster;
  readonly brokers: BrokerNodes;
  readonly network: Network<Wire>;
  /** Makes the error for a broker that does not exist. */
  readonly misuse: (problem: string) => Error;
}

export class BrokerControl {
  private readonly options: BrokerControlOptions;

  constructor(options: BrokerControlOptions) {
    this.options = options;
  }

  crash(broker: string | number): void {
    const { id, host } = this.node(broker);
    this.options.network.hostDown(host);
    this.options.brokers.apply((cluster, nowMs) => cluster.crash(id, nowMs));
  }

  restart(broker: string | number): void {
    const { id } = this.node(broker);
    this.options.brokers.apply((cluster, nowMs) => cluster.restart(id, nowMs));
  }

  shutdown(broker: string | number): void {
    const { id, host } = this.node(broker);
    this.options.brokers.apply((cluster, nowMs) => cluster.shutdown(id, nowMs));
    this.options.network.hostDown(host);
  }

  /** A log directory of the broker fails. If it has no other one, its process ends. */
  failDisk(broker: string | number): void {
    const { id, host } = this.node(broker);
    this.options.brokers.apply((cluster, nowMs) => cluster.failDisk(id, nowMs));
    if (!this.options.cluster.isUp(id)) this.options.network.hostDown(host);
  }

  /**
   * Finds a broker by its id or by the name of its host.
   *
   * @throws SimulationError of kind 'misuse' if there is no such broker
   */
  node(broker: string | number): Node {
    const { nodes } = this.options.cluster;
    const node = nodes.find(({ id, host }) => id === broker || host === broker);
    if (node !== undefined) return node;
    const given = typeof broker === 'string' ? `'${broker}'` : describeValue(broker);
    const names = nodes.map(({ host }) => host).join(', ');
    throw this.options.misuse(`There is no broker ${given} in this simulation. It has ${names}.`);
  }
}
