/**
 * The faults of a simulation: those in force and those to come, and those that never fired.
 *
 * Owns: setting and undoing them, by any of the ways to say one.
 * Refuses to know: what a fault does (request-faults.ts, world.ts).
 */
import type { ApiName } from '../../protocol/messages.ts';
import type { Node } from '../../protocol/node.ts';
import type { RandomStream } from '../../sim/index.ts';
import type { Fault, FaultScope, FaultTrigger } from './fault.ts';
import type { FaultPlan, PlannedFault, PlannedRequestFault, PlannedWorldFault } from './fault-plan.ts';
import { FaultTargets, type WorldHost } from './fault-targets.ts';
import { brokerId, expectPossible } from './possible.ts';
import { checkFault, readFaultPlan } from './read-fault-plan.ts';
import type { RequestFault } from './request-fault.ts';
import { RequestFaults } from './request-faults.ts';
import { requestTrigger } from './request-words.ts';
import { WorldFault, type WorldFaultSurroundings } from './world-fault.ts';
import { type BrokerName, Moment, type WorldAction, WorldWords } from './world-words.ts';

export interface FaultHost extends WorldHost {
  /** In ms since the epoch. */
  readonly startMs: number;
  /** For faults that go by chance. */
  readonly random: RandomStream;
  /** Says in the trace what a fault has done. */
  readonly tell: (event: 'fired' | 'undone', fault: Fault) => void;
  /** Says that user code may have something to do. */
  readonly userVisible: () => void;
}

/** Where a fault stands that was said in code, in the words of a FaultError. */
const IN_CODE = 'fault';

export class Faults extends WorldWords {
  private readonly installed: (RequestFault | WorldFault)[] = [];
  private readonly onRequests: RequestFaults;
  private readonly host: FaultHost;
  private readonly inWorld: WorldFaultSurroundings;

  constructor(host: FaultHost) {
    super();
    this.host = host;
    const brokerIds = new Map(host.nodes.map(({ id, host: name }) => [name, id]));
    const { kernel, network, brokers, startMs, random, tell } = host;
    this.onRequests = new RequestFaults({ kernel, network, brokers, brokerIds, startMs, random, tell });
    this.inWorld = {
      world: new FaultTargets(host),
      later: (delayMs, task) => void host.kernel.schedule(delayMs, task),
      endAll: (fits) => this.endMatching(fits),
      knows: (name) => host.network.knows(name),
      tell: host.tell,
      forget: this.forget,
    };
  }

  /**
   * Starts a fault on requests of one API.
   *
   * @throws FaultError if there is no such API or broker, or its requests cannot be narrowed like that
   */
  on(api: ApiName, scope: FaultScope = {}): FaultTrigger {
    return requestTrigger(api, scope, {
      expectBroker: (broker) => this.idOf(broker),
      start: (fault) => {
        expectPossible(fault, IN_CODE, this.possible());
        return this.startOnRequests(fault);
      },
    });
  }

  /** Scripts something for a moment, in ms since the start. */
  at(ms: number): Moment {
    const { kernel, startMs, userVisible } = this.host;
    const run = (task: () => void): void => void kernel.scheduleAt(startMs + ms, task);
    return new ScriptedMoment(
      (deed) => this.startScripted(momentOf(deed, ms), IN_CODE),
      (broker) => this.idOf(broker),
      (action) =>
        run(() => {
          userVisible();
          action();
        }),
    );
  }

  /**
   * Starts all faults of a plan, in its order. Returns them, each with its undo.
   *
   * @throws FaultError that names the place in the plan; then none of it is in force
   */
  apply(plan: FaultPlan): readonly Fault[] {
    const faults = readFaultPlan(plan);
    faults.forEach((fault, i) => {
      expectPossible(fault, `plan[${i}]`, this.possible());
    });
    return faults.map((fault) => this.start(fault));
  }

  /** What is scripted, as plain JSON for `apply`. */
  plan(): FaultPlan {
    return this.installed.map(({ planned }) => planned);
  }

  /** All faults set so far that have not been removed, in order. */
  list(): readonly Fault[] {
    return this.installed;
  }

  /** Those that were to fire and did not. */
  neverFired(): readonly Fault[] {
    return this.installed.filter(
      (fault) => fault.fired === 0 && !fault.isOptional && !(fault instanceof WorldFault && fault.isRepair),
    );
  }

  /** Their descriptions, with the reason where there is one. */
  idleLines(): readonly string[] {
    return this.neverFired().map((fault) => {
      const strangers = fault instanceof WorldFault ? fault.unknownHosts() : [];
      return strangers.length === 0 ? fault.description : `${fault.description} (there was no ${strangers.join(', ')})`;
    });
  }

  // --- The words on the world, now -------------------------------------------------------------------------------------

  protected override begin(deed: WorldAction): Fault {
    const fault = this.inTheWorld(momentOf(deed, this.nowMs()), IN_CODE);
    fault.begin();
    return fault;
  }

  protected override idOf(broker: BrokerName): number {
    return brokerId(broker, IN_CODE, this.host.nodes);
  }

  // --- Inside ----------------------------------------------------------------------------------------------------------

  private start(fault: PlannedFault): Fault {
    return 'on' in fault ? this.startOnRequests(fault) : this.startScripted(fault, IN_CODE);
  }

  private startOnRequests(data: PlannedRequestFault): RequestFault {
    const fault = this.onRequests.start(data, this.forget);
    this.installed.push(fault);
    return fault;
  }

  private startScripted(data: PlannedWorldFault, place: string): Fault {
    const fault = this.inTheWorld(data, place);
    this.host.kernel.scheduleAt(this.host.startMs + data.atMs, () => fault.begin());
    return fault;
  }

  private inTheWorld(data: PlannedWorldFault, place: string): WorldFault {
    checkFault(data, place);
    expectPossible(data, place, this.possible());
    // It brings a rule of its own, which must come after.
    if (data.do === 'slowReplica') this.onRequests.listen();
    const fault = new WorldFault(data, this.inWorld);
    this.installed.push(fault);
    return fault;
  }

  private readonly forget = (fault: RequestFault | WorldFault): void => {
    const place = this.installed.indexOf(fault);
    if (place >= 0) this.installed.splice(place, 1);
  };

  private endMatching(fits: (other: PlannedWorldFault) => boolean): void {
    for (const fault of this.installed) if (fault instanceof WorldFault && fits(fault.data)) fault.end();
  }

  private possible(): { readonly nodes: readonly Node[]; readonly nowMs: number } {
    return { nodes: this.host.nodes, nowMs: this.nowMs() };
  }

  private nowMs(): number {
    return this.host.kernel.now() - this.host.startMs;
  }
}

function momentOf(deed: WorldAction, atMs: number): PlannedWorldFault {
  const { do: word, ...rest } = deed;
  return { do: word, atMs, ...rest } as PlannedWorldFault;
}

class ScriptedMoment extends Moment {
  readonly do: (action: () => void) => void;
  protected readonly begin: (deed: WorldAction) => Fault;
  protected readonly idOf: (broker: BrokerName) => number;

  constructor(
    begin: (deed: WorldAction) => Fault,
    idOf: (broker: BrokerName) => number,
    run: (action: () => void) => void,
  ) {
    super();
    this.begin = begin;
    this.idOf = idOf;
    this.do = run;
  }
}
