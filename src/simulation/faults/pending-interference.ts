/**
 * What faults on requests still have to do later: inside the broker, to its answer, and to connections gone silent.
 *
 * Owns: that a connection on which something was lost stays silent: a stream never misses a frame in its middle.
 * Refuses to know: which fault it was, and whether it is still in force.
 */
import type { Request, RequestEnvelope, Response } from '../../protocol/messages.ts';
import { type Barrier, DROP, delay, hold, type Message, PASS, type Verdict } from '../../sim/index.ts';
import type { Instead, Interference } from '../hosts/broker-nodes.ts';
import type { Wire } from '../hosts/wire.ts';

/** What is to become of one request, or of its answer. */
export type Mark =
  | { readonly kind: 'lose the answer' }
  | { readonly kind: 'delay the answer'; readonly delayMs: number }
  | { readonly kind: 'hold the answer'; readonly barrier: Barrier }
  | { readonly kind: 'amend the answer'; readonly amend: (response: Response) => Response }
  | { readonly kind: 'answer'; readonly response: () => Response }
  | { readonly kind: 'serve'; readonly request: Request; readonly amend?: (response: Response) => Response }
  | { readonly kind: 'hang' };

export class PendingInterference implements Interference {
  /** Keys are `socket:correlation`. */
  private readonly marks = new Map<string, Mark>();
  /** Keys are `socket:direction`. */
  private readonly silent = new Set<string>();

  mark(message: Message<Wire>, mark: Mark): void {
    this.marks.set(keyOf(message.socketId, message.payload), mark);
  }

  /** The connection carries nothing any more in this direction. */
  silence(message: Message<Wire>): Verdict<Wire> {
    this.silent.add(`${message.socketId}:${message.direction}`);
    return DROP;
  }

  /** A message is put on the wire. */
  verdict(message: Message<Wire>): Verdict<Wire> {
    if (this.silent.size > 0 && this.silent.has(`${message.socketId}:${message.direction}`)) return DROP;
    if (message.direction === 'request' || this.marks.size === 0) return PASS;
    const key = keyOf(message.socketId, message.payload);
    const mark = this.marks.get(key);
    if (mark === undefined) return PASS;
    this.marks.delete(key);
    switch (mark.kind) {
      case 'lose the answer':
        return this.silence(message);
      case 'delay the answer':
        return delay(mark.delayMs);
      case 'hold the answer':
        return mark.barrier.isClosed ? hold(mark.barrier) : PASS;
      default:
        return PASS;
    }
  }

  // --- Inside the broker -------------------------------------------------------------------------------------------------

  insteadOf(socketId: number, envelope: RequestEnvelope): Instead | undefined {
    if (this.marks.size === 0) return undefined;
    const key = keyOf(socketId, envelope);
    const mark = this.marks.get(key);
    switch (mark?.kind) {
      case 'answer':
        this.marks.delete(key);
        return { kind: 'answer', response: mark.response() };
      case 'serve':
        if (mark.amend === undefined) this.marks.delete(key);
        else this.marks.set(key, { kind: 'amend the answer', amend: mark.amend });
        return { kind: 'serve', request: mark.request };
      case 'hang':
        this.marks.delete(key);
        return { kind: 'hang' };
      default:
        return undefined;
    }
  }

  amended(socketId: number, envelope: RequestEnvelope, response: Response): Response {
    if (this.marks.size === 0) return response;
    const key = keyOf(socketId, envelope);
    const mark = this.marks.get(key);
    if (mark?.kind !== 'amend the answer') return response;
    this.marks.delete(key);
    return mark.amend(response);
  }
}

function keyOf(socketId: number, { correlationId }: Wire): string {
  return `${socketId}:${correlationId}`;
}
