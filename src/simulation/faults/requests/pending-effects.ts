/**
 * What faults still have to do to requests that are on their way: at the broker, to the response, and on connections
 * that a fault has silenced.
 *
 * TCP never loses a segment in the middle of a stream. A connection on which a message was lost therefore stays silent
 * in that direction, even after the fault has been removed.
 */
import type { Request, RequestEnvelope, Response } from '../../../protocol/messages.ts';
import { type Barrier, DISCONNECT, DROP, delay, hold, type Message, PASS, type Verdict } from '../../../sim/index.ts';
import type { Interception, RequestInterceptor } from '../../hosts/broker-nodes.ts';
import type { Wire } from '../../hosts/wire.ts';

/** What is to be done to one request at its broker, or to its response. */
export type PendingEffect =
  | { readonly kind: 'lose response' }
  | { readonly kind: 'break before response' }
  | { readonly kind: 'delay response'; readonly delayMs: number }
  | { readonly kind: 'hold response'; readonly barrier: Barrier }
  | { readonly kind: 'change response'; readonly change: (response: Response) => Response }
  /** The broker answers with this response instead of handling the request. */
  | { readonly kind: 'answer'; readonly response: () => Response }
  /** The broker handles this request instead. */
  | { readonly kind: 'replace request'; readonly request: Request; readonly change?: (response: Response) => Response }
  /** The broker neither handles the request nor any later one on this connection. */
  | { readonly kind: 'hang' };

export class PendingEffects implements RequestInterceptor {
  /** Keys are `socket:correlation`. */
  private readonly effects = new Map<string, PendingEffect>();
  /** Keys are `socket:direction`. */
  private readonly silent = new Set<string>();

  /** Notes an effect for later. Returns the verdict that lets the request pass for now. */
  add({ socketId, payload }: Message<Wire>, effect: PendingEffect): Verdict<Wire> {
    this.effects.set(keyOf(socketId, payload), effect);
    return PASS;
  }

  /** Loses the message and everything after it in this direction of the connection. */
  silence(message: Message<Wire>): Verdict<Wire> {
    this.silent.add(`${message.socketId}:${message.direction}`);
    return DROP;
  }

  /** The verdict on a message that is being sent. */
  verdict(message: Message<Wire>): Verdict<Wire> {
    if (this.silent.size > 0 && this.silent.has(`${message.socketId}:${message.direction}`)) return DROP;
    if (message.direction === 'request' || this.effects.size === 0) return PASS;
    const key = keyOf(message.socketId, message.payload);
    const effect = this.effects.get(key);
    if (effect === undefined) return PASS;
    this.effects.delete(key);
    switch (effect.kind) {
      case 'lose response':
        return this.silence(message);
      case 'break before response':
        return DISCONNECT;
      case 'delay response':
        return delay(effect.delayMs);
      case 'hold response':
        return effect.barrier.isClosed ? hold(effect.barrier) : PASS;
      default:
        return PASS;
    }
  }

  // --- At the broker -----------------------------------------------------------------------------------------------------

  intercept(socketId: number, envelope: RequestEnvelope): Interception | undefined {
    if (this.effects.size === 0) return undefined;
    const key = keyOf(socketId, envelope);
    const effect = this.effects.get(key);
    switch (effect?.kind) {
      case 'answer':
        this.effects.delete(key);
        return { kind: 'answer', response: effect.response() };
      case 'replace request':
        if (effect.change === undefined) this.effects.delete(key);
        else this.effects.set(key, { kind: 'change response', change: effect.change });
        return { kind: 'serve', request: effect.request };
      case 'hang':
        this.effects.delete(key);
        return { kind: 'hang' };
      default:
        return undefined;
    }
  }

  affectsResponse(socketId: number, envelope: RequestEnvelope): boolean {
    return this.effects.size > 0 && this.effects.has(keyOf(socketId, envelope));
  }

  changeResponse(socketId: number, envelope: RequestEnvelope, response: Response): Response {
    if (this.effects.size === 0) return response;
    const key = keyOf(socketId, envelope);
    const effect = this.effects.get(key);
    if (effect?.kind !== 'change response') return response;
    this.effects.delete(key);
    return effect.change(response);
  }
}

function keyOf(socketId: number, { correlationId }: Wire): string {
  return `${socketId}:${correlationId}`;
}
