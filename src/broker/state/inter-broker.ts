/**
 * One broker asks another (InterBrokerSendThread): for markers to be written, for a partition to be verified.
 *
 * Owns: that the one who asked hears exactly once how it ended: with an answer, or without one.
 * Refuses to know: the network, and what is asked.
 */
import type { Request, Response } from '../../protocol/messages.ts';
import type { Delayed } from '../purgatory/purgatory.ts';
import type { ClusterState } from './cluster-state.ts';

/** A question on its way. `brokerId` asks; after `deadlineMs` it stops waiting. */
export interface BrokerQuestion extends Delayed {
  readonly to: number;
  /** Of the asking thread; each has a connection of its own to every broker. */
  readonly clientId: string;
  readonly apiVersion: number;
  readonly request: Request;
  /** Without an answer the connection broke, could not be had, or request.timeout.ms is over. */
  readonly whenDone: (response: Response | undefined, nowMs: number) => void;
}

export function askBroker(state: ClusterState, question: BrokerQuestion): void {
  state.brokerQuestions.add(question);
  state.wakeBy(question.deadlineMs);
  state.effects.push({ kind: 'ask', from: question.brokerId, to: question.to, question });
}

/** The answer has come, or (undefined) none can come any more. */
export function questionEnded(
  state: ClusterState,
  question: BrokerQuestion,
  response: Response | undefined,
  nowMs: number,
): void {
  if (state.brokerQuestions.remove(question)) question.whenDone(response, nowMs);
}

/** request.timeout.ms is over: whoever waits hangs up, as a late answer would be out of turn. */
export function giveUpQuestions(state: ClusterState, nowMs: number): void {
  for (const question of state.brokerQuestions.takeDue(nowMs)) {
    state.effects.push({ kind: 'hang up', from: question.brokerId, to: question.to, clientId: question.clientId });
    question.whenDone(undefined, nowMs);
  }
}
