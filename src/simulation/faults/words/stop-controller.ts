/** The fault word `stopController`. */
import { optional } from '../definition/field.ts';
import { DURATION_MS } from '../definition/fields.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';

export interface StopController extends Span {
  readonly do: 'stopController';
}

/**
 * The cluster has no controller: no elections, no changes of in-sync replicas, no new topics, and no sessions expire.
 */
export const stopController: DisruptionWord<StopController, [span?: Span]> = {
  target: 'environment',
  isRepair: false,
  fields: { forMs: optional(DURATION_MS) },
  describe: () => 'stop the controller',
  fromCall: (_idOf, span = {}) => ({ ...span }),
  start: (_data, { brokers, conditions }) =>
    conditions.hold(
      'the controller is stopped',
      () => brokers.apply((cluster) => cluster.stopController()),
      () => brokers.apply((cluster, nowMs) => cluster.startController(nowMs)),
    ),
  repairedBy: 'startController',
  random: { order: 21, weight: 2, draw: ({ span }) => [{ do: 'stopController', ...span }] },
};
