/**
 * Faults in Kafka's words: on which requests, which of them, and what happens to them.
 *
 * Owns: the vocabulary (`faults.on('Produce', { topic }).nth(2).loseResponse()`), how often each fault fired, and that
 * a connection on which something was lost stays silent: a stream never misses a frame in its middle.
 * Refuses to know: how messages travel (sim/network), what brokers do (broker).
 */

import { errorResponse, isApiName } from '../protocol/error-response.ts';
import type { ErrorName } from '../protocol/errors.ts';
import { isErrorName } from '../protocol/errors.ts';
import type { ApiName, RequestEnvelope, Response, ResponseEnvelope } from '../protocol/messages.ts';
import { DISCONNECT, DROP, delay, type Message, PASS, type Rules, type Verdict } from '../sim/index.ts';
import { requestTouches } from './request-scope.ts';

/** What travels between clients and brokers. */
export type Wire = RequestEnvelope | ResponseEnvelope;

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
  /** The fault as a sentence: `Produce to payments-0, 2nd: lose the response`. */
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

export interface FaultHost {
  readonly rules: Rules<Wire>;
  /** The broker a client reaches at a host, for scopes by broker. */
  brokerIdOf(host: string): number | undefined;
  hasBroker(id: number): boolean;
  /** Says in the trace that a fault fired. */
  fired(fault: Fault, message: Message<Wire>): void;
}

export class Faults {
  private readonly installed: ScriptedFault[] = [];
  private readonly aftermath = new Aftermath();
  private readonly host: FaultHost;
  private guardsSilence = false;

  constructor(host: FaultHost) {
    this.host = host;
  }

  /**
   * Starts a fault on requests of one API.
   *
   * @throws FaultError if there is no such API or broker
   */
  on(api: ApiName, scope: FaultScope = {}): FaultTrigger {
    if (!isApiName(api)) throw new FaultError(`No fault can be set on '${String(api)}': there is no such API here`);
    if (scope.broker !== undefined && !this.host.hasBroker(scope.broker)) {
      throw new FaultError(`No fault can be set on broker ${scope.broker}: this cluster has no broker with that id`);
    }
    if (scope.partition !== undefined && scope.topic === undefined) {
      throw new FaultError(`A fault on partition ${scope.partition} needs a topic: add { topic: '...' }`);
    }
    const choose = (which: Selection): FaultAction => this.actions(api, scope, which);
    return {
      ...choose({ kind: 'all' }),
      nth: (n) => choose({ kind: 'nth', n: positive('nth', n) }),
      times: (n) => choose({ kind: 'first', n: positive('times', n) }),
    };
  }

  /** All faults installed so far that have not been removed, in order of installation. */
  list(): readonly Fault[] {
    return this.installed;
  }

  /** What a fault answers to a request in its broker's place; undefined if no fault does. */
  answerFor(socketId: number, correlationId: number): Response | undefined {
    return this.aftermath.takeAnswer(socketId, correlationId);
  }

  /** Those that were to fire and did not. */
  neverFired(): readonly Fault[] {
    return this.installed.filter((fault) => fault.fired === 0 && !fault.isOptional);
  }

  private actions(api: ApiName, scope: FaultScope, which: Selection): FaultAction {
    const install = (action: Action): Fault => this.install(new ScriptedFault(api, scope, which, action));
    return {
      loseResponse: () => install({ kind: 'lose the response' }),
      loseRequest: () => install({ kind: 'lose the request' }),
      disconnect: () => install({ kind: 'disconnect' }),
      delayRequest: (delayMs) => install({ kind: 'delay the request', delayMs: notNegative(delayMs) }),
      delayResponse: (delayMs) => install({ kind: 'delay the response', delayMs: notNegative(delayMs) }),
      respond: (error) => {
        if (!isErrorName(error) || error === 'NONE') {
          throw new FaultError(`A fault cannot answer with '${String(error)}': Kafka has no such error`);
        }
        return install({ kind: 'respond', error });
      },
    };
  }

  private install(fault: ScriptedFault): Fault {
    this.guardSilence();
    const uninstall = this.host.rules.install((message) => {
      const verdict = fault.judge(message, this.host, this.aftermath);
      if (verdict !== undefined) this.host.fired(fault, message);
      return verdict ?? PASS;
    });
    this.installed.push(fault);
    fault.onRemove(() => {
      uninstall();
      this.installed.splice(this.installed.indexOf(fault), 1);
    });
    return fault;
  }

  /** Before any fault of its own: what a lost message did to its connection outlives the fault that lost it. */
  private guardSilence(): void {
    if (this.guardsSilence) return;
    this.guardsSilence = true;
    this.host.rules.install((message) => this.aftermath.verdict(message));
  }
}

type Selection = { readonly kind: 'all' } | { readonly kind: 'nth' | 'first'; readonly n: number };

type Action =
  | { readonly kind: 'lose the response' | 'lose the request' | 'disconnect' }
  | { readonly kind: 'delay the request' | 'delay the response'; readonly delayMs: number }
  | { readonly kind: 'respond'; readonly error: ErrorName };

class ScriptedFault implements Fault {
  readonly description: string;
  fired = 0;
  isOptional = false;
  private seen = 0;
  private undo: () => void = () => {};
  private readonly api: ApiName;
  private readonly scope: FaultScope;
  private readonly which: Selection;
  private readonly action: Action;

  constructor(api: ApiName, scope: FaultScope, which: Selection, action: Action) {
    this.api = api;
    this.scope = scope;
    this.which = which;
    this.action = action;
    this.description = describe(api, scope, which, action);
  }

  /** The verdict on a message this fault takes; undefined for all others. */
  judge(message: Message<Wire>, host: FaultHost, aftermath: Aftermath): Verdict<Wire> | undefined {
    if (message.direction !== 'request' || message.kind !== this.api) return undefined;
    const envelope = message.payload as RequestEnvelope;
    if (!this.covers(message, envelope, host) || !this.takesNext()) return undefined;
    this.fired++;
    return this.act(message, envelope, aftermath);
  }

  onRemove(undo: () => void): void {
    this.undo = undo;
  }

  remove(): void {
    this.undo();
    this.undo = () => {};
  }

  optional(): Fault {
    this.isOptional = true;
    return this;
  }

  private covers(message: Message<Wire>, envelope: RequestEnvelope, host: FaultHost): boolean {
    const { topic, partition, broker, client } = this.scope;
    if (client !== undefined && envelope.clientId !== client) return false;
    if (broker !== undefined && host.brokerIdOf(message.toHost) !== broker) return false;
    return topic === undefined || requestTouches(envelope.request, topic, partition);
  }

  private takesNext(): boolean {
    this.seen++;
    if (this.which.kind === 'all') return true;
    return this.which.kind === 'nth' ? this.seen === this.which.n : this.seen <= this.which.n;
  }

  private act(message: Message<Wire>, envelope: RequestEnvelope, aftermath: Aftermath): Verdict<Wire> {
    const { action } = this;
    switch (action.kind) {
      case 'lose the request':
        return aftermath.begin(message);
      case 'lose the response':
        aftermath.awaitResponse(message, envelope.correlationId);
        return PASS;
      case 'delay the response':
        aftermath.delayResponse(message, envelope.correlationId, action.delayMs);
        return PASS;
      case 'delay the request':
        return delay(action.delayMs);
      case 'disconnect':
        return DISCONNECT;
      case 'respond':
        // A request that expects no answer can only be told by the end of its connection, as a real broker does.
        if (!envelope.expectResponse) return DISCONNECT;
        aftermath.answer(message, envelope.correlationId, errorResponse(envelope.request, action.error));
        return PASS;
    }
  }
}

/**
 * What faults on requests still have to do later: to responses, in a broker's place, and to connections gone silent.
 * Keys are `socket:correlation` and `socket:direction`.
 */
class Aftermath {
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

function describe(api: ApiName, scope: FaultScope, which: Selection, action: Action): string {
  const topic =
    scope.topic === undefined ? '' : ` to ${scope.topic}${scope.partition === undefined ? '' : `-${scope.partition}`}`;
  const broker = scope.broker === undefined ? '' : ` at broker ${scope.broker}`;
  const client = scope.client === undefined ? '' : ` from ${scope.client}`;
  const chosen = which.kind === 'all' ? 'always' : which.kind === 'nth' ? `number ${which.n}` : `the first ${which.n}`;
  const detail = 'error' in action ? ` ${action.error}` : 'delayMs' in action ? ` by ${action.delayMs} ms` : '';
  return `${api}${topic}${broker}${client}, ${chosen}: ${action.kind}${detail}`;
}

function positive(word: string, n: number): number {
  if (Number.isInteger(n) && n > 0) return n;
  throw new FaultError(`${word}(${n}) counts requests from 1: give a whole number above 0`);
}

function notNegative(delayMs: number): number {
  if (Number.isInteger(delayMs) && delayMs >= 0) return delayMs;
  throw new FaultError(`A delay is a whole number of ms, 0 or more: got ${delayMs}`);
}
