/**
 * The faults of a simulation, `sim.faults`: setting and removing them, and finding those that never fired.
 */
import type { Cluster } from '../../broker/index.ts';
import { methodOf } from '../../checks/call-sites.ts';
import { printAs } from '../../checks/printing.ts';
import { FUNCTION } from '../../checks/value-type.ts';
import type { ApiName } from '../../protocol/messages.ts';
import type { RandomStream } from '../../sim/index.ts';
import type { Trace } from '../events/simulation-events.ts';
import { checkPossible } from './check-possible.ts';
import { type Fault, onFaultCall, unexpectedValue } from './definition/fault.ts';
import type { PlanContext } from './definition/field.ts';
import { FUTURE_MS } from './definition/fields.ts';
import { type BrokerName, brokerId } from './definition/hosts.ts';
import { FaultTargets, type FaultTargetsOptions } from './environment/fault-targets.ts';
import { EnvironmentFault, type EnvironmentFaultOptions } from './environment-fault.ts';
import { EnvironmentMethodsBase, type Moment, type UnscheduledFault } from './environment-methods.ts';
import type { FaultPlan, PlannedEnvironmentFault, PlannedFault, PlannedRequestFault } from './fault-plan.ts';
import { describeNeverFired } from './never-fired.ts';
import { checkFault, readFaultPlan } from './read-fault-plan.ts';
import type { RequestFault } from './request-fault.ts';
import { RequestFaults } from './request-faults.ts';
import { type FaultTrigger, type RequestMethodsOptions, requestTrigger } from './request-methods.ts';
import type { FaultScope } from './requests/request-scope.ts';
import { unknownNames } from './unknown-names.ts';

export interface FaultsOptions extends FaultTargetsOptions {
  /** For the names of topics. */
  readonly cluster: Cluster;
  /** The names of all clients so far: as in the trace, and their client ids. */
  readonly clientNames: () => ReadonlySet<string>;
  /** For the requests of the clients. */
  readonly trace: Trace;
  /** In ms since the epoch. */
  readonly startMs: number;
  /** For faults with a probability. */
  readonly random: RandomStream;
  /** Called when a fault has fired or has been undone. */
  readonly report: (event: 'fired' | 'undone', fault: Fault) => void;
  /** Called when something has happened that user code may be waiting for. */
  readonly userVisible: () => void;
}

/** `sim.faults`: the faults of a simulation, with a method for each environment fault. */
export type Faults = FaultSet;

export function createFaults(options: FaultsOptions): Faults {
  return new FaultSet(options);
}

/** What a FaultError calls a fault that was set in code. */
const IN_CODE = 'fault';

class FaultSet extends EnvironmentMethodsBase {
  private readonly installed: (RequestFault | EnvironmentFault)[] = [];
  /** The selections of requests, `on('Produce').nth(1)`, that have no action so far. */
  private readonly withoutAction = new Map<object, string>();
  private readonly requestFaults: RequestFaults;
  private readonly options: FaultsOptions;
  private readonly environment: EnvironmentFaultOptions;
  /** @internal When the last scheduled fault or action begins or ends, in ms since the start. */
  scheduledUntilMs = 0;

  constructor(options: FaultsOptions) {
    super(
      (fault) => this.startNow(fault),
      (broker) => this.idOf(broker),
    );
    this.options = options;
    const { kernel, network, brokers, nodes, startMs, random, report } = options;
    const brokerIds = new Map(nodes.map(({ id, host }) => [host, id]));
    this.requestFaults = new RequestFaults({ kernel, network, brokers, brokerIds, startMs, random, report });
    this.environment = {
      targets: new FaultTargets(options),
      schedule: (delayMs, task) => {
        this.noteScheduled(this.nowMs() + delayMs);
        kernel.schedule(delayMs, task);
      },
      endMatching: (matches) => this.endMatching(matches),
      isKnown: (name) => network.knows(name),
      report,
      onRemoved: this.forget,
    };
  }

  /**
   * Starts a fault on requests of one API: `on('Produce', { topic: 'payments' }).nth(2).loseResponse()`.
   *
   * @param scope narrows the fault to some of the requests. Default: all requests of the API
   * @throws FaultError if the API or the broker does not exist, or if the API's requests do not have the fields of the
   *   scope
   *
   * @example
   * import { Simulation, StringSerializer } from 'kafka-trial';
   *
   * const sim = new Simulation();
   * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
   * const fault = sim.faults.on('Produce', { topic: 'payments', partition: 0 }).times(2).respond('NOT_ENOUGH_REPLICAS');
   * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
   * await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
   * console.log(fault.description);
   * console.log(fault.fired, sim.topic('payments').values().join());
   * // prints: Produce to payments-0, the first 2: respond NOT_ENOUGH_REPLICAS
   * // prints: 2 one
   */
  on(api: ApiName, scope: FaultScope = {}): FaultTrigger {
    const options: RequestMethodsOptions = {
      checkBroker: (broker) => this.idOf(broker),
      start: (fault) => {
        checkPossible(fault, IN_CODE, this.context());
        return this.startRequestFault(fault);
      },
      onSelected: (description) => {
        const selection = {};
        this.withoutAction.set(selection, description);
        return () => void this.withoutAction.delete(selection);
      },
    };
    return onFaultCall(methodOf(this, 'on'), () => requestTrigger(api, scope, options));
  }

  /**
   * Schedules faults and other actions.
   *
   * @param ms the time in ms since the start
   * @throws FaultError unless it is a whole number, 0 or more
   */
  at(ms: number): Moment {
    onFaultCall(methodOf(this, 'at'), () => {
      if (!FUTURE_MS.accepts(ms)) throw unexpectedValue('at(ms)', FUTURE_MS.expected, ms);
    });
    const start = (fault: UnscheduledFault): Fault => this.startScheduled(scheduled(fault, ms), IN_CODE);
    const moment = new EnvironmentMethodsBase(start, (broker) => this.idOf(broker));
    const act = (action: () => void): void => onFaultCall(act, () => this.schedule(ms, action));
    return Object.assign(moment, { do: act });
  }

  /**
   * Starts all faults of a plan, in its order.
   *
   * @returns the faults, each with its undo
   * @throws FaultError that names the place in the plan; then none of its faults is in force
   *
   * @example
   * import { Simulation, StringSerializer } from 'kafka-trial';
   *
   * const sim = new Simulation();
   * sim.faults.apply([
   *   { on: 'Produce', nth: 1, do: 'loseResponse' },
   *   { do: 'crash', broker: 1, atMs: 5_000, forMs: 10_000 },
   * ]);
   * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
   * await sim.run(async () => {
   *   await producer.send({ topic: 'payments', value: 'one' }).get();
   *   await sim.sleep(20_000);
   * });
   * console.log(sim.faults.list().map(({ fired }) => fired).join());
   * // prints: 1,1
   */
  apply(plan: FaultPlan): readonly Fault[] {
    return onFaultCall(methodOf(this, 'apply'), () => {
      const faults = readFaultPlan(plan);
      faults.forEach((fault, i) => {
        checkPossible(fault, `plan[${i}]`, this.context());
      });
      return faults.map((fault) => this.start(fault));
    });
  }

  /** The faults as plain JSON for `apply`, without those that have been removed. */
  plan(): FaultPlan {
    return this.installed.map(({ planned }) => planned);
  }

  /** All faults in the order in which they were set, without those that have been removed. */
  list(): readonly Fault[] {
    return this.installed;
  }

  /** The faults that have not fired although they should have: they are not `optional` and do not repair anything. */
  neverFired(): readonly Fault[] {
    return this.idle();
  }

  private idle(): readonly (RequestFault | EnvironmentFault)[] {
    return this.installed.filter(
      (fault) => fault.fired === 0 && !fault.isOptional && !(fault instanceof EnvironmentFault && fault.word.isRepair),
    );
  }

  /** @internal Says in several lines which faults have never fired or have no action, why if it is known, and what to do; no lines if there are none. */
  idleReport(): readonly string[] {
    return describeNeverFired([...this.withoutAction.values()], this.idle(), this.options, this.nowMs());
  }

  /** @internal Whether a fault has never fired because it names a topic, a partition or a client that there has never been. */
  get hasUnknownName(): boolean {
    return this.idle().some((fault) => unknownNames(fault, this.options).length > 0);
  }

  private idOf(broker: BrokerName): number {
    return brokerId(broker, `${IN_CODE}.broker`, this.options.nodes);
  }

  /** Calls a function of the program at a time in ms since the start. */
  private schedule(ms: number, action: () => void): void {
    const { kernel, startMs, userVisible } = this.options;
    if (!FUNCTION.accepts(action)) throw unexpectedValue('at(ms).do(action)', FUNCTION.expected, action);
    FUTURE_MS.checkPossible?.(ms, 'at(ms)', this.context());
    this.noteScheduled(ms);
    kernel.scheduleAt(startMs + ms, () => {
      userVisible();
      action();
    });
  }

  private start(fault: PlannedFault): Fault {
    return 'on' in fault ? this.startRequestFault(fault) : this.startScheduled(fault, IN_CODE);
  }

  private startRequestFault(data: PlannedRequestFault): RequestFault {
    const fault = this.requestFaults.start(data, this.forget);
    this.installed.push(fault);
    return fault;
  }

  private startNow(data: UnscheduledFault): Fault {
    const fault = this.environmentFault(scheduled(data, this.nowMs()), IN_CODE);
    fault.begin();
    return fault;
  }

  private startScheduled(data: PlannedEnvironmentFault, place: string): Fault {
    const fault = this.environmentFault(data, place);
    this.noteScheduled(data.atMs);
    this.options.kernel.scheduleAt(this.options.startMs + data.atMs, () => fault.begin());
    return fault;
  }

  private noteScheduled(atMs: number): void {
    if (atMs > this.scheduledUntilMs) this.scheduledUntilMs = atMs;
  }

  private environmentFault(data: PlannedEnvironmentFault, place: string): EnvironmentFault {
    checkFault(data, place);
    checkPossible(data, place, this.context());
    const fault = new EnvironmentFault(data, this.environment);
    // Its rule must come after that of the faults on requests.
    if ('installsRule' in fault.word) this.requestFaults.install();
    this.installed.push(fault);
    return fault;
  }

  private readonly forget = (fault: RequestFault | EnvironmentFault): void => {
    const place = this.installed.indexOf(fault);
    if (place >= 0) this.installed.splice(place, 1);
  };

  private endMatching(matches: (other: EnvironmentFault) => boolean): void {
    for (const fault of this.installed) if (fault instanceof EnvironmentFault && matches(fault)) fault.end();
  }

  private context(): PlanContext {
    return { nodes: this.options.nodes, nowMs: this.nowMs() };
  }

  private nowMs(): number {
    return this.options.kernel.now() - this.options.startMs;
  }
}

function scheduled({ do: word, ...rest }: UnscheduledFault, atMs: number): PlannedEnvironmentFault {
  return { do: word, atMs, ...rest } as PlannedEnvironmentFault;
}

printAs(FaultSet, (faults) => {
  const list = faults.list();
  return `Faults (${list.length})${list.map((fault) => `\n  ${fault.description}, fired: ${fault.fired}`).join('')}`;
});
