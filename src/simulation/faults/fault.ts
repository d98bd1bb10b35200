/**
 * Faults in Kafka's words, as a user says them: on which requests, which of them, and what happens to them.
 *
 * Owns: the vocabulary on requests (`faults.on('Produce', { topic }).nth(2).loseResponse()`).
 * Refuses to know: the words on the world (world-words.ts), faults as data (fault-plan.ts), and how any is carried out.
 */
import type { ErrorName } from '../../protocol/errors.ts';

/** Narrows a fault to some of the requests of its API. All given fields must fit. */
export interface FaultScope {
  readonly topic?: string;
  readonly partition?: number;
  /** Id of the broker the request goes to. */
  readonly broker?: number;
  /** client.id of the sender: `producer-1`; `broker-2-fetcher` is a follower. */
  readonly client?: string;
  /** Requests from this moment on, in ms since the start. */
  readonly fromMs?: number;
  /** Requests before this moment, in ms since the start. */
  readonly untilMs?: number;
}

/** A fault in force, or to come. */
export interface Fault {
  /** The fault as a sentence: `Produce to payments-0, number 2: lose the response`. */
  readonly description: string;
  /** How often it has fired so far. */
  readonly fired: number;
  /** Takes the fault away, and undoes it as far as that can be: a link is open again, a lost request remains lost. */
  remove(): void;
  /** Allows the run to end without this fault having fired. Returns the fault. */
  optional(): this;
}

/** A fault that keeps messages back. Taking it away lets them go as well. */
export interface HeldFault extends Fault {
  /** How many messages wait now: those it took, and what came behind them on the same connections. */
  readonly waiting: number;
  /** Lets go what waits, in order; from now on nothing is held. */
  release(): void;
}

/** Which of the requests in scope the fault takes. Without any of these words: all of them. */
export interface FaultTrigger extends FaultAction {
  /** Only the first. */
  once(): FaultAction;
  /** Only the nth, from 1. */
  nth(n: number): FaultAction;
  /** Only the first n. */
  times(n: number): FaultAction;
  /** Each in `numerator` of `denominator` cases, drawn from the seed: `chance(1, 10)`. */
  chance(numerator: number, denominator: number): FaultAction;
}

/**
 * What happens to a request the fault takes. One fault acts on a request: the first that was set; the others only count it.
 *
 * @throws FaultError if the API cannot carry it
 */
export interface FaultAction {
  /** The request never arrives, and the connection stays silent from there on. */
  loseRequest(): Fault;
  /** The broker handles the request; its answer never arrives, and the connection stays silent from there on. */
  loseResponse(): Fault;
  /** The connection breaks instead of carrying the request. */
  disconnect(): Fault;
  /** The broker takes the request and hangs: it does nothing, and answers nothing on this connection any more. */
  neverAnswer(): Fault;
  /** The request arrives this much later, in ms. */
  delayRequest(delayMs: number): Fault;
  /** The broker handles the request at once; its answer arrives this much later, in ms. */
  delayResponse(delayMs: number): Fault;
  /** The request, and all behind it, waits on the wire until `release()`, or until that moment, in ms since the start. */
  holdRequest(releaseAtMs?: number): HeldFault;
  /** The broker handles the request; its answer, and all behind it, waits on the wire in the same way. */
  holdResponse(releaseAtMs?: number): HeldFault;
  /** What is in scope of the request is answered with this error; the broker never sees it. */
  respond(error: ErrorName): Fault;
  /** The broker handles the request; its answer tells the client to be quiet for this long (throttle_time_ms). */
  throttle(throttleTimeMs: number): Fault;
  /** On Metadata: the broker tells what was true so many ms ago; of the time before the fault was set it knows nothing. */
  staleMetadata(ageMs: number): Fault;
  /** On Produce: the batches in scope arrive damaged, and fail their checksum. */
  corruptBatch(): Fault;
}

/** Refused at once: a fault that cannot mean anything. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}
