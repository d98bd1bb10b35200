/**
 * KRaft controllers on the brokers (process.roles=broker,controller): every broker is a voter, and one of them is the active controller.
 * It needs a majority of the voters, and fails with its process.
 */
import type { Broker } from '../state/broker.ts';
import type { Controller } from './controller.ts';
import { deactivate } from './controller-activity.ts';

/** After this time without a word from the active controller the other voters elect another, in ms: controller.quorum.fetch.timeout.ms. */
const FETCH_TIMEOUT_MS = 2_000;
/** About the time that voters take to elect a controller once most of them are there, in ms: controller.quorum.election.timeout.ms. */
const ELECTION_TIMEOUT_MS = 1_000;

/**
 * A voter has come or gone.
 * @param start starts the controller
 * @param isInOrder whether a voter has ended its process in order: an active controller resigns before it does
 */
export function quorumChanged(
  controller: Controller,
  start: (controller: Controller) => void,
  isInOrder = false,
): void {
  const { config, brokers, scheduler, isActive } = controller;
  if (!config.isCombined) return;
  const active = controller.activeVoterId === undefined ? undefined : brokers.get(controller.activeVoterId);
  if (isActive && hasMajority(controller) && active !== undefined && canVote(active)) return;
  deactivate(controller);
  controller.activeVoterId = undefined;
  if (!hasMajority(controller)) return;
  const elect = (): void => {
    if (controller.activeVoterId !== undefined || !hasMajority(controller)) return;
    controller.activeVoterId = brokers.all.find(canVote)?.id;
    start(controller);
  };
  if (brokers.all.length === 1 || (isActive && isInOrder)) elect();
  else scheduler.plan(scheduler.nowMs + (isActive ? FETCH_TIMEOUT_MS : ELECTION_TIMEOUT_MS), elect);
}

function hasMajority({ brokers }: Controller): boolean {
  return brokers.all.filter(canVote).length * 2 > brokers.all.length;
}

function canVote({ isUp, isStarting, isDisconnected }: Broker): boolean {
  return (isUp || isStarting) && !isDisconnected;
}
