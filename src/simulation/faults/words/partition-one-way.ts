/** The fault word `partitionOneWay`. */
import { optional } from '../definition/field.ts';
import { DURATION_MS } from '../definition/fields.ts';
import type { Hosts } from '../definition/hosts.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';
import { checkSides, drawSides, hostsOf, SIDES, type Sides, sidesText } from '../environment/sides.ts';

export interface PartitionOneWay extends Sides, Span {
  readonly do: 'partitionOneWay';
}

/**
 * No message gets from the hosts in `from` to those in `to`; in the other direction they do. In either direction, a
 * broker that is partitioned from the controller loses its session.
 *
 * @param from brokers (`broker-1`), clients (`producer-1`) or `controller`
 */
export const partitionOneWay: DisruptionWord<PartitionOneWay, [from: Hosts, to: Hosts, span?: Span]> = {
  target: 'environment',
  isRepair: false,
  fields: { ...SIDES, forMs: optional(DURATION_MS) },
  checkPossible: checkSides,
  hosts: hostsOf,
  describe: (sides) => `block messages from ${sidesText(sides).from} to ${sidesText(sides).to}`,
  fromCall: (_idOf, from, to, span = {}) => ({ from, to, ...span }),
  start: ({ from, to }, targets) => targets.closeLinks(from, to),
  repairedBy: 'heal',
  random: {
    order: 17,
    weight: 3,
    draw: ({ random, shape, span }) => [{ do: 'partitionOneWay', ...drawSides(random, shape), ...span }],
  },
};
