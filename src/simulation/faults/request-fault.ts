/**
 * One fault on requests: which requests it takes, and how many it has taken. What happens to them is defined by its
 * word (words/).
 */
import { printAs } from '../../checks/printing.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { apiOf, type Request, type RequestEnvelope } from '../../protocol/messages.ts';
import { Barrier, type Message, type RandomStream } from '../../sim/index.ts';
import type { Wire } from '../hosts/wire.ts';
import { type Fault, FaultError, type HeldRequestFault, unexpectedValue } from './definition/fault.ts';
import { describeFault } from './describe-fault.ts';
import type { PlannedRequestFault } from './fault-plan.ts';
import { namesRecords, type RecordScope, rowsInScope } from './requests/record-scope.ts';
import type { AnyRequestWord, TakenRequest } from './requests/request-word.ts';
import { REQUEST_WORDS } from './vocabulary.ts';
import { respond as RESPOND } from './words/respond.ts';

/** The ids of brokers by their host names. */
export type BrokerIds = ReadonlyMap<string, number>;

export class RequestFault implements Fault {
  readonly description: string;
  fired = 0;
  /** How many requests have been in its scope. */
  seen = 0;
  isOptional: boolean;
  readonly data: PlannedRequestFault;
  readonly word: AnyRequestWord;
  /** Where messages wait if the fault holds them. */
  readonly barrier: Barrier = new Barrier();
  private readonly random: RandomStream;
  private readonly uninstall: () => void;

  /** `random` is for this fault alone. `uninstall` is called when the fault is removed. */
  constructor(data: PlannedRequestFault, random: RandomStream, uninstall: (fault: RequestFault) => void) {
    this.data = data;
    this.word = REQUEST_WORDS[data.do];
    this.random = random;
    this.isOptional = data.optional === true;
    this.description = describeFault(data);
    this.uninstall = () => uninstall(this);
  }

  /** Counts the message if it is in scope. Returns whether the fault takes it. `nowMs` is since the start. */
  takes(message: Message<Wire>, nowMs: number, brokerIds: BrokerIds): boolean {
    return message.kind === this.data.on && this.isInScope(message, nowMs, brokerIds) && this.isSelected();
  }

  /** The fault as data. */
  get planned(): PlannedRequestFault {
    const { optional: _, ...rest } = this.data;
    return this.isOptional ? { ...rest, optional: true } : rest;
  }

  remove(): void {
    this.uninstall();
  }

  optional(): this {
    this.isOptional = true;
    return this;
  }

  private isInScope(message: Message<Wire>, nowMs: number, brokerIds: BrokerIds): boolean {
    const { topic, partition, broker, client, fromMs, untilMs } = this.data;
    const envelope = message.payload as RequestEnvelope;
    if (client !== undefined && envelope.clientId !== client && message.fromHost !== client) return false;
    if (broker !== undefined && brokerIds.get(message.toHost) !== broker) return false;
    if (topic !== undefined && !namesTopic(envelope.request, topic, partition)) return false;
    if (namesRecords(this.data) && !hasRecordInScope(envelope.request, this.data)) return false;
    if (fromMs !== undefined && nowMs < fromMs) return false;
    if (untilMs !== undefined && nowMs >= untilMs) return false;
    if (this.word.needsResponse === true && !envelope.expectResponse) return false;
    return this.word.canTake?.(envelope, brokerIds.has(message.fromHost)) ?? true;
  }

  private isSelected(): boolean {
    const { once, nth, times, chance } = this.data;
    this.seen++;
    if (nth !== undefined) return this.seen === nth;
    if (times !== undefined) return this.seen <= times;
    if (chance !== undefined) return this.random.chance(...chance);
    return once !== true || this.seen === 1;
  }
}

function hasRecordInScope(request: Request, scope: RecordScope): boolean {
  return request.api === 'Produce' && request.partitions.some((asked) => rowsInScope(asked, scope).length > 0);
}

function namesTopic(request: Request, topic: string, partition: number | undefined): boolean {
  return apiOf(request).subject.includes(request, topic, partition);
}

/** A fault that makes messages wait at its barrier. */
export class HoldingFault extends RequestFault implements HeldRequestFault {
  /** The requests at the barrier. */
  private taken: TakenRequest<PlannedRequestFault>[] = [];

  get waiting(): number {
    return this.barrier.length;
  }

  override takes(message: Message<Wire>, nowMs: number, brokerIds: BrokerIds): boolean {
    return super.takes(message, nowMs, brokerIds) && this.barrier.isClosed;
  }

  release(): void {
    this.barrier.open();
    this.taken = [];
  }

  /** Notes a request that waits at the barrier. */
  holds(taken: TakenRequest<PlannedRequestFault>): void {
    this.taken.push(taken);
  }

  respond(error: ErrorName): void {
    const { expected, words, accepts } = RESPOND.fields.error;
    if (this.data.do !== 'holdRequest')
      throw new FaultError('respond(error): the broker has handled a held response already.');
    if (!accepts(error)) throw unexpectedValue('respond(error)', expected, error, words);
    for (const taken of this.taken) RESPOND.act({ ...taken, fault: { ...taken.fault, do: 'respond', error } });
    this.release();
  }

  override remove(): void {
    super.remove();
    this.release();
  }
}

printAs(RequestFault, ({ description, fired }) => `Fault { ${description} }, fired: ${fired}`);
