/**
 * A connection between two hosts, and its two ends.
 *
 * It keeps the messages of each direction in order, and carries out the verdicts of the rules.
 */
import type { Barrier } from './barrier.ts';
import type { Kernel } from './kernel.ts';
import type { Link } from './link.ts';
import { NOT_QUEUED, type QueuedEvent } from './queued-event.ts';
import type { Rules } from './rule.ts';

/** One end of a connection. */
export interface Socket<M> {
  /** Number of the connection, from 1; the same at both ends. */
  readonly id: number;
  /** The host of this end. */
  readonly from: string;
  /** The host of the other end. */
  readonly to: string;
  /**
   * True from `connect()` or from accepting the connection until this end is closed or refused, its host goes down, or it learns
   * that the connection has broken.
   */
  readonly isOpen: boolean;
  /** Sends a message; before the connection is established, the message waits. On an end that is not open it is lost. */
  send(kind: string, payload: M): void;
  /** Closes this end at once. The other end is notified after it has received what was sent before. */
  close(): void;
}

/** Events of one end of a connection. They are never called inside a method of the same socket. */
export interface SocketHandlers<M> {
  received(payload: M): void;
  /** The other side has closed the connection, or it has broken. Not called after this end's own `close()`. */
  disconnected(): void;
}

/** What both ends of a connection need from the network. */
export interface Wiring<M> {
  readonly kernel: Kernel;
  readonly rules: Rules<M>;
  /** Called when both ends have closed. */
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
  /** The link that messages from this end take. */
  private readonly outbound: Link;
  private other: ConnectionEnd<M> | undefined;
  /** Arrival time of the latest message sent, in ms since the start of the clock. Invariant: it never decreases. */
  private lastArrivalMs = 0;
  private sent = 0;
  /** The barrier that holds back a message of this end, and therefore all later ones. */
  private barrier: Barrier | undefined;
  /** The connection has broken, though an end may not know yet. The same for both ends. */
  private isCut = false;
  /** Messages that were sent before the connection was established; `undefined` afterwards. */
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

  /** Joins this end to the accepting one. */
  join(other: ConnectionEnd<M>): void {
    this.other = other;
    other.other = this;
  }

  /** Sends the messages that have waited for the connection. */
  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const { kind, payload } of held) this.send(kind, payload);
  }

  /** The host of this end has gone down. This end is not notified; the other end is, one latency later. */
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

  /** The ends of the connection that are on `host`. */
  endsOn(host: string): readonly ConnectionEnd<M>[] {
    const ends = this.other === undefined ? [this] : [this, this.other];
    return ends.filter((end) => end.from === host);
  }

  /** Closes this end without notifying anything. */
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
            `A rule returned the verdict 'answer' for a ${kind} response from ${fromHost} to ${toHost}, but only requests can be answered`,
          );
        }
        this.carry(new AnswerInPlace(other, kind, verdict.payload));
    }
  }

  /** Puts an event behind a barrier. If the direction is held back by an earlier barrier, it waits for that one first. */
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
        // When a connection breaks, messages that have not left the host are lost; those that have arrived are read.
        if (!this.isCut || event instanceof HangUp || barrier.isAtReceiver) this.carry(event, extraMs);
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

/** A request that is answered on arrival, without the receiver. The answer is sent, and judged, like any other response. */
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
