/**
 * Faults of the world at their moments: brokers that crash or stand still, links that close or slow down.
 *
 * Owns: which parts of the simulation a word of the plan moves, and taking it back.
 * Refuses to know: how brokers and links do it (broker-control.ts, sim/network).
 */
import type { Kernel, Network } from '../sim/index.ts';
import type { BrokerControl } from './broker-control.ts';
import type { BrokerNodes } from './broker-nodes.ts';
import { type Fault, FaultError } from './fault.ts';
import type { PlannedWorldFault } from './fault-plan.ts';
import type { Wire } from './wire.ts';

export interface WorldFaultHost {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  readonly control: BrokerControl;
  readonly brokers: BrokerNodes;
  readonly startMs: number;
  /** By id, their hosts. */
  readonly hosts: ReadonlyMap<number, string>;
  readonly tell: (event: string, fault: string) => void;
}

type Undo = () => void;

export class WorldFault implements Fault {
  private readonly data: PlannedWorldFault;
  readonly description: string;
  fired = 0;
  isOptional: boolean;
  private undo: Undo | undefined;
  private isRemoved = false;
  private readonly host: WorldFaultHost;
  private readonly forget: (fault: WorldFault) => void;

  /** @throws FaultError if it names a broker that does not exist */
  constructor(planned: PlannedWorldFault, host: WorldFaultHost, forget: (fault: WorldFault) => void) {
    this.data = planned;
    this.host = host;
    this.forget = forget;
    this.description = describe(planned);
    this.isOptional = planned.optional === true;
    for (const name of hostsOf(planned, host)) this.expectHost(name);
    host.kernel.scheduleAt(Math.max(host.startMs + planned.atMs, host.kernel.now()), () => this.begin());
  }

  /** The fault as data. */
  get planned(): PlannedWorldFault {
    return this.isOptional ? { ...this.data, optional: true } : this.data;
  }

  remove(): void {
    if (this.isRemoved) return;
    this.isRemoved = true;
    this.end();
    this.forget(this);
  }

  optional(): Fault {
    this.isOptional = true;
    return this;
  }

  private begin(): void {
    if (this.isRemoved) return;
    this.fired++;
    const { data: planned, host } = this;
    host.tell('fired', this.description);
    this.undo = this.carryOut();
    if ('forMs' in planned && planned.forMs !== undefined) host.kernel.schedule(planned.forMs, () => this.end());
  }

  private end(): void {
    if (this.undo === undefined) return;
    this.undo();
    this.undo = undefined;
    this.host.tell('undone', this.description);
  }

  /** What happened to a broker for good has no undo: restart it. */
  private carryOut(): Undo | undefined {
    const { data: planned } = this;
    const { control, network } = this.host;
    switch (planned.do) {
      case 'crash':
      case 'restart':
      case 'shutdown':
        control[planned.do](planned.broker);
        return undefined;
      case 'pause': {
        const resume = network.pauseHost(this.hostOf(planned.broker));
        const reconnect = this.leaveController([this.hostOf(planned.broker)]);
        return () => all([reconnect, resume]);
      }
      case 'slowLink':
        return network.slowLink(planned.from, planned.to, planned.extraMs);
      case 'cutOff':
        return this.separate(planned.from, planned.to);
      case 'partition': {
        const both = [this.separate(planned.from, planned.to), this.separate(planned.to, planned.from)];
        return () => all(both);
      }
    }
  }

  private separate(from: readonly string[], to: readonly string[]): Undo {
    const undos: Undo[] = to.includes('controller') ? [this.leaveController(from)] : [];
    for (const one of from) for (const other of to) undos.push(this.host.network.closeLink(one, other));
    return () => all(undos);
  }

  private leaveController(names: readonly string[]): Undo {
    const ids = [...this.host.hosts].filter(([, name]) => names.includes(name)).map(([id]) => id);
    const { brokers } = this.host;
    for (const id of ids) brokers.apply((cluster, nowMs) => cluster.cutOffFromController(id, nowMs));
    return () => {
      for (const id of ids) brokers.apply((cluster, nowMs) => cluster.reconnectToController(id, nowMs));
    };
  }

  private hostOf(broker: number): string {
    return this.host.hosts.get(broker) ?? `broker-${broker}`;
  }

  /** A name that is no broker's is a client's, who may come later. */
  private expectHost(name: string): void {
    const names = [...this.host.hosts.values()];
    if (!/^broker-\d+$/.test(name) || names.includes(name)) return;
    throw new FaultError(`${this.description}: there is no ${name}; this cluster has ${names.join(', ')}`);
  }
}

function hostsOf(planned: PlannedWorldFault, { hosts }: WorldFaultHost): readonly string[] {
  if ('broker' in planned) return [hosts.get(planned.broker) ?? `broker-${planned.broker}`];
  return [planned.from, planned.to].flat();
}

function all(undos: readonly Undo[]): void {
  for (const undo of undos) undo();
}

function describe(planned: PlannedWorldFault): string {
  const span = 'forMs' in planned && planned.forMs !== undefined ? ` for ${planned.forMs} ms` : '';
  const when = `at ${planned.atMs} ms${span}`;
  if ('broker' in planned) return `${planned.do} broker ${planned.broker} ${when}`;
  const detail = 'extraMs' in planned ? ` by ${planned.extraMs} ms` : '';
  const way = planned.do === 'partition' ? ' and ' : ' to ';
  return `${planned.do} ${[planned.from].flat().join(', ')}${way}${[planned.to].flat().join(', ')}${detail} ${when}`;
}
