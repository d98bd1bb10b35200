/**
 * The faults on requests that are in force, and the rule on the network through which they see every message.
 *
 * Owns: which of several acts on a request: the first that was set.
 * Refuses to know: what it does (request-actions.ts), and how messages travel (sim/network).
 */
import { type Kernel, type Message, type Network, PASS, type RandomStream, type Verdict } from '../../sim/index.ts';
import type { BrokerNodes } from '../hosts/broker-nodes.ts';
import type { Wire } from '../hosts/wire.ts';
import type { Fault } from './fault.ts';
import type { PlannedRequestFault } from './fault-plan.ts';
import { PendingInterference } from './pending-interference.ts';
import { type ActionContext, actOn } from './request-actions.ts';
import { HoldingFault, RequestFault } from './request-fault.ts';

export interface RequestFaultsHost {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  readonly brokers: BrokerNodes;
  /** By host. */
  readonly brokerIds: ReadonlyMap<string, number>;
  /** In ms since the epoch. */
  readonly startMs: number;
  /** For faults that go by chance. */
  readonly random: RandomStream;
  readonly tell: (event: 'fired', fault: Fault) => void;
}

export class RequestFaults {
  /** Replaced, never changed, as faults may come and go while one acts. */
  private inForce: readonly RequestFault[] = [];
  private readonly host: RequestFaultsHost;
  private readonly aftermath = new PendingInterference();
  private readonly means: ActionContext;
  private isListening = false;
  private started = 0;

  constructor(host: RequestFaultsHost) {
    this.host = host;
    this.means = { aftermath: this.aftermath, planeAgo: (ageMs) => host.brokers.planeAgo(ageMs) };
  }

  /** Puts a fault in force. `forget` is called when it is removed. */
  start(data: PlannedRequestFault, forget: (fault: RequestFault) => void): RequestFault {
    const draws = this.host.random.fork(`${++this.started}`);
    const remove = (gone: RequestFault): void => {
      this.inForce = this.inForce.filter((other) => other !== gone);
      forget(gone);
    };
    const fault =
      data.do === 'holdRequest' || data.do === 'holdResponse'
        ? this.hold(new HoldingFault(data, draws, remove), data.releaseAtMs)
        : new RequestFault(data, draws, remove);
    if (data.do === 'staleMetadata') this.host.brokers.remember();
    this.listen();
    this.inForce = [...this.inForce, fault];
    return fault;
  }

  /** From now on every message is judged here, before any rule that is installed later. */
  listen(): void {
    if (this.isListening) return;
    this.isListening = true;
    this.host.brokers.interference = this.aftermath;
    this.host.network.rules.install((message) => this.judge(message));
  }

  private hold(fault: HoldingFault, releaseAtMs: number | undefined): HoldingFault {
    const { kernel, startMs } = this.host;
    if (releaseAtMs !== undefined) kernel.scheduleAt(startMs + releaseAtMs, () => fault.release());
    return fault;
  }

  private judge(message: Message<Wire>): Verdict<Wire> {
    const verdict = this.aftermath.verdict(message);
    if (verdict.kind !== 'pass' || message.direction === 'response') return verdict;
    const { kernel, startMs, brokerIds, tell } = this.host;
    const nowMs = kernel.now() - startMs;
    let taker: RequestFault | undefined;
    for (const fault of this.inForce) if (fault.takes(message, nowMs, brokerIds)) taker ??= fault;
    if (taker === undefined) return PASS;
    taker.fired++;
    tell('fired', taker);
    return actOn(taker.data, message, taker.barrier, this.means);
  }
}
