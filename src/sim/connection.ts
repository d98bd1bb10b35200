/**
 * A connection between two hosts, and its two ends.
 *
 * Owns: order (per direction, nothing overtakes), the life of an end, and carrying out verdicts.
 * Refuses to know: who listens where (network.ts), and what is said.
 */
import type { Barrier } from './barrier.ts';
import type { Kernel } from './kernel.ts';
import type { Link } from './link.ts';
import { NOT_QUEUED, type QueuedEvent } from './queued-event.ts';
import type { Rules } from './rule.ts';

/** One end of a connection. */
export interface Socket<M> {
  /** Number of the connection, from 1; both ends have the same. */
  readonly id: number;
  /** The host this end is on. */
  readonly from: string;
  /** The host at the other end. */
  readonly to: string;
  /** True from connect() or accept until this end closes, is refused, goes down, or is told that the connection broke. */
  readonly isOpen: boolean;
  /** Puts a message on the wire, or holds it until the connection stands. On an end that is not open: lost, as bytes are. */
  send(kind: string, payload: M): void;
  /** Ends the connection; the other side is told after what was sent before. Nothing reaches this end any more. */
  close(): void;
}

/** What an end is told. Never inside a call of its own. */
export interface SocketHandlers<M> {
  received(payload: M): void;
  /** The other side, or the network, ended the connection. Not called after our own close(). */
  disconnected(): void;
}

/** What both ends of a connection need from their surroundings. */
export interface Wiring<M> {
  readonly kernel: Kernel;
  readonly rules: Rules<M>;
  /** Called when neither end is open any more. */
  readonly forget: (end: ConnectionEnd<M>) => void;
}

export class ConnectionEnd<M> implements Socket<M> {
  readonly id: number;
  readonly from: string;
  readonly to: string;
  isOpen = true;
  handlers: SocketHandlers<M> | undefined;
  private readonly wiring: Wiring<M>;
  private readonly direction: 'request' | 'response';
  /** The way out of this end. */
  private readonly outbound: Link;
  private other: ConnectionEnd<M> | undefined;
  /** Arrival of the latest message sent, in ms since the clock's start: later ones arrive no earlier. */
  private lastArrivalMs = 0;
  private sent = 0;
  /** A message of this end waits here, and all behind it. */
  private barrier: Barrier | undefined;
  /** The wire is cut, though an end may not know yet. True for both ends or for none. */
  private isCut = false;
  /** Sent before the connection stood; undefined once it stands. */
  private held: { readonly kind: string; readonly payload: M }[] | undefined;

  constructor(
    id: number,
    from: string,
    to: string,
    direction: 'request' | 'response',
    outbound: Link,
    wiring: Wiring<M>,
  ) {
    this.id = id;
    this.from = from;
    this.to = to;
    this.direction = direction;
    this.outbound = outbound;
    this.wiring = wiring;
    this.held = direction === 'request' ? [] : undefined;
  }

  send(kind: string, payload: M): void {
    if (this.held !== undefined && this.isOpen) this.held.push({ kind, payload });
    else if (this.isOpen && !this.isCut) this.put(kind, payload);
  }

  close(): void {
    if (!this.isOpen) return;
    this.shut();
    if (!this.isCut && this.other !== undefined) this.carry(new HangUp(this.other));
  }

  /** Joins this end to the accepting one: the connection stands. */
  join(other: ConnectionEnd<M>): void {
    this.other = other;
    other.other = this;
  }

  /** Sends what was held while connecting. */
  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const { kind, payload } of held) this.send(kind, payload);
  }

  /** This end's host went down: it is told nothing, and the other end is told one latency later. */
  crash(): void {
    const wasOpen = this.isOpen;
    this.shut();
    if (!wasOpen || this.other === undefined || this.isCut) return;
    this.cut();
    this.carry(new HangUp(this.other));
  }

  touches(host: string): boolean {
    return this.from === host || this.to === host;
  }

  /** Those of the connection's two ends that are on `host`. */
  endsOn(host: string): readonly ConnectionEnd<M>[] {
    const ends = this.other === undefined ? [this] : [this, this.other];
    return ends.filter((end) => end.from === host);
  }

  /** Ends this end without a word. */
  shut(): void {
    this.isOpen = false;
    this.held = undefined;
    if (this.other?.isOpen !== true)
      this.wiring.forget(this.direction === 'request' || !this.other ? this : this.other);
  }

  private put(kind: string, payload: M): void {
    this.sent++;
    const other = this.other as ConnectionEnd<M>;
    if (this.wiring.rules.isEmpty) this.carry(new Delivery(other, payload));
    else this.putJudged(other, kind, payload);
  }

  private putJudged(other: ConnectionEnd<M>, kind: string, payload: M): void {
    const { id: socketId, from: fromHost, to: toHost, direction, sent: number } = this;
    const verdict = this.wiring.rules.judge({ fromHost, toHost, direction, kind, payload, socketId, number });
    switch (verdict.kind) {
      case 'pass':
        this.carry(new Delivery(other, payload));
        return;
      case 'delay':
        this.carry(new Delivery(other, payload), verdict.delayMs);
        return;
      case 'drop':
        return;
      case 'hold':
        this.carryBehind(verdict.barrier, new Delivery(other, payload));
        return;
      case 'disconnect':
        this.cut();
        this.carry(new HangUp(other));
        other.carry(new HangUp(this));
        return;
      case 'answer':
        if (direction === 'response') {
          throw new Error(
            `A rule answered a response (${kind}, from ${fromHost} to ${toHost}): only requests can be answered`,
          );
        }
        this.carry(new AnswerInPlace(other, kind, verdict.payload));
    }
  }

  /** What waits at an earlier barrier comes to its own only after that. */
  private carryBehind(barrier: Barrier, event: QueuedEvent): void {
    if (this.barrier?.isClosed === true) {
      this.barrier.wait(() => {
        if (!this.isCut) this.carryBehind(barrier, event);
      });
      return;
    }
    this.barrier = barrier;
    this.carry(event);
  }

  private carry(event: QueuedEvent, extraMs = 0): void {
    const barrier = this.barrier?.isClosed === true ? this.barrier : this.outbound.barrier;
    if (barrier !== undefined) {
      barrier.wait(() => {
        // What a host had not got out when its connection broke is gone.
        if (!this.isCut || event instanceof HangUp) this.carry(event, extraMs);
      });
      return;
    }
    const kernel = this.wiring.kernel;
    const atMs = kernel.elapsedMs() + this.outbound.drawLatencyMs() + extraMs;
    if (atMs > this.lastArrivalMs) this.lastArrivalMs = atMs;
    kernel.enqueue(event, this.lastArrivalMs);
  }

  private cut(): void {
    this.isCut = true;
    if (this.other !== undefined) this.other.isCut = true;
  }
}

class Delivery<M> implements QueuedEvent {
  atMs = 0;
  sequence = 0;
  slot: number = NOT_QUEUED;
  readonly isBackground = false;
  private readonly receiver: ConnectionEnd<M>;
  private readonly payload: M;

  constructor(receiver: ConnectionEnd<M>, payload: M) {
    this.receiver = receiver;
    this.payload = payload;
  }

  run(): void {
    if (this.receiver.isOpen) this.receiver.handlers?.received(this.payload);
  }
}

/** A request that meets its answer at the receiver's door; the answer then travels, and is judged, like any response. */
class AnswerInPlace<M> implements QueuedEvent {
  atMs = 0;
  sequence = 0;
  slot: number = NOT_QUEUED;
  readonly isBackground = false;
  private readonly receiver: ConnectionEnd<M>;
  private readonly kind: string;
  private readonly payload: M;

  constructor(receiver: ConnectionEnd<M>, kind: string, payload: M) {
    this.receiver = receiver;
    this.kind = kind;
    this.payload = payload;
  }

  run(): void {
    this.receiver.send(this.kind, this.payload);
  }
}

class HangUp<M> implements QueuedEvent {
  atMs = 0;
  sequence = 0;
  slot: number = NOT_QUEUED;
  readonly isBackground = false;
  private readonly receiver: ConnectionEnd<M>;

  constructor(receiver: ConnectionEnd<M>) {
    this.receiver = receiver;
  }

  run(): void {
    if (!this.receiver.isOpen) return;
    this.receiver.shut();
    this.receiver.handlers?.disconnected();
  }
}
