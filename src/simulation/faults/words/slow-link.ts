/** The fault word `slowLink`. */
import { unexpectedValue } from '../definition/fault.ts';
import { optional } from '../definition/field.ts';
import { DURATION_MS } from '../definition/fields.ts';
import { CONTROLLER, type Hosts } from '../definition/hosts.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';
import { linksBetween, undoAll } from '../environment/fault-targets.ts';
import { checkSides, drawLink, facingController, hostsOf, SIDES, type Sides, sidesText } from '../environment/sides.ts';

export interface SlowLink extends Sides, Span {
  readonly do: 'slowLink';
  readonly extraMs: number;
}

/**
 * Every message from the hosts in `from` to those in `to` takes longer.
 *
 * @param extraMs by how much, in ms
 */
export const slowLink: DisruptionWord<SlowLink, [from: Hosts, to: Hosts, extraMs: number, span?: Span]> = {
  target: 'environment',
  isRepair: false,
  fields: { ...SIDES, extraMs: DURATION_MS, forMs: optional(DURATION_MS) },
  checkPossible: (sides, place) => {
    checkSides(sides, place);
    if (facingController(sides).length === 0) return;
    throw unexpectedValue(
      `${place}.to`,
      'brokers and clients, since the controller has no link that could be slow',
      CONTROLLER,
    );
  },
  hosts: hostsOf,
  describe: ({ extraMs, ...sides }) =>
    `delay messages from ${sidesText(sides).from} to ${sidesText(sides).to} by ${extraMs} ms`,
  fromCall: (_idOf, from, to, extraMs, span = {}) => ({ from, to, extraMs, ...span }),
  start: ({ from, to, extraMs }, { network }) =>
    undoAll(linksBetween(from, to).map(([sender, receiver]) => network.slowLink(sender, receiver, extraMs))),
  repairedBy: 'heal',
  random: {
    order: 18,
    weight: 3,
    draw: ({ random, shape, span }) => [
      { do: 'slowLink', ...drawLink(random, shape), extraMs: random.between(1, 500), ...span },
    ],
  },
};
