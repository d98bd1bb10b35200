/**
 * Who is at the other end of a connection (SaslServerAuthenticator): the clients that talk bytes authenticate by SASL PLAIN. If the
 * cluster has users, they must, before anything but ApiVersions; if not, they may, and everybody is accepted.
 */
import { apiOf, type Request, type Response } from '../../protocol/messages.ts';
import type { Broker } from '../state/broker.ts';
import type { Effects, Token } from '../state/effects.ts';
import type { Scheduler } from '../state/scheduler.ts';
import { refusalOfCredentials, type Users } from './plain-credentials.ts';
import { type Reaction, reactionTo, type SaslState } from './sasl-state.ts';

const MECHANISMS: readonly string[] = ['PLAIN'];

/** A request, as far as it matters here. */
interface Call {
  /** Identifies the connection. */
  readonly token: Token;
  readonly clientId: string;
}

type Refusal = Exclude<Reaction, 'serve'>;

export interface AuthenticationOptions {
  /** Undefined if the cluster has no users. */
  readonly users: Users | undefined;
  /** connection.failed.authentication.delay.ms */
  readonly failureDelayMs: number;
}

export class Authentication {
  private readonly broker: Broker;
  private readonly effects: Effects;
  private readonly scheduler: Scheduler;
  private readonly options: AuthenticationOptions;
  /** The state of a connection that has not done anything yet. */
  private readonly firstState: SaslState;
  /** By connection, as long as there is one; undefined until one has left the first state. */
  private states: WeakMap<object, SaslState> | undefined;

  constructor(broker: Broker, effects: Effects, scheduler: Scheduler, options: AuthenticationOptions) {
    this.broker = broker;
    this.effects = effects;
    this.scheduler = scheduler;
    this.options = options;
    this.firstState = options.users === undefined ? 'unauthenticated' : 'handshake or versions';
  }

  /** Whether the request may be served. If not, this has been seen to. */
  admits(call: Call, request: Request): boolean {
    const { token } = call;
    const state = this.stateOf(token);
    const reaction = reactionTo(state, request.api);
    if (reaction === 'serve') {
      if (state === 'handshake or versions' && request.api === 'ApiVersions') this.move(token, 'handshake');
      return true;
    }
    this.refuse(call, request, reaction);
    return false;
  }

  private refuse(call: Call, request: Request, reaction: Refusal): void {
    const { token } = call;
    const api = apiOf(request);
    const unexpected = `Unexpected Kafka request of type ${api.logName} during SASL ${this.stateOf(token)}.`;
    switch (reaction) {
      case 'illegal':
        this.effects.answer(this.broker.id, token, withMessage(api.refuse(request, 'ILLEGAL_SASL_STATE')));
        return;
      case 'refuse':
        this.fail(call, unexpected, api.refuse(request, 'ILLEGAL_SASL_STATE'));
        return;
      case 'fail':
        this.fail(call, unexpected);
        return;
      case 'close':
        this.failed(call, unexpected);
        this.effects.add({ kind: 'disconnect', brokerId: this.broker.id, token });
        return;
      case 'ignore':
    }
  }

  /** The client has chosen a mechanism. */
  choose(call: Call, mechanism: string): void {
    const response = { api: 'SaslHandshake', mechanisms: MECHANISMS } as const;
    if (!MECHANISMS.includes(mechanism)) {
      const problem = `Unsupported SASL mechanism ${mechanism}`;
      this.fail(call, problem, { ...response, error: 'UNSUPPORTED_SASL_MECHANISM' });
      return;
    }
    this.move(call.token, 'authenticate');
    this.effects.answer(this.broker.id, call.token, { ...response, error: 'NONE' });
  }

  /** The client says who it is. */
  verify(call: Call, authBytes: Uint8Array): void {
    const response = { api: 'SaslAuthenticate', authBytes: NO_BYTES, sessionLifetimeMs: 0 } as const;
    const problem = refusalOfCredentials(authBytes, this.options.users);
    if (problem !== undefined) {
      this.fail(call, problem, { ...response, error: 'SASL_AUTHENTICATION_FAILED', errorMessage: problem });
      return;
    }
    this.move(call.token, 'complete');
    this.effects.answer(this.broker.id, call.token, { ...response, error: 'NONE', errorMessage: null });
  }

  private stateOf(token: Token): SaslState {
    return this.states?.get(token as object) ?? this.firstState;
  }

  private move(token: Token, state: SaslState): void {
    this.states ??= new WeakMap();
    this.states.set(token as object, state);
  }

  /** Answers, if there is an answer, and closes the connection, both after some time, which makes guessing passwords slow. */
  private fail(call: Call, problem: string, response?: Response): void {
    const { broker, effects, scheduler } = this;
    const { token } = call;
    const { incarnation } = broker;
    this.failed(call, problem);
    scheduler.plan(scheduler.nowMs + this.options.failureDelayMs, () => {
      if (broker.incarnation !== incarnation) return;
      if (response !== undefined) effects.answer(broker.id, token, response);
      effects.add({ kind: 'disconnect', brokerId: broker.id, token });
    });
  }

  private failed({ token, clientId: client }: Call, problem: string): void {
    this.move(token, 'failed');
    this.effects.event('authentication failed', { broker: this.broker.id, client, problem });
  }
}

const NO_BYTES = new Uint8Array(0);

/** KafkaApis.handleSaslAuthenticateRequest. */
function withMessage(refusal: Response): Response {
  if (refusal.api !== 'SaslAuthenticate') return refusal;
  return { ...refusal, errorMessage: 'SaslAuthenticate request received after successful authentication' };
}
