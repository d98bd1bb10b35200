/**
 * What a script does to brokers: crash, restart and shut them down, now or at a moment.
 *
 * Owns: which broker a name or an id means, and that its host on the network shares its fate.
 * Refuses to know: what becomes of the cluster (broker), and what the script is for.
 */
import type { Cluster } from '../broker/index.ts';
import type { Node } from '../protocol/messages.ts';
import type { Kernel, Network } from '../sim/index.ts';
import type { BrokerNodes } from './broker-nodes.ts';
import type { Wire } from './wire.ts';

/** What can be done to the world at a scripted moment. */
export interface Moment {
  /** The broker stops at once; its connections break. Its log survives. */
  crash(broker: string | number): void;
  restart(broker: string | number): void;
  /** The broker hands its leaderships over and stops. */
  shutdown(broker: string | number): void;
  /** Anything else. */
  do(action: () => void): void;
}

export interface BrokerControlOptions {
  readonly cluster: Cluster;
  readonly brokers: BrokerNodes;
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  /** Times of `at` count from here, in ms since the epoch. */
  readonly startMs: number;
  /** Says that user code may have something to do. */
  readonly userVisible: () => void;
  /** The error for a broker that does not exist. */
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
    const { id, host } = this.node(broker);
    this.options.network.hostUp(host);
    this.options.brokers.apply((cluster, nowMs) => cluster.restart(id, nowMs));
  }

  shutdown(broker: string | number): void {
    const { id, host } = this.node(broker);
    this.options.brokers.apply((cluster, nowMs) => cluster.shutdown(id, nowMs));
    this.options.network.hostDown(host);
  }

  /** A broker that does not exist is refused at once, not at the moment. */
  at(ms: number): Moment {
    const { kernel, startMs, userVisible } = this.options;
    const plan = (action: () => void): void => void kernel.scheduleAt(startMs + ms, action);
    const planFor = (broker: string | number, action: (id: number) => void): void => {
      const { id } = this.node(broker);
      plan(() => action(id));
    };
    return {
      crash: (broker) => planFor(broker, (id) => this.crash(id)),
      restart: (broker) => planFor(broker, (id) => this.restart(id)),
      shutdown: (broker) => planFor(broker, (id) => this.shutdown(id)),
      do: (action) =>
        plan(() => {
          userVisible();
          action();
        }),
    };
  }

  /** @throws the misuse error if there is no such broker */
  node(broker: string | number): Node {
    const { nodes } = this.options.cluster;
    const node = nodes.find(({ id, host }) => id === broker || host === broker);
    if (node !== undefined) return node;
    const names = nodes.map(({ host }) => host).join(', ');
    throw this.options.misuse(`There is no broker '${broker}' in this simulation; it has ${names}.`);
  }
}
