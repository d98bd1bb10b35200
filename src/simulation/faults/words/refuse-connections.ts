/** The fault word `refuseConnections`. */
import { optional } from '../definition/field.ts';
import { BROKER, CLIENT, DURATION_MS } from '../definition/fields.ts';
import type { BrokerName } from '../definition/hosts.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';

export interface RefuseConnections extends Span {
  readonly do: 'refuseConnections';
  readonly broker: number;
  readonly client?: string;
}

/** Options of `refuseConnections`. */
export interface RefusalOptions extends Span {
  /** Refuses only this client. Default: all clients and brokers. */
  readonly client?: string;
}

/** The broker refuses new connections; existing ones stay open. Fires with each refusal. */
export const refuseConnections: DisruptionWord<RefuseConnections, [broker: BrokerName, options?: RefusalOptions]> = {
  target: 'environment',
  isRepair: false,
  fields: { broker: BROKER, forMs: optional(DURATION_MS), client: optional(CLIENT) },
  firesPerEffect: true,
  describe: ({ broker, client }) =>
    `refuse connections to broker ${broker}${client === undefined ? '' : ` from ${client}`}`,
  fromCall: (idOf, broker, options = {}) => ({ broker: idOf(broker), ...options }),
  start: ({ broker, client }, targets, fired) => targets.refuseConnections([targets.hostOf(broker)], client, fired),
  random: {
    order: 22,
    weight: 2,
    draw: ({ random, shape, broker, span }) => [
      { do: 'refuseConnections', broker, ...(random.chance(1, 2) && { client: random.pick(shape.clients) }), ...span },
    ],
  },
};
