/**
 * One fault in force: a rule on the network that takes some requests and decides what becomes of them.
 *
 * Owns: its scope, its count, and its verdict.
 * Refuses to know: how messages travel (sim/network), what brokers do (broker), other faults.
 */
import { errorResponse } from '../protocol/error-response.ts';
import type { ErrorName } from '../protocol/errors.ts';
import type { ApiName, RequestEnvelope } from '../protocol/messages.ts';
import { DISCONNECT, delay, type Message, PASS, type Verdict } from '../sim/index.ts';
import type { Fault, FaultScope } from './fault.ts';
import type { Aftermath } from './fault-aftermath.ts';
import type { PlannedAction, PlannedRequestFault, PlannedSelection } from './fault-plan.ts';
import { requestTouches } from './request-scope.ts';
import type { Wire } from './wire.ts';

/** Which of the requests in scope a fault takes. */
export type Selection = { readonly kind: 'all' } | { readonly kind: 'nth' | 'first'; readonly n: number };

/** What it does to them. */
export type Action =
  | { readonly kind: 'lose the response' | 'lose the request' | 'disconnect' }
  | { readonly kind: 'delay the request' | 'delay the response'; readonly delayMs: number }
  | { readonly kind: 'respond'; readonly error: ErrorName };

/** The broker a client reaches at a host, for scopes by broker. */
export interface BrokerDirectory {
  brokerIdOf(host: string): number | undefined;
}

export class ScriptedFault implements Fault {
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
  judge(message: Message<Wire>, brokers: BrokerDirectory, aftermath: Aftermath): Verdict<Wire> | undefined {
    if (message.direction !== 'request' || message.kind !== this.api) return undefined;
    const envelope = message.payload as RequestEnvelope;
    if (!this.covers(message, envelope, brokers) || !this.takesNext()) return undefined;
    this.fired++;
    return this.act(message, envelope, aftermath);
  }

  /** The fault as data. */
  get planned(): PlannedRequestFault {
    const { api, scope, which, action, isOptional } = this;
    const selection: PlannedSelection =
      which.kind === 'all' ? {} : which.kind === 'nth' ? { nth: which.n } : { times: which.n };
    return { on: api, ...scope, ...selection, ...plannedAction(action), ...(isOptional && { optional: true }) };
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

  private covers(message: Message<Wire>, envelope: RequestEnvelope, brokers: BrokerDirectory): boolean {
    const { topic, partition, broker, client } = this.scope;
    if (client !== undefined && envelope.clientId !== client) return false;
    if (broker !== undefined && brokers.brokerIdOf(message.toHost) !== broker) return false;
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

function plannedAction(action: Action): PlannedAction {
  switch (action.kind) {
    case 'lose the request':
      return { do: 'loseRequest' };
    case 'lose the response':
      return { do: 'loseResponse' };
    case 'disconnect':
      return { do: 'disconnect' };
    case 'delay the request':
      return { do: 'delayRequest', delayMs: action.delayMs };
    case 'delay the response':
      return { do: 'delayResponse', delayMs: action.delayMs };
    case 'respond':
      return { do: 'respond', error: action.error };
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
