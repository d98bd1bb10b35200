/**
 * What the cluster asks its host to do: send responses and requests, call `wake` later, record events.
 *
 * The host carries the effects out in order after every call, and empties the list.
 */
import type { FetchRequest, Response } from '../../protocol/messages.ts';
import type { ClusterEvents } from './cluster-events.ts';
import type { InterBrokerRequest } from './inter-broker-request.ts';

/** What the host passed to `receive` to identify a request; returned with the response. */
export type Token = unknown;

export type Effect =
  | { readonly kind: 'answer'; readonly brokerId: number; readonly token: Token; readonly response: Response }
  /** A Produce with acks=0 failed. The client expects no response, so the broker closes the connection. */
  | { readonly kind: 'disconnect'; readonly brokerId: number; readonly token: Token }
  /** A Produce with acks=0 is not done yet: the broker reads nothing more from the connection until 'unmute'. */
  | { readonly kind: 'mute' | 'unmute'; readonly token: Token }
  /** Follower `from` fetches from leader `to`. The host reports the outcome by `replicaFetched` or `replicaFetchFailed`. */
  | {
      readonly kind: 'fetch';
      readonly from: number;
      readonly to: number;
      readonly apiVersion: number;
      readonly request: FetchRequest;
    }
  /** Follower `from` has waited too long for the response of leader `to`, and closes the connection. */
  | { readonly kind: 'abandon fetch'; readonly from: number; readonly to: number }
  /** A broker sends a request to another. The host reports the outcome by `interBrokerRequestDone`. */
  | { readonly kind: 'request'; readonly request: InterBrokerRequest }
  /** A broker has waited too long for the response to `request`, and closes the connection. */
  | { readonly kind: 'abandon'; readonly request: InterBrokerRequest }
  /** A broker's process has opened its port. A request that arrives before the broker serves requests waits. */
  | { readonly kind: 'listen'; readonly brokerId: number }
  /** The host calls `wake` at `atMs`. Waking the cluster more often does no harm. */
  | { readonly kind: 'wake'; readonly atMs: number }
  /** Something happened that a broker or the controller would write to its log. */
  | ClusterEvent;

/** An event of the cluster with its facts. */
type ClusterEvent = {
  [Name in keyof ClusterEvents]: { readonly kind: 'event'; readonly name: Name; readonly facts: ClusterEvents[Name] };
}[keyof ClusterEvents];

export class Effects {
  /** In order. The host empties it. */
  readonly list: Effect[] = [];

  add(effect: Effect): void {
    this.list.push(effect);
  }

  answer(brokerId: number, token: Token, response: Response): void {
    this.list.push({ kind: 'answer', brokerId, token, response });
  }

  /** Whether the request has been answered by an effect at or after place `since` of the list. */
  isAnswered(token: Token, since: number): boolean {
    return this.list.some((effect, place) => place >= since && effect.kind === 'answer' && effect.token === token);
  }

  event<Name extends keyof ClusterEvents>(name: Name, facts: ClusterEvents[Name]): void {
    this.list.push({ kind: 'event', name, facts } as ClusterEvent);
  }
}
