/**
 * Faults in Kafka's words, as a user says them: on which requests, which of them, and what happens to them.
 *
 * Owns: the vocabulary (`faults.on('Produce', { topic }).nth(2).loseResponse()`).
 * Refuses to know: how a fault is carried out (scripted-fault.ts).
 */
import type { ErrorName } from '../protocol/errors.ts';

/** Narrows a fault to some of the requests of its API. All given fields must fit. */
export interface FaultScope {
  readonly topic?: string;
  readonly partition?: number;
  /** Id of the broker the request goes to. */
  readonly broker?: number;
  /** client.id of the sender, e.g. `producer-1`. */
  readonly client?: string;
}

/** A fault in force. */
export interface Fault {
  /** The fault as a sentence: `Produce to payments-0, number 2: lose the response`. */
  readonly description: string;
  /** How often it has fired so far. */
  readonly fired: number;
  /** Takes the fault away; what it has already broken stays broken. */
  remove(): void;
  /** Allows the run to end without this fault having fired. Returns the fault. */
  optional(): Fault;
}

/** Which of the matching requests the fault takes. Without nth() or times(): all of them. */
export interface FaultTrigger extends FaultAction {
  /** Only the nth matching request, from 1. */
  nth(n: number): FaultAction;
  /** Only the first n matching requests. */
  times(n: number): FaultAction;
}

/** What happens to a request the fault takes. */
export interface FaultAction {
  /** The broker handles the request; its answer never arrives, and the connection stays silent from there on. */
  loseResponse(): Fault;
  /** The request never arrives, and the connection stays silent from there on. */
  loseRequest(): Fault;
  /** The request is answered with this error for everything it asked for; the broker never sees it. */
  respond(error: ErrorName): Fault;
  /** The request arrives this much later, in ms. */
  delayRequest(delayMs: number): Fault;
  /** The broker handles the request at once; its answer arrives this much later, in ms. */
  delayResponse(delayMs: number): Fault;
  /** The connection breaks instead of carrying the request. */
  disconnect(): Fault;
}

/** Refused at once: a fault that cannot mean anything. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}
