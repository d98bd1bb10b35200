/**
 * The faults on requests that are in force, and the rule on the network by which they see every message.
 */

import type { RequestEnvelope } from '../../protocol/messages.ts';
import { type Kernel, type Message, type Network, PASS, type RandomStream, type Verdict } from '../../sim/index.ts';
import type { BrokerNodes } from '../hosts/broker-nodes.ts';
import type { Wire } from '../hosts/wire.ts';
import type { Fault } from './definition/fault.ts';
import type { PlannedRequestFault } from './fault-plan.ts';
import { type BrokerIds, HoldingFault, RequestFault } from './request-fault.ts';
import { PendingEffects } from './requests/pending-effects.ts';
import type { TakenRequest } from './requests/request-word.ts';
import { REQUEST_WORDS } from './vocabulary.ts';

export interface RequestFaultsOptions {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  readonly brokers: BrokerNodes;
  readonly brokerIds: BrokerIds;
  /** In ms since the epoch. */
  readonly startMs: number;
  /** For faults with a probability. */
  readonly random: RandomStream;
  /** Called when a fault has acted. */
  readonly report: (event: 'fired', fault: Fault) => void;
}

export class RequestFaults {
  /** Replaced, never changed, because faults may be set or removed while one acts. */
  private inForce: readonly RequestFault[] = [];
  private readonly options: RequestFaultsOptions;
  private readonly pending = new PendingEffects();
  private isInstalled = false;
  private started = 0;

  constructor(options: RequestFaultsOptions) {
    this.options = options;
  }

  /** Puts a fault in force. `onRemoved` is called when it is removed. */
  start(data: PlannedRequestFault, onRemoved: (fault: RequestFault) => void): RequestFault {
    const random = this.options.random.fork(`${++this.started}`);
    const uninstall = (removed: RequestFault): void => {
      this.inForce = this.inForce.filter((other) => other !== removed);
      onRemoved(removed);
    };
    const word = REQUEST_WORDS[data.do];
    const fault =
      word.holdsMessages === true
        ? this.scheduleRelease(new HoldingFault(data, random, uninstall))
        : new RequestFault(data, random, uninstall);
    word.prepare?.(this.options.brokers);
    this.install();
    this.inForce = [...this.inForce, fault];
    return fault;
  }

  /** Judges every message from now on, before all rules that are installed later. */
  install(): void {
    if (this.isInstalled) return;
    this.isInstalled = true;
    this.options.brokers.interceptor = this.pending;
    this.options.network.rules.install((message) => this.judge(message));
  }

  private scheduleRelease(fault: HoldingFault): HoldingFault {
    const { kernel, startMs } = this.options;
    const releaseAtMs = 'releaseAtMs' in fault.data ? fault.data.releaseAtMs : undefined;
    if (releaseAtMs !== undefined) kernel.scheduleAt(startMs + releaseAtMs, () => fault.release());
    return fault;
  }

  private judge(message: Message<Wire>): Verdict<Wire> {
    const verdict = this.pending.verdict(message);
    if (verdict.kind !== 'pass' || message.direction === 'response') return verdict;
    const { kernel, startMs, brokerIds } = this.options;
    const nowMs = kernel.now() - startMs;
    let taker: RequestFault | undefined;
    for (const fault of this.inForce) if (fault.takes(message, nowMs, brokerIds)) taker ??= fault;
    return taker === undefined ? PASS : this.act(taker, message);
  }

  private act(fault: RequestFault, message: Message<Wire>): Verdict<Wire> {
    fault.fired++;
    this.options.report('fired', fault);
    const { request, expectResponse } = message.payload as RequestEnvelope;
    const taken: TakenRequest<PlannedRequestFault> = {
      fault: fault.data,
      message,
      request,
      expectsResponse: expectResponse,
      barrier: fault.barrier,
      pending: this.pending,
      controlPlaneAt: (ageMs) => this.options.brokers.controlPlaneAt(ageMs),
    };
    if (fault instanceof HoldingFault) fault.holds(taken);
    return fault.word.act(taken);
  }
}
