/**
 * The two sides of a network fault.
 */
import type { RandomStream } from '../../../sim/index.ts';
import { unexpectedValue } from '../definition/fault.ts';
import type { Field } from '../definition/field.ts';
import { HOSTS } from '../definition/fields.ts';
import { CONTROLLER, type Hosts, hostList, isBrokerHost } from '../definition/hosts.ts';
import type { RunShape } from '../definition/random-faults.ts';

export interface Sides {
  readonly from: Hosts;
  readonly to: Hosts;
}

export const SIDES: Readonly<Record<keyof Sides, Field<Hosts, false>>> = { from: HOSTS, to: HOSTS };

export function hostsOf({ from, to }: Sides): readonly string[] {
  return [...hostList(from), ...hostList(to)];
}

/** The sides in words. */
export function sidesText({ from, to }: Sides): { readonly from: string; readonly to: string } {
  return { from: hostList(from).join(', '), to: hostList(to).join(', ') };
}

/** @throws FaultError if a host is on both sides, or if the controller faces no broker */
export function checkSides({ from, to }: Sides, place: string): void {
  const [senders, receivers] = [hostList(from), hostList(to)];
  const both = senders.find((name) => receivers.includes(name));
  if (both !== undefined) throw unexpectedValue(`${place}.to`, 'hosts that are not in "from" as well', both);
  const facing = facingController({ from, to });
  if (facing.length === 0 || facing.some(isBrokerHost)) return;
  throw unexpectedValue(`${place}.from`, 'a broker, since only brokers connect to the controller', facing);
}

/** The hosts on the other side of the controller, if it is on one. */
export function facingController({ from, to }: Sides): readonly string[] {
  const [senders, receivers] = [hostList(from), hostList(to)];
  return receivers.includes(CONTROLLER) ? senders : senders.includes(CONTROLLER) ? receivers : [];
}

/** Draws two hosts; or one broker against all others and the controller; or a broker against the controller alone. */
export function drawSides(random: RandomStream, shape: RunShape): Sides {
  const { from, to } = drawLink(random, shape);
  const [alone, ...others] = random.shuffle(shape.brokers).map((id) => `broker-${id}`);
  const inEitherOrder = (sides: Sides): Sides => (random.chance(1, 2) ? sides : { from: sides.to, to: sides.from });
  switch (random.nextInt(4)) {
    case 0:
      return inEitherOrder({ from: [alone as string], to: [...others, CONTROLLER] });
    case 1:
      return inEitherOrder({ from: [alone as string], to: [CONTROLLER] });
    default:
      return { from: [from], to: [to] };
  }
}

/** Draws a client and a broker, or two brokers, in either order. */
export function drawLink(random: RandomStream, { brokers, clients }: RunShape): { from: string; to: string } {
  const [one, other] = random.shuffle(brokers).map((id) => `broker-${id}`);
  const isAmongBrokers = other !== undefined && random.chance(1, 2);
  const ends = [one as string, isAmongBrokers ? other : random.pick(clients)];
  const [from, to] = random.shuffle(ends);
  return { from: from as string, to: to as string };
}
