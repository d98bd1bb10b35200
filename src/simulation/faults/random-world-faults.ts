/**
 * Faults on the world by chance, each with its end.
 *
 * Owns: whom they hit, and for how long. Refuses to know: which word is drawn how often (random-faults.ts).
 */
import type { RandomStream } from '../../sim/index.ts';
import type { PlannedFault, PlannedWorldFault } from './fault-plan.ts';

/** Words that break something. */
export type WorldTrouble = Exclude<PlannedWorldFault['do'], 'restart' | 'resume' | 'heal' | 'startController'>;

export interface WorldShape {
  readonly withinMs: number;
  readonly longestMs: number;
  readonly brokers: readonly number[];
  readonly clients: readonly string[];
}

export function drawInWorld(random: RandomStream, shape: WorldShape, word: WorldTrouble): PlannedFault[] {
  const broker = random.pick(shape.brokers);
  const atMs = random.nextInt(shape.withinMs);
  const forMs = random.between(1, shape.longestMs);
  const span = { atMs, forMs, optional: true } as const;
  switch (word) {
    case 'crash':
    case 'shutdown':
    case 'pause':
      return [{ do: word, broker, ...span }];
    case 'failDisk':
      // A restart finds a new one.
      return [
        { do: word, broker, atMs, optional: true },
        { do: 'crash', broker, atMs: atMs + forMs, forMs: random.between(1, shape.longestMs), optional: true },
      ];
    case 'partition':
    case 'cutOff':
      return [{ do: word, ...drawSides(random, shape), ...span }];
    case 'slowLink':
      return [{ do: word, ...drawEnds(random, shape), extraMs: random.between(1, 500), ...span }];
    case 'slowReplica':
      return [{ do: word, broker, extraMs: random.between(1, 2_000), ...span }];
    case 'stopController':
      return [{ do: word, ...span }];
    case 'refuseConnections':
      return [{ do: word, broker, ...(random.chance(1, 2) && { client: random.pick(shape.clients) }), ...span }];
    case 'wrongBootstrap':
      // Only who is not there yet can have them.
      return [{ do: word, client: random.pick(shape.clients), atMs: 0, forMs, optional: true }];
    case 'skewClock':
      return [{ do: word, broker, skewMs: random.between(-shape.longestMs, shape.longestMs), ...span }];
  }
}

type Sides = { readonly from: readonly string[]; readonly to: readonly string[] };

/** Two hosts; one broker and all the others, the controller too; or a broker and the controller alone. */
function drawSides(random: RandomStream, shape: WorldShape): Sides {
  const { from, to } = drawEnds(random, shape);
  const [alone, ...others] = random.shuffle(shape.brokers).map((id) => `broker-${id}`);
  const split = (parts: Sides): Sides => (random.chance(1, 2) ? parts : { from: parts.to, to: parts.from });
  switch (random.nextInt(4)) {
    case 0:
      return split({ from: [alone as string], to: [...others, 'controller'] });
    case 1:
      return split({ from: [alone as string], to: ['controller'] });
    default:
      return { from: [from], to: [to] };
  }
}

/** A client and a broker, or two brokers, in either order. */
function drawEnds(random: RandomStream, { brokers, clients }: WorldShape): { from: string; to: string } {
  const [one, other] = random.shuffle(brokers).map((id) => `broker-${id}`);
  const isAmongBrokers = other !== undefined && random.chance(1, 2);
  const ends = [one as string, isAmongBrokers ? other : random.pick(clients)];
  const [from, to] = random.shuffle(ends);
  return { from: from as string, to: to as string };
}
