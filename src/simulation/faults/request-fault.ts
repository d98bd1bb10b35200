/**
 * One fault on requests: which it takes, and how often it has.
 *
 * Owns: its scope, its count, and what it says of itself.
 * Refuses to know: what becomes of a request (request-actions.ts), how messages travel, other faults.
 */
import { apiOf, type RequestEnvelope } from '../../protocol/messages.ts';
import { Barrier, type Message, type RandomStream } from '../../sim/index.ts';
import type { Wire } from '../hosts/wire.ts';
import type { Fault, HeldFault } from './fault.ts';
import type { PlannedRequestFault } from './fault-plan.ts';
import { canCarry } from './request-actions.ts';
import { sentenceOf } from './sentences.ts';

/** The brokers' ids by their hosts; clients have none. */
export type BrokerIds = ReadonlyMap<string, number>;

export class RequestFault implements Fault {
  readonly description: string;
  fired = 0;
  isOptional: boolean;
  readonly data: PlannedRequestFault;
  private seen = 0;
  private readonly draws: RandomStream;
  private readonly forget: () => void;

  /** `draws` are the fault's own; `forget` takes it out of force. */
  constructor(data: PlannedRequestFault, draws: RandomStream, forget: (fault: RequestFault) => void) {
    this.data = data;
    this.draws = draws;
    this.isOptional = data.optional === true;
    this.description = sentenceOf(data);
    this.forget = () => forget(this);
  }

  /** Counts the message if it is in scope. Returns whether the fault takes it. `nowMs` is since the start. */
  takes(message: Message<Wire>, nowMs: number, brokerIds: BrokerIds): boolean {
    return message.kind === this.data.on && this.covers(message, nowMs, brokerIds) && this.takesNext();
  }

  /** Where messages wait that the fault holds. */
  get barrier(): Barrier | undefined {
    return undefined;
  }

  /** The fault as data. */
  get planned(): PlannedRequestFault {
    const { optional: _, ...rest } = this.data;
    return this.isOptional ? { ...rest, optional: true } : rest;
  }

  remove(): void {
    this.forget();
  }

  optional(): this {
    this.isOptional = true;
    return this;
  }

  private covers(message: Message<Wire>, nowMs: number, brokerIds: BrokerIds): boolean {
    const { topic, partition, broker, client, fromMs, untilMs } = this.data;
    const envelope = message.payload as RequestEnvelope;
    if (client !== undefined && envelope.clientId !== client) return false;
    if (broker !== undefined && brokerIds.get(message.toHost) !== broker) return false;
    if (topic !== undefined && !apiOf(envelope.request).subject.includes(envelope.request, topic, partition))
      return false;
    if (fromMs !== undefined && nowMs < fromMs) return false;
    if (untilMs !== undefined && nowMs >= untilMs) return false;
    return canCarry(this.data, envelope, brokerIds.has(message.fromHost));
  }

  private takesNext(): boolean {
    const { once, nth, times, chance } = this.data;
    this.seen++;
    if (nth !== undefined) return this.seen === nth;
    if (times !== undefined) return this.seen <= times;
    if (chance !== undefined) return this.draws.chance(...chance);
    return once !== true || this.seen === 1;
  }
}

/** A fault that keeps what it takes on the wire. */
export class HoldingFault extends RequestFault implements HeldFault {
  private readonly gate: Barrier = new Barrier();

  override get barrier(): Barrier {
    return this.gate;
  }

  get waiting(): number {
    return this.gate.length;
  }

  override takes(message: Message<Wire>, nowMs: number, brokerIds: BrokerIds): boolean {
    return super.takes(message, nowMs, brokerIds) && this.gate.isClosed;
  }

  release(): void {
    this.gate.open();
  }

  override remove(): void {
    super.remove();
    this.release();
  }
}
