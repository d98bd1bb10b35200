/**
 * Notices every message on the simulated network: when it departs, when it arrives, and whether a fault loses it.
 *
 * The library has no hook for this, because messages are its hot path. So the tap wraps two public methods of the network and the kernel; it
 * changes neither their results nor the order of events, so that a run has the same trace with and without it.
 */
import { apiOf, type RequestEnvelope, type ResponseEnvelope } from '../../../src/protocol/messages.ts';
import type { Message, Verdict } from '../../../src/sim/index.ts';
import type { Wire } from '../../../src/simulation/hosts/wire.ts';
import type { Simulation } from '../../../src/simulation/simulation.ts';
import type { MessagePart, NamedRequest } from '../history/step.ts';
import { plainFacts, type Recorder } from './recorder.ts';

type QueuedEvent = Parameters<Simulation['parts']['kernel']['enqueue']>[0];
/** What the tap reads of an event that carries a message; the classes are private to src/sim/connection.ts. */
type Carrier = QueuedEvent & { readonly payload?: unknown; readonly receiver?: { readonly isOpen: boolean } };

/** The colour of a request: the epoch of the leader that it is for. */
type EpochOf = (envelope: RequestEnvelope) => number;

const LOST_MARK_MS = 1;

export class NetworkTap {
  private readonly recorder: Recorder;
  private readonly epochOf: EpochOf;
  /** Messages that have departed and not arrived, by what they carry. */
  private readonly underWay = new Map<unknown, MessagePart>();
  private readonly lost: MessagePart[] = [];
  private readonly requests = new Map<string, MessagePart>();
  /** How many requests of an API a client has sent, and how many of these expect a response. */
  private readonly counted = new Map<string, { all: number; answered: number }>();
  private dirty: MessagePart[] = [];
  private lastId = 0;

  constructor({ parts }: Simulation, recorder: Recorder, epochOf: EpochOf) {
    const { network, kernel } = parts;
    this.recorder = recorder;
    this.epochOf = epochOf;
    const { rules } = network;
    const judge = rules.judge.bind(rules);
    // Without rules, messages would not be judged at all.
    Object.defineProperty(rules, 'isEmpty', { value: false });
    rules.judge = (message) => {
      const verdict = judge(message);
      this.departs(message, verdict);
      return verdict;
    };
    const enqueue = kernel.enqueue.bind(kernel);
    kernel.enqueue = (event, atMs) => {
      this.enqueued(event, atMs);
      enqueue(event, atMs);
    };
    recorder.watch(() => this.report());
  }

  private departs(message: Message<Wire>, verdict: Verdict<Wire>): void {
    const { fromHost, toHost, direction, payload, kind } = message;
    const isLost = verdict.kind === 'drop' || verdict.kind === 'disconnect';
    const request = direction === 'request' ? (payload as RequestEnvelope) : null;
    const key = `${message.socketId} ${payload.correlationId}`;
    const asked = this.requests.get(key);
    const part: MessagePart = {
      kind: 'message',
      id: ++this.lastId,
      from: fromHost,
      to: toHost,
      api: kind,
      direction,
      label: labelOf(payload),
      fate: isLost ? 'lost' : 'held',
      departsMs: this.recorder.nowMs,
      arrivesMs: null,
      named: request === null ? (asked?.named ?? null) : this.name(kind, fromHost, request),
      epoch: request === null ? (asked?.epoch ?? -1) : this.epochOf(request),
    };
    if (request?.expectResponse === true) this.requests.set(key, part);
    else if (request === null) this.requests.delete(key);
    if (isLost) this.lost.push(part);
    else this.underWay.set(verdict.kind === 'answer' ? verdict.payload : payload, part);
    this.dirty.push(part);
  }

  private name(on: string, host: string, { clientId, expectResponse }: RequestEnvelope): NamedRequest {
    const isBroker = host.startsWith('broker-');
    const client = isBroker ? clientId : host;
    let named: NamedRequest = { on, client, nth: 0, nthAnswered: 0 };
    for (const name of new Set([host, clientId])) {
      const key = `${on} ${name}`;
      const count = this.counted.get(key) ?? { all: 0, answered: 0 };
      this.counted.set(key, count);
      count.all++;
      if (expectResponse) count.answered++;
      if (name === client) named = { on, client, nth: count.all, nthAnswered: expectResponse ? count.answered : 0 };
    }
    return named;
  }

  /** The kernel gets an event, which may be the arrival of a message. */
  private enqueued(event: Carrier, atMs: number): void {
    const part = event.payload === undefined ? undefined : this.underWay.get(event.payload);
    if (part === undefined) return;
    const travelling: MessagePart = { ...part, fate: 'travels', arrivesMs: atMs };
    this.underWay.set(event.payload, travelling);
    const shown = this.dirty.indexOf(part);
    if (shown >= 0) this.dirty[shown] = travelling;
    else this.dirty.push(travelling);
    const run = event.run.bind(event);
    event.run = () => {
      this.arrives(event, travelling);
      run();
    };
  }

  private arrives({ payload, receiver }: Carrier, part: MessagePart): void {
    this.underWay.delete(payload);
    const event = receiver?.isOpen === false ? 'arrives too late' : 'arrives';
    const what = `The ${part.api} ${part.direction} of ${part.from}`;
    this.recorder.step(part.to, event, {
      what,
      api: part.api,
      from: part.from,
      to: part.to,
      direction: part.direction,
    });
    this.recorder.change(keyOf(part), null);
  }

  private report(): void {
    const { dirty, recorder } = this;
    this.dirty = [];
    for (const part of dirty) recorder.change(keyOf(part), part);
    while (this.lost.length > 0 && recorder.nowMs > (this.lost[0] as MessagePart).departsMs + LOST_MARK_MS)
      recorder.change(keyOf(this.lost.shift() as MessagePart), null);
  }
}

function keyOf({ id }: MessagePart): string {
  return `message ${id}`;
}

function labelOf(payload: Wire): string {
  const isRequest = 'request' in payload;
  const message = isRequest ? payload.request : payload.response;
  const facts = isRequest
    ? apiOf(message).requestFacts((payload as RequestEnvelope).request)
    : apiOf(message).responseFacts((payload as ResponseEnvelope).response);
  const { batches, results, records, from } = plainFacts(facts);
  const shown = batches ?? results ?? records ?? from;
  return shown === undefined ? message.api : `${message.api} ${shown}`;
}
