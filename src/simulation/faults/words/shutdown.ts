/** The fault word `shutdown`. */
import { optional } from '../definition/field.ts';
import { BROKER, DURATION_MS } from '../definition/fields.ts';
import type { BrokerName } from '../definition/hosts.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';

export interface Shutdown extends Span {
  readonly do: 'shutdown';
  readonly broker: number;
}

/**
 * The broker moves its leaderships to other brokers and stops (Kafka's controlled shutdown). Undoing it starts the
 * broker again.
 */
export const shutdown: DisruptionWord<Shutdown, [broker: BrokerName, span?: Span]> = {
  target: 'environment',
  isRepair: false,
  fields: { broker: BROKER, forMs: optional(DURATION_MS) },
  describe: ({ broker }) => `shut down broker ${broker}`,
  fromCall: (idOf, broker, span = {}) => ({ broker: idOf(broker), ...span }),
  start: ({ broker }, targets) => targets.stopBroker(broker, 'shutdown'),
  repairedBy: 'restart',
  random: { order: 14, weight: 3, draw: ({ broker, span }) => [{ do: 'shutdown', broker, ...span }] },
};
