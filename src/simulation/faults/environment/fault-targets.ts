/**
 * The parts of a simulation that environment faults act on, and the effects that several words have in common.
 */
import type { Node } from '../../../protocol/cluster/node.ts';
import type { Kernel, Network } from '../../../sim/index.ts';
import type { BrokerControl } from '../../hosts/broker-control.ts';
import type { BrokerNodes } from '../../hosts/broker-nodes.ts';
import type { Wire } from '../../hosts/wire.ts';
import { CONTROLLER, type Hosts, hostList } from '../definition/hosts.ts';
import { ReferenceCounts } from './reference-counts.ts';

/** Ends an effect. */
export type Undo = () => void;

export interface FaultTargetsOptions {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  readonly control: BrokerControl;
  readonly brokers: BrokerNodes;
  readonly nodes: readonly Node[];
}

/**
 * A broker that can reach the controller again registers after this delay, so that messages which clients sent before
 * arrive first.
 */
const RECONNECT_DELAY_MS = 5;

export class FaultTargets {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  readonly control: BrokerControl;
  readonly brokers: BrokerNodes;
  readonly nodes: readonly Node[];
  /** Conditions that end when no fault brings them about any more. Keys are texts such as `broker 1 is down`. */
  readonly conditions: ReferenceCounts<string> = new ReferenceCounts<string>();
  /** How far the clocks of brokers are ahead, by broker id, in ms. */
  readonly clockSkewsMs: Map<number, number> = new Map<number, number>();

  constructor({ kernel, network, control, brokers, nodes }: FaultTargetsOptions) {
    this.kernel = kernel;
    this.network = network;
    this.control = control;
    this.brokers = brokers;
    this.nodes = nodes;
  }

  hostOf(broker: number): string {
    return this.nodes.find(({ id }) => id === broker)?.host ?? '';
  }

  /** Stops a broker. The undo restarts it, unless another fault still keeps it down. */
  stopBroker(broker: number, how: 'crash' | 'shutdown'): Undo {
    const { control } = this;
    const undo = this.conditions.hold(
      `broker ${broker} is down`,
      () => {},
      () => control.restart(broker),
    );
    control[how](broker);
    return undo;
  }

  /**
   * Blocks messages from the hosts in `from` to those in `to`. A broker on either side of the controller loses its
   * session.
   */
  closeLinks(from: Hosts, to: Hosts): Undo {
    const undos = linksBetween(from, to)
      .filter((link) => !link.includes(CONTROLLER))
      .map(([sender, receiver]) => this.network.closeLink(sender, receiver));
    const [senders, receivers] = [hostList(from), hostList(to)];
    if (receivers.includes(CONTROLLER)) undos.push(this.disconnectFromController(senders));
    if (senders.includes(CONTROLLER)) undos.push(this.disconnectFromController(receivers));
    return undoAll(undos);
  }

  disconnectFromController(hosts: readonly string[]): Undo {
    const { brokers, conditions, kernel, nodes } = this;
    const disconnect = (id: number): Undo => {
      const condition = `broker ${id} cannot reach the controller`;
      const reconnect = (): void => {
        if (conditions.isHeld(condition)) return;
        brokers.apply((cluster, nowMs) => cluster.reconnectToController(id, nowMs));
      };
      return conditions.hold(
        condition,
        () => brokers.apply((cluster, nowMs) => cluster.disconnectFromController(id, nowMs)),
        () => void kernel.schedule(RECONNECT_DELAY_MS, reconnect),
      );
    };
    return undoAll(nodes.filter(({ host }) => hosts.includes(host)).map(({ id }) => disconnect(id)));
  }

  /** Refuses new connections to the hosts, from one client or from all. `fired` is called for each refusal. */
  refuseConnections(hosts: readonly string[], client: string | undefined, fired: () => void): Undo {
    const refuses = (from: string): boolean => {
      if (client !== undefined && from !== client) return false;
      fired();
      return true;
    };
    return undoAll(hosts.map((host) => this.network.refuseConnections(host, refuses)));
  }
}

/** Each pair of a host in `from` and one in `to`. */
export function linksBetween(from: Hosts, to: Hosts): (readonly [from: string, to: string])[] {
  return hostList(from).flatMap((sender) => hostList(to).map((receiver) => [sender, receiver] as const));
}

export function undoAll(undos: readonly Undo[]): Undo {
  return () => {
    for (const undo of undos) undo();
  };
}
