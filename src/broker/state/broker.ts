/**
 * A broker as a process, and all brokers of a cluster. Its replicas are in replication/, its coordinators in coordinators/.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { ControlPlane } from './control-plane.ts';

/** State that a broker keeps in memory and loses with its process. */
export interface VolatileState {
  reset(): void;
}

/** A control plane on its way to a broker. */
export interface ComingControlPlane {
  /** When it became the present one. */
  readonly sinceMs: number;
  readonly dueMs: number;
  plane: ControlPlane;
}

export class Broker {
  readonly node: Node;
  readonly id: number;
  /** The process runs and is registered: the broker has its roles in partitions. */
  isUp = true;
  /** The broker works on requests. Until then those that arrive wait. */
  isServing = true;
  /** The process runs and is not registered yet, because the session of its predecessor has not ended. */
  isStarting = false;
  /** Increases with every stop and start of the process, so that work planned by an earlier process can be recognised. */
  incarnation = 0;
  /** How far the broker's clock is ahead of the true time, in ms; negative if it is behind. */
  clockSkewMs = 0;
  /** Whether the broker can reach a controller: its connection is not cut, and there is a controller. */
  hasController = true;
  /** The last control plane the broker received, while there may be a later one; undefined while it knows the present one. */
  outdatedControlPlane: ControlPlane | undefined;
  /** How much later than others the broker receives changes of the control plane, in ms (controller/metadata-delay.ts). */
  metadataDelayMs = 0;
  /** Control planes that the broker is going to receive, in that order. Not empty only while `outdatedControlPlane` is set. */
  readonly comingControlPlanes: ComingControlPlane[] = [];
  /** Whether the broker's connection to the controller, or to ZooKeeper, is cut. */
  isDisconnected = false;
  /** When the session of the broker ends, because nothing is heard from it; undefined while it is heard from. */
  sessionEndsMs: number | undefined;
  /** Requests that have arrived while the broker starts. */
  heldRequests: (() => void)[] = [];
  private readonly volatileState: VolatileState[] = [];

  constructor(node: Node) {
    this.node = node;
    this.id = node.id;
  }

  /** Whether the broker knows the present control plane, and so receives changes at once. */
  get isUpToDate(): boolean {
    return this.outdatedControlPlane === undefined;
  }

  /** From now on the broker receives nothing of the controller, not even what is on its way. */
  loseController(present: ControlPlane): void {
    this.hasController = false;
    this.outdatedControlPlane ??= present;
    this.comingControlPlanes.length = 0;
  }

  /** Resets `state` whenever the process ends. */
  keepInMemory(state: VolatileState): void {
    this.volatileState.push(state);
  }

  /** The process ends: what it kept in memory is lost, its logs remain. */
  stop(): void {
    this.isUp = false;
    this.isStarting = false;
    this.isServing = false;
    this.heldRequests = [];
    this.incarnation++;
    this.comingControlPlanes.length = 0;
    // The next process begins with the present control plane, if it can reach the controller.
    if (this.hasController) this.outdatedControlPlane = undefined;
    for (const state of this.volatileState) state.reset();
  }

  /** The process starts. */
  beginStart(): void {
    this.isStarting = true;
    this.incarnation++;
  }

  start(): void {
    this.isUp = true;
    this.isStarting = false;
    this.incarnation++;
  }
}

export class Brokers {
  /** In ascending order of their ids. */
  readonly all: readonly Broker[];
  private readonly byId: (Broker | undefined)[] = [];

  constructor(nodes: readonly Node[]) {
    this.all = nodes.map((node) => new Broker(node));
    for (const broker of this.all) this.byId[broker.id] = broker;
  }

  get(id: number): Broker | undefined {
    return this.byId[id];
  }

  isUp(id: number): boolean {
    return this.byId[id]?.isUp === true;
  }
}
