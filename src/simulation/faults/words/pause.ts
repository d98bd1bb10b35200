/** The fault word `pause`. */
import { optional } from '../definition/field.ts';
import { BROKER, DURATION_MS } from '../definition/fields.ts';
import type { BrokerName } from '../definition/hosts.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';
import { undoAll } from '../environment/fault-targets.ts';

export interface Pause extends Span {
  readonly do: 'pause';
  readonly broker: number;
}

/**
 * The broker does nothing, as in a long garbage collection: connections stay open, but it neither receives nor sends
 * anything, and its session with the controller expires.
 */
export const pause: DisruptionWord<Pause, [broker: BrokerName, span?: Span]> = {
  target: 'environment',
  isRepair: false,
  fields: { broker: BROKER, forMs: optional(DURATION_MS) },
  describe: ({ broker }) => `pause broker ${broker}`,
  fromCall: (idOf, broker, span = {}) => ({ broker: idOf(broker), ...span }),
  start: ({ broker }, targets) => {
    const host = targets.hostOf(broker);
    return undoAll([targets.network.pauseHost(host), targets.disconnectFromController([host])]);
  },
  repairedBy: 'resume',
  random: { order: 15, weight: 3, draw: ({ broker, span }) => [{ do: 'pause', broker, ...span }] },
};
