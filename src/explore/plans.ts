/**
 * The ways to choose what happens to a program.
 *
 * Owns: their names and, of those by chance, the plan of a history. The systematic ones place faults (systematic.ts).
 * Refuses to know: running anything.
 */
import { type FaultPlan, randomFaultPlan } from '../index.ts';
import { RandomStream } from '../sim/index.ts';
import type { FaultWord } from '../simulation/faults/random-faults.ts';

/**
 * `none`: only seeds differ. `random`: plans by chance, of up to six faults. `swarm`: the same, each from a few words only, so
 * that faults that hide each other get apart. `one-fault`, `two-faults`: every placement there is.
 */
export type PlanMode = 'none' | 'random' | 'swarm' | 'one-fault' | 'two-faults';

export const PLAN_MODES: readonly PlanMode[] = ['swarm', 'random', 'none', 'one-fault', 'two-faults'];

export function isSystematic(mode: PlanMode): mode is 'one-fault' | 'two-faults' {
  return mode === 'one-fault' || mode === 'two-faults';
}

/** What is known of a program from a run without faults. */
export interface Topology {
  readonly brokers: readonly number[];
  readonly clients: readonly string[];
  /** When the run was over, in ms since the start. */
  readonly endMs: number;
}

const MOST_FAULTS = 6;
/** A program that is over at once meets nothing else: some faults may come later than its end. */
const AT_LEAST_MS = 200;
const LONGEST_MS = 40_000;

/** Words a plan by chance may use. A failed disk may lose what was acknowledged, in Kafka too: that would be no news. */
const WORDS: readonly FaultWord[] = [
  'loseRequest',
  'loseResponse',
  'disconnect',
  'neverAnswer',
  'delayRequest',
  'delayResponse',
  'holdRequest',
  'holdResponse',
  'respond',
  'throttle',
  'staleMetadata',
  'corruptBatch',
  'crash',
  'shutdown',
  'pause',
  'partition',
  'cutOff',
  'slowLink',
  'slowReplica',
  'stopController',
  'refuseConnections',
  'wrongBootstrap',
  'skewClock',
];

/** The plan of history `number`. The first has none. */
export function drawnPlan(
  mode: 'none' | 'random' | 'swarm',
  seed: number,
  number: number,
  terrain: Topology,
): FaultPlan {
  if (mode === 'none' || number === 0) return [];
  const random = RandomStream.fromSeed(seed).fork(`plan ${number}`);
  const { brokers, clients, endMs } = terrain;
  return randomFaultPlan(random, {
    count: random.between(1, MOST_FAULTS),
    withinMs: Math.max(endMs, AT_LEAST_MS),
    longestMs: random.chance(1, 2) ? LONGEST_MS : AT_LEAST_MS,
    brokers,
    clients,
    weights: { failDisk: 0, ...(mode === 'swarm' && silenced(random)) },
  });
}

/** Half of the words or so say nothing; which, is drawn first. One speaks always. */
function silenced(random: RandomStream): Readonly<Partial<Record<FaultWord, number>>> {
  const spared = random.pick(WORDS);
  const silent = WORDS.filter((word) => random.chance(1, 2) && word !== spared);
  return Object.fromEntries(silent.map((word) => [word, 0]));
}
