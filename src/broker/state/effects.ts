/**
 * What the cluster wants done by whoever runs it.
 *
 * Owns: the effects. They are carried out in order, then the list is emptied.
 * Refuses to know: networks, timers, traces.
 */
import type { FetchRequest, Response } from '../../protocol/messages.ts';
import type { BrokerQuestion } from './inter-broker.ts';

/** Whatever the caller of `receive` handed in to know the request by; given back with the answer. */
export type Token = unknown;

export type Effect =
  | { readonly kind: 'answer'; readonly brokerId: number; readonly token: Token; readonly response: Response }
  /** A Produce with acks=0 failed: no answer is expected, so the broker closes the connection. */
  | { readonly kind: 'disconnect'; readonly brokerId: number; readonly token: Token }
  /** Follower `from` fetches from leader `to`; the answer comes back through `replicaFetched`. */
  | { readonly kind: 'fetch'; readonly from: number; readonly to: number; readonly request: FetchRequest }
  /** Broker `from` asks broker `to`; how it ended comes back through `brokerAnswered`. */
  | { readonly kind: 'ask'; readonly from: number; readonly to: number; readonly question: BrokerQuestion }
  /** Broker `from` has waited too long for an answer on this connection, and closes it. */
  | { readonly kind: 'hang up'; readonly from: number; readonly to: number; readonly clientId: string }
  /** `wake` is to be called at `atMs`. Waking more often than asked does no harm. */
  | { readonly kind: 'wake'; readonly atMs: number }
  /** Something of note happened in the control plane, or a broker would have logged it. */
  | { readonly kind: 'event'; readonly name: string; readonly facts: Readonly<Record<string, unknown>> };
