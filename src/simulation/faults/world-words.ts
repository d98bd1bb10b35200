/**
 * The words on the world: what can go wrong with brokers, the network, the controller and clocks, and be mended again.
 *
 * Owns: the vocabulary, the same now (`sim.faults.crash(1)`) and at a moment (`sim.at(5_000).crash(1)`).
 * Refuses to know: how a word is carried out (world.ts).
 */
import type { Fault } from './fault.ts';
import type { Hosts, PlannedWorldFault } from './fault-plan.ts';

/** How long a fault lasts. */
export interface Span {
  /** In ms; after it the fault is undone. Default: until `remove()`, or the word that mends it. */
  readonly forMs?: number;
}

/** An id, or a host: `broker-1`. */
export type BrokerName = string | number;

type WithoutMoment<T> = T extends unknown ? Omit<T, 'atMs'> : never;
/** A fault that does not say yet when. */
export type WorldAction = WithoutMoment<PlannedWorldFault>;

/** Every word gives the fault; its `remove()` is the undo. All of them throw a FaultError for what does not exist. */
export abstract class WorldWords {
  protected abstract begin(deed: WorldAction): Fault;
  /** @throws FaultError if there is no such broker */
  protected abstract idOf(broker: BrokerName): number;

  // --- Brokers -----------------------------------------------------------------------------------------------------------

  /** The broker stops at once; its connections break; its log survives. Undone, it starts again. */
  crash(broker: BrokerName, span: Span = {}): Fault {
    return this.begin({ do: 'crash', broker: this.idOf(broker), ...span });
  }

  /** The broker hands its leaderships over and stops. Undone, it starts again. */
  shutdown(broker: BrokerName, span: Span = {}): Fault {
    return this.begin({ do: 'shutdown', broker: this.idOf(broker), ...span });
  }

  /** The broker starts, whoever has stopped it. */
  restart(broker: BrokerName): Fault {
    return this.begin({ do: 'restart', broker: this.idOf(broker) });
  }

  /** The broker stands still, as in a long garbage collection: connections stay, nothing comes or goes, the controller misses it. */
  pause(broker: BrokerName, span: Span = {}): Fault {
    return this.begin({ do: 'pause', broker: this.idOf(broker), ...span });
  }

  /** The broker goes on, whoever has paused it. */
  resume(broker: BrokerName): Fault {
    return this.begin({ do: 'resume', broker: this.idOf(broker) });
  }

  /** The disk fails, or is full: Kafka makes no difference. The logs on it are gone; a restart finds an empty one. No undo. */
  failDisk(broker: BrokerName): Fault {
    return this.begin({ do: 'failDisk', broker: this.idOf(broker) });
  }

  /** As a follower, the broker fetches so many ms late, every time. */
  slowReplica(broker: BrokerName, extraMs: number, span: Span = {}): Fault {
    return this.begin({ do: 'slowReplica', broker: this.idOf(broker), extraMs, ...span });
  }

  /** The broker's clock is so many ms ahead of the others; below 0: behind. */
  skewClock(broker: BrokerName, skewMs: number, span: Span = {}): Fault {
    return this.begin({ do: 'skewClock', broker: this.idOf(broker), skewMs, ...span });
  }

  // --- The controller ----------------------------------------------------------------------------------------------------

  /** There is no controller: no elections, no changes of in-sync replicas, no new topics; nobody is missed. */
  stopController(span: Span = {}): Fault {
    return this.begin({ do: 'stopController', ...span });
  }

  /** There is a controller again, whoever has stopped it. */
  startController(): Fault {
    return this.begin({ do: 'startController' });
  }

  // --- The network ---------------------------------------------------------------------------------------------------------

  /**
   * Nothing gets from either side to the other. Hosts are brokers (`broker-1`), clients (`producer-1`), and `controller`.
   * What waits goes on when it heals, as TCP sends again.
   */
  partition(from: Hosts, to: Hosts, span: Span = {}): Fault {
    return this.begin({ do: 'partition', from, to, ...span });
  }

  /** The same one way: nothing gets from `from` to `to`. A broker is cut off from the controller either way. */
  cutOff(from: Hosts, to: Hosts, span: Span = {}): Fault {
    return this.begin({ do: 'cutOff', from, to, ...span });
  }

  /** Every message from one to the other takes this much longer, in ms. */
  slowLink(from: Hosts, to: Hosts, extraMs: number, span: Span = {}): Fault {
    return this.begin({ do: 'slowLink', from, to, extraMs, ...span });
  }

  /** All partitions and cut-offs are over, all links as fast as they were. */
  heal(): Fault {
    return this.begin({ do: 'heal' });
  }

  /** New connections to the broker are refused, those of one client or all; what stands goes on standing. Fires with each refusal. */
  refuseConnections(broker: BrokerName, span: Span & { readonly client?: string } = {}): Fault {
    return this.begin({ do: 'refuseConnections', broker: this.idOf(broker), ...span });
  }

  /**
   * What the client has as bootstrap.servers leads nowhere: all its connections are refused until this is undone. It concerns a
   * client that is made while it is in force, and fires with each refusal.
   */
  wrongBootstrap(client: string, span: Span = {}): Fault {
    return this.begin({ do: 'wrongBootstrap', client, ...span });
  }
}

/** What can be done to the world at a scripted moment. */
export abstract class Moment extends WorldWords {
  /** Anything else. */
  abstract do(action: () => void): void;
}
