/**
 * The faults of a simulation: those in force, and those that never fired.
 *
 * Owns: what may be asked for, and the order in which faults see a message.
 * Refuses to know: what a fault does (scripted-fault.ts), how messages travel (sim/network).
 */
import { isApiName } from '../protocol/error-response.ts';
import { isErrorName } from '../protocol/errors.ts';
import type { ApiName, Response } from '../protocol/messages.ts';
import { type Message, PASS, type Rules } from '../sim/index.ts';
import { type Fault, type FaultAction, FaultError, type FaultScope, type FaultTrigger } from './fault.ts';
import { Aftermath } from './fault-aftermath.ts';
import {
  type FaultPlan,
  type PlannedFault,
  type PlannedRequestFault,
  type PlannedWorldFault,
  readFaultPlan,
} from './fault-plan.ts';
import { type Action, type BrokerDirectory, ScriptedFault, type Selection } from './scripted-fault.ts';
import type { Wire } from './wire.ts';
import type { WorldFault } from './world-faults.ts';

export interface FaultHost extends BrokerDirectory {
  readonly rules: Rules<Wire>;
  readonly startInWorld: (planned: PlannedWorldFault, forget: (fault: WorldFault) => void) => WorldFault;
  hasBroker(id: number): boolean;
  /** Says in the trace that a fault fired. */
  fired(fault: Fault, message: Message<Wire>): void;
}

export class Faults {
  private readonly installed: (ScriptedFault | WorldFault)[] = [];
  private readonly aftermath = new Aftermath();
  private readonly host: FaultHost;
  private guardsSilence = false;

  constructor(host: FaultHost) {
    this.host = host;
  }

  /**
   * Starts a fault on requests of one API.
   *
   * @throws FaultError if there is no such API or broker
   */
  on(api: ApiName, scope: FaultScope = {}): FaultTrigger {
    if (!isApiName(api)) throw new FaultError(`No fault can be set on '${String(api)}': there is no such API here`);
    if (scope.broker !== undefined && !this.host.hasBroker(scope.broker)) {
      throw new FaultError(`No fault can be set on broker ${scope.broker}: this cluster has no broker with that id`);
    }
    if (scope.partition !== undefined && scope.topic === undefined) {
      throw new FaultError(`A fault on partition ${scope.partition} needs a topic: add { topic: '...' }`);
    }
    const choose = (which: Selection): FaultAction => this.actions(api, scope, which);
    return {
      ...choose({ kind: 'all' }),
      nth: (n) => choose({ kind: 'nth', n: positive('nth', n) }),
      times: (n) => choose({ kind: 'first', n: positive('times', n) }),
    };
  }

  /**
   * Starts all faults of a plan, in its order. Returns them, each with its undo.
   *
   * @throws FaultError that names the place in the plan; then none of it is in force
   */
  apply(plan: FaultPlan): readonly Fault[] {
    const applied: Fault[] = [];
    try {
      for (const planned of readFaultPlan(plan)) applied.push(this.start(planned));
    } catch (error) {
      for (const fault of applied) fault.remove();
      throw error instanceof FaultError && !error.message.startsWith('plan')
        ? new FaultError(`plan[${applied.length}]: ${error.message}`)
        : error;
    }
    return applied;
  }

  /** What is scripted, as plain JSON for `apply`. */
  plan(): FaultPlan {
    return this.installed.map(({ planned }) => planned);
  }

  /** All faults installed so far that have not been removed, in order of installation. */
  list(): readonly Fault[] {
    return this.installed;
  }

  /** What a fault answers to a request in its broker's place; undefined if no fault does. */
  answerFor(socketId: number, correlationId: number): Response | undefined {
    return this.aftermath.takeAnswer(socketId, correlationId);
  }

  /** Those that were to fire and did not. */
  neverFired(): readonly Fault[] {
    return this.installed.filter((fault) => fault.fired === 0 && !fault.isOptional);
  }

  private start(planned: PlannedFault): Fault {
    if ('on' in planned) return this.startOnRequests(planned);
    const fault = this.host.startInWorld(planned, (gone) => {
      this.installed.splice(this.installed.indexOf(gone), 1);
    });
    this.installed.push(fault);
    return fault;
  }

  private startOnRequests(planned: PlannedRequestFault): Fault {
    const { on: api, topic, partition, broker, client, nth, times } = planned;
    const trigger = this.on(api, {
      ...(topic !== undefined && { topic }),
      ...(partition !== undefined && { partition }),
      ...(broker !== undefined && { broker }),
      ...(client !== undefined && { client }),
    });
    const action = nth !== undefined ? trigger.nth(nth) : times !== undefined ? trigger.times(times) : trigger;
    const fault = started(action, planned);
    return planned.optional === true ? fault.optional() : fault;
  }

  private actions(api: ApiName, scope: FaultScope, which: Selection): FaultAction {
    const install = (action: Action): Fault => this.install(new ScriptedFault(api, scope, which, action));
    return {
      loseResponse: () => install({ kind: 'lose the response' }),
      loseRequest: () => install({ kind: 'lose the request' }),
      disconnect: () => install({ kind: 'disconnect' }),
      delayRequest: (delayMs) => install({ kind: 'delay the request', delayMs: notNegative(delayMs) }),
      delayResponse: (delayMs) => install({ kind: 'delay the response', delayMs: notNegative(delayMs) }),
      respond: (error) => {
        if (!isErrorName(error) || error === 'NONE') {
          throw new FaultError(`A fault cannot answer with '${String(error)}': Kafka has no such error`);
        }
        return install({ kind: 'respond', error });
      },
    };
  }

  private install(fault: ScriptedFault): Fault {
    this.guardSilence();
    const uninstall = this.host.rules.install((message) => {
      const verdict = fault.judge(message, this.host, this.aftermath);
      if (verdict !== undefined) this.host.fired(fault, message);
      return verdict ?? PASS;
    });
    this.installed.push(fault);
    fault.onRemove(() => {
      uninstall();
      this.installed.splice(this.installed.indexOf(fault), 1);
    });
    return fault;
  }

  /** Before any fault of its own: what a lost message did to its connection outlives the fault that lost it. */
  private guardSilence(): void {
    if (this.guardsSilence) return;
    this.guardsSilence = true;
    this.host.rules.install((message) => this.aftermath.verdict(message));
  }
}

function started(action: FaultAction, planned: PlannedRequestFault): Fault {
  switch (planned.do) {
    case 'delayRequest':
    case 'delayResponse':
      return action[planned.do](planned.delayMs);
    case 'respond':
      return action.respond(planned.error);
    default:
      return action[planned.do]();
  }
}

function positive(word: string, n: number): number {
  if (Number.isInteger(n) && n > 0) return n;
  throw new FaultError(`${word}(${n}) counts requests from 1: give a whole number above 0`);
}

function notNegative(delayMs: number): number {
  if (Number.isInteger(delayMs) && delayMs >= 0) return delayMs;
  throw new FaultError(`A delay is a whole number of ms, 0 or more: got ${delayMs}`);
}
