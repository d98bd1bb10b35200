/**
 * What defines a fault word on requests: `loseResponse`, `throttle`, ... Each has a file in ../words.
 */
import type { ControlPlane } from '../../../broker/index.ts';
import type { ApiName, Request, RequestEnvelope } from '../../../protocol/messages.ts';
import type { Barrier, Message, Verdict } from '../../../sim/index.ts';
import type { BrokerNodes } from '../../hosts/broker-nodes.ts';
import type { Wire } from '../../hosts/wire.ts';
import type { Fault, HeldFault } from '../definition/fault.ts';
import type { FieldsOf } from '../definition/field.ts';
import type { Placement } from '../definition/placement.ts';
import type { DrawContext, RandomDraw } from '../definition/random-faults.ts';
import type { PendingEffects } from './pending-effects.ts';
import type { FaultScope } from './request-scope.ts';

/**
 * `Action` is the word with its own fields as plain JSON, `Arguments` are those of its method, and `Result` is what the
 * method returns.
 */
export interface RequestWord<
  Action extends { readonly do: string },
  Arguments extends readonly unknown[] = [],
  Result extends Fault = Fault,
> {
  readonly target: 'requests';
  /** The word's own fields. Those of the scope and the selection are added. */
  readonly fields: FieldsOf<Action>;
  /** The APIs whose requests the word can act on. Default: all. */
  readonly apis?: ApiRestriction;
  /** The word acts on the response, so it skips requests that expect none. Default false. */
  readonly needsResponse?: true;
  /** The fault holds messages at its barrier until it is released. Default false. */
  readonly holdsMessages?: Result extends HeldFault ? true : never;
  /** Whether the word can act on this request. Default: on every request of its APIs. */
  canTake?(envelope: RequestEnvelope, isFromBroker: boolean): boolean;
  /** Called once when a fault with this word starts. */
  prepare?(brokers: BrokerNodes): void;
  /** The action in words: `delay the request by 50 ms`. */
  describe(action: Action): string;
  /** The word's own fields from the arguments of its method. */
  fromCall(...args: Arguments): Omit<Action, 'do'>;
  /** Decides what happens to the request, and notes what has to happen later, to its response. */
  act(taken: TakenRequest<Action>): Verdict<Wire>;
  /** Absent: random plans do not have the word. */
  readonly random?: RandomDraw & {
    /** Draws the word's own fields. `ms` is a duration of at most `shape.longestMs`. */
    draw(context: DrawContext & { readonly api: ApiName; readonly ms: number }): Omit<Action, 'do'>;
  };
  readonly placement?: Placement<Action>;
}

// biome-ignore lint/suspicious/noExplicitAny: the words have different fields, arguments and results.
export type AnyRequestWord = RequestWord<any, any, any>;

export type ApiRestriction = { readonly reason: string } & (
  | { readonly only: ApiName; readonly accepts?: never }
  | { readonly accepts: (api: ApiName) => boolean; readonly only?: never }
);

export function isAllowed(api: ApiName, restriction: ApiRestriction | undefined): boolean {
  if (restriction === undefined) return true;
  return restriction.only === undefined ? restriction.accepts(api) : api === restriction.only;
}

/** A request that a fault acts on. */
export interface TakenRequest<Action> {
  readonly fault: Action & FaultScope;
  readonly message: Message<Wire>;
  readonly request: Request;
  readonly expectsResponse: boolean;
  /** Where messages wait if the fault holds them. */
  readonly barrier: Barrier;
  /** What is still to be done to this request or its response. */
  readonly pending: PendingEffects;
  /** The control plane as it was `ageMs` ago; 0 for the current one. */
  readonly controlPlaneAt: (ageMs: number) => ControlPlane;
}
