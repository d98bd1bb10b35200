/**
 * What faults on requests still have to do later: to responses, in a broker's place, and to connections gone silent.
 *
 * Owns: that a connection on which something was lost stays silent: a stream never misses a frame in its middle.
 * Refuses to know: which fault it was, and whether it is still in force.
 */
import type { Response } from '../protocol/messages.ts';
import { DROP, delay, type Message, PASS, type Verdict } from '../sim/index.ts';
import type { Wire } from './wire.ts';

/** Keys are `socket:correlation` and `socket:direction`. */
export class Aftermath {
  private readonly lostResponses = new Set<string>();
  private readonly lateResponses = new Map<string, number>();
  private readonly silent = new Set<string>();
  private readonly answers = new Map<string, Response>();

  begin(message: Message<Wire>): Verdict<Wire> {
    this.silent.add(`${message.socketId}:${message.direction}`);
    return DROP;
  }

  awaitResponse(message: Message<Wire>, correlationId: number): void {
    this.lostResponses.add(`${message.socketId}:${correlationId}`);
  }

  delayResponse(message: Message<Wire>, correlationId: number, delayMs: number): void {
    this.lateResponses.set(`${message.socketId}:${correlationId}`, delayMs);
  }

  answer(message: Message<Wire>, correlationId: number, response: Response): void {
    this.answers.set(`${message.socketId}:${correlationId}`, response);
  }

  takeAnswer(socketId: number, correlationId: number): Response | undefined {
    if (this.answers.size === 0) return undefined;
    const key = `${socketId}:${correlationId}`;
    const response = this.answers.get(key);
    this.answers.delete(key);
    return response;
  }

  verdict(message: Message<Wire>): Verdict<Wire> {
    if (this.silent.has(`${message.socketId}:${message.direction}`)) return DROP;
    if (message.direction === 'request') return PASS;
    const key = `${message.socketId}:${message.payload.correlationId}`;
    if (this.lostResponses.delete(key)) return this.begin(message);
    const delayMs = this.lateResponses.get(key);
    if (delayMs === undefined) return PASS;
    this.lateResponses.delete(key);
    return delay(delayMs);
  }
}
