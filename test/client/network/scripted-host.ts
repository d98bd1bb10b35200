/** A ClientHost for tests: a queue of events by (time, sequence), and brokers that are plain functions. */

import type {
  Alarm,
  ClientHost,
  Connection,
  ConnectionListener,
  DrawPurpose,
  LogLine,
  Timer,
} from '../../../src/client/host/client-host.ts';
import type { Request, RequestEnvelope, Response } from '../../../src/protocol/messages.ts';

export const START_MS = 1_700_000_000_000;

/** Answers a request; `null` never answers; 'disconnect' ends the connection. */
export type Broker = (request: Request, envelope: RequestEnvelope) => Answer;
export type Answer = { response: Response; delayMs?: number } | { disconnectAfterMs: number } | null;

interface Event {
  readonly atMs: number;
  readonly sequence: number;
  readonly run: () => void;
}

export class ScriptedHost implements ClientHost {
  readonly trace: string[] = [];
  readonly logs: LogLine[] = [];
  /** What was reported by userCodeThrew. */
  readonly userErrors: string[] = [];
  /** By `host:port`; an address without an entry refuses connections, `blackhole` never answers. */
  readonly brokers: Map<string, Broker | 'blackhole'> = new Map();
  private events: Event[] = [];
  private timeMs = START_MS;
  private sequence = 0;
  private readonly open: Map<string, Set<ConnectionListener>> = new Map();

  now(): number {
    return this.timeMs;
  }

  schedule(delayMs: number, task: () => void): Timer {
    const event = { atMs: this.timeMs + delayMs, sequence: this.sequence++, run: task };
    this.events.push(event);
    return {
      cancel: () => {
        this.events = this.events.filter((other) => other !== event);
      },
    };
  }

  alarm(task: () => void): Alarm {
    let timer: Timer | null = null;
    const cancel = (): void => timer?.cancel();
    return {
      cancel,
      set: (delayMs) => {
        cancel();
        timer = this.schedule(delayMs, task);
      },
    };
  }

  pollSlackMs(): number {
    return 0;
  }

  connect(host: string, port: number, _clientId: string, listener: ConnectionListener): Connection {
    const address = `${host}:${port}`;
    const broker = this.brokers.get(address);
    if (broker === undefined) this.schedule(0, () => listener.refused());
    else if (broker !== 'blackhole') this.schedule(0, () => listener.connected());
    this.note(`connect ${address}`);
    const listeners = this.open.get(address) ?? new Set();
    this.open.set(address, listeners.add(listener));
    return {
      send: (envelope) => this.handle(address, envelope, listener, listeners),
      close: () => {
        listeners.delete(listener);
        this.note(`close ${address}`);
      },
    };
  }

  /** Ends all connections to an address, and refuses new ones. */
  takeDown(address: string): void {
    this.brokers.delete(address);
    for (const listener of this.open.get(address) ?? []) listener.disconnected();
    this.open.delete(address);
  }

  nextInt(_bound: number, _purpose: DrawPurpose): number {
    return 0;
  }

  userCodeThrew(thrown: unknown, place: string): void {
    this.userErrors.push(`${String(thrown)} in ${place}`);
  }

  log(line: LogLine): void {
    this.logs.push(line);
  }

  userVisible(): void {}

  userWaits(): void {}

  isQuiet(): boolean {
    return false;
  }

  /** Runs everything due until `relativeMs` after the start. */
  runUntil(relativeMs: number): void {
    for (let steps = 0; steps < 10_000; steps++) {
      if (!this.step(START_MS + relativeMs)) {
        this.timeMs = START_MS + relativeMs;
        return;
      }
    }
    throw new Error('the clientHost did not come to rest within 10,000 events');
  }

  /** Runs the next event; false if there is none that is due by then. */
  step(untilMs: number = Number.POSITIVE_INFINITY): boolean {
    const next = this.events.toSorted((a, b) => a.atMs - b.atMs || a.sequence - b.sequence)[0];
    if (next === undefined || next.atMs > untilMs) return false;
    this.events = this.events.filter((event) => event !== next);
    this.timeMs = next.atMs;
    next.run();
    return true;
  }

  note(what: string): void {
    this.trace.push(`${this.timeMs - START_MS} ${what}`);
  }

  private handle(
    address: string,
    envelope: RequestEnvelope,
    listener: ConnectionListener,
    listeners: Set<ConnectionListener>,
  ): void {
    this.note(`${envelope.request.api} v${envelope.apiVersion} #${envelope.correlationId} to ${address}`);
    const broker = this.brokers.get(address);
    if (broker === undefined || broker === 'blackhole') return;
    const answer = broker(envelope.request, envelope);
    if (answer === null || !envelope.expectResponse) return;
    if ('disconnectAfterMs' in answer) {
      this.schedule(answer.disconnectAfterMs, () => listeners.has(listener) && listener.disconnected());
      return;
    }
    const { response, delayMs = 0 } = answer;
    const { correlationId } = envelope;
    this.schedule(delayMs, () => listeners.has(listener) && listener.received({ correlationId, response }));
  }
}
