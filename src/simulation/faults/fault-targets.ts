/**
 * Carrying out the words on the world.
 *
 * Owns: which parts of the simulation a word moves, how it is taken back, and that what two faults do at once is over only
 * when both are.
 * Refuses to know: when (world-fault.ts), and how brokers and links do it (broker-control.ts, sim/network).
 */
import type { Node } from '../../protocol/node.ts';
import { delay, type Kernel, type Network, PASS } from '../../sim/index.ts';
import type { BrokerControl } from '../hosts/broker-control.ts';
import type { BrokerNodes } from '../hosts/broker-nodes.ts';
import type { Wire } from '../hosts/wire.ts';
import { CountedHolds } from './counted-holds.ts';
import type { Hosts, PlannedWorldFault } from './fault-plan.ts';
import { CONTROLLER, listOf } from './possible.ts';

export interface WorldHost {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  readonly control: BrokerControl;
  readonly brokers: BrokerNodes;
  readonly nodes: readonly Node[];
}

export type Undo = () => void;

/** How long a broker that can reach the controller again needs to hear of it: what clients sent comes first. */
const BACK_IN_TOUCH_MS = 5;

export class FaultTargets {
  private readonly host: WorldHost;
  private readonly down = new CountedHolds<number>();
  private readonly outOfTouch = new CountedHolds<number>();
  private readonly headless = new CountedHolds<typeof CONTROLLER>();
  private readonly skews = new Map<number, number>();

  constructor(host: WorldHost) {
    this.host = host;
  }

  /**
   * Does it now. `endAll` undoes the faults in force that fit; `fired` is called with everything that words count themselves.
   * Without an undo there is none.
   */
  carryOut(
    fault: PlannedWorldFault,
    endAll: (fits: (other: PlannedWorldFault) => boolean) => void,
    fired: () => void,
  ): Undo | undefined {
    const { control, network, brokers } = this.host;
    switch (fault.do) {
      case 'crash':
      case 'shutdown':
        return this.stop(fault.broker, fault.do);
      case 'restart':
        endAll((other) => (other.do === 'crash' || other.do === 'shutdown') && other.broker === fault.broker);
        control.restart(fault.broker);
        return undefined;
      case 'pause': {
        const host = this.hostOf(fault.broker);
        return all([network.pauseHost(host), this.leaveController([host])]);
      }
      case 'resume':
        endAll((other) => other.do === 'pause' && other.broker === fault.broker);
        return undefined;
      case 'partition':
        return all([...this.closeLinks(fault.from, fault.to), ...this.closeLinks(fault.to, fault.from)]);
      case 'cutOff':
        return all(this.closeLinks(fault.from, fault.to));
      case 'slowLink':
        return all(pairs(fault.from, fault.to).map(([from, to]) => network.slowLink(from, to, fault.extraMs)));
      case 'heal':
        endAll((other) => other.do === 'partition' || other.do === 'cutOff' || other.do === 'slowLink');
        return undefined;
      case 'failDisk':
        brokers.apply((cluster, nowMs) => cluster.failDisk(fault.broker, nowMs));
        return undefined;
      case 'stopController':
        return this.stopController();
      case 'startController':
        endAll((other) => other.do === 'stopController');
        return undefined;
      case 'slowReplica':
        return this.slowFetches(this.hostOf(fault.broker), fault.extraMs, fired);
      case 'refuseConnections':
        return this.refuse([this.hostOf(fault.broker)], fault.client, fired);
      case 'wrongBootstrap':
        // One that was made before has found its way.
        if (network.knows(fault.client)) return undefined;
        return this.refuse(
          this.host.nodes.map(({ host }) => host),
          fault.client,
          fired,
        );
      case 'skewClock':
        return this.skew(fault.broker, fault.skewMs);
    }
  }

  private stop(broker: number, how: 'crash' | 'shutdown'): Undo {
    const { control } = this.host;
    const undo = this.down.hold(
      broker,
      () => {},
      () => control.restart(broker),
    );
    control[how](broker);
    return undo;
  }

  private closeLinks(from: Hosts, to: Hosts): Undo[] {
    const undos = pairs(from, to)
      .filter((pair) => !pair.includes(CONTROLLER))
      .map(([one, other]) => this.host.network.closeLink(one, other));
    const [senders, receivers] = [listOf(from), listOf(to)];
    if (receivers.includes(CONTROLLER)) undos.push(this.leaveController(senders));
    if (senders.includes(CONTROLLER)) undos.push(this.leaveController(receivers));
    return undos;
  }

  private leaveController(hosts: readonly string[]): Undo {
    const { brokers, kernel, nodes } = this.host;
    const ids = nodes.filter(({ host }) => hosts.includes(host)).map(({ id }) => id);
    const reconnect = (id: number): void => {
      if (!this.outOfTouch.isHeld(id)) brokers.apply((cluster, nowMs) => cluster.reconnectToController(id, nowMs));
    };
    return all(
      ids.map((id) =>
        this.outOfTouch.hold(
          id,
          () => brokers.apply((cluster, nowMs) => cluster.cutOffFromController(id, nowMs)),
          () => void kernel.schedule(BACK_IN_TOUCH_MS, () => reconnect(id)),
        ),
      ),
    );
  }

  private stopController(): Undo {
    const { brokers } = this.host;
    return this.headless.hold(
      CONTROLLER,
      () => brokers.apply((cluster) => cluster.stopController()),
      () => brokers.apply((cluster, nowMs) => cluster.startController(nowMs)),
    );
  }

  private slowFetches(follower: string, extraMs: number, fired: () => void): Undo {
    return this.host.network.rules.install(({ kind, direction, fromHost }) => {
      if (kind !== 'Fetch' || direction !== 'request' || fromHost !== follower) return PASS;
      fired();
      return delay(extraMs);
    });
  }

  private refuse(hosts: readonly string[], client: string | undefined, fired: () => void): Undo {
    const refuses = (from: string): boolean => {
      if (client !== undefined && from !== client) return false;
      fired();
      return true;
    };
    return all(hosts.map((host) => this.host.network.refuseConnections(host, refuses)));
  }

  private skew(broker: number, skewMs: number): Undo {
    const add = (ms: number): void => {
      const total = (this.skews.get(broker) ?? 0) + ms;
      this.skews.set(broker, total);
      this.host.brokers.apply((cluster) => cluster.skewClock(broker, total));
    };
    add(skewMs);
    return () => add(-skewMs);
  }

  private hostOf(broker: number): string {
    return this.host.nodes.find(({ id }) => id === broker)?.host ?? '';
  }
}

function pairs(from: Hosts, to: Hosts): (readonly [string, string])[] {
  return listOf(from).flatMap((one) => listOf(to).map((other) => [one, other] as const));
}

function all(undos: readonly Undo[]): Undo {
  return () => {
    for (const undo of undos) undo();
  };
}
