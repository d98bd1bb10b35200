/**
 * The modes of exploration, and the plans of the random ones. The systematic ones are in systematic.ts.
 */
import { type FaultPlan, randomFaultPlan } from '../index.ts';
import { RandomStream } from '../sim/index.ts';
import { drawnWords } from '../simulation/faults/random-fault-plan.ts';
import type { FaultWord } from '../simulation/faults/vocabulary.ts';

/**
 * - `none`: no faults, only the seed differs.
 * - `random`: random plans of up to six faults.
 * - `swarm`: the same, but each plan uses only about half of the fault words, so that faults which mask each other
 *   occur separately (swarm testing).
 * - `one-fault`, `two-faults`: systematically, every single fault or every pair of faults on the requests of the
 *   program.
 */
export type PlanMode = 'none' | 'random' | 'swarm' | 'one-fault' | 'two-faults';
export type SystematicMode = 'one-fault' | 'two-faults';
export type SeededMode = Exclude<PlanMode, SystematicMode>;

/** All modes, with the default first. */
export const PLAN_MODES: readonly PlanMode[] = ['swarm', 'random', 'none', 'one-fault', 'two-faults'];

export function isSystematic(mode: PlanMode): mode is SystematicMode {
  return mode === 'one-fault' || mode === 'two-faults';
}

/** What is known about a program from its run without faults. */
export interface Topology {
  readonly brokers: readonly number[];
  readonly clients: readonly string[];
  /** When the run ended, in ms since the start. */
  readonly endMs: number;
  /** Whether the program has clients that are not of this package. */
  readonly hasRealClients: boolean;
}

const MOST_FAULTS = 6;
/**
 * Faults of a shorter program are spread over this time: a fault early in the run can make the rest of it take longer.
 */
const SHORTEST_MS = 200;
const LONGEST_MS = 40_000;

/** The plan of history `number`. The first history has no faults. */
export function drawnPlan(mode: SeededMode, seed: number, number: number, topology: Topology): FaultPlan {
  if (mode === 'none' || number === 0) return [];
  const random = RandomStream.fromSeed(seed).fork(`plan ${number}`);
  const { brokers, clients, endMs, hasRealClients } = topology;
  const onDemand = hasRealClients ? drawnWords().onDemand : {};
  return randomFaultPlan(random, {
    count: random.between(1, MOST_FAULTS),
    withinMs: Math.max(endMs, SHORTEST_MS),
    longestMs: random.chance(1, 2) ? LONGEST_MS : SHORTEST_MS,
    brokers,
    clients,
    weights: {
      ...weightless(drawnWords().lossy),
      ...onDemand,
      ...(mode === 'swarm' && weightless(drawUnusedWords(random, Object.keys(onDemand) as FaultWord[]))),
    },
  });
}

/** The words that a plan of the swarm does not use: about half of them, but never all. */
function drawUnusedWords(random: RandomStream, onDemand: readonly FaultWord[]): readonly FaultWord[] {
  const words = [...drawnWords().lossless, ...onDemand];
  const used = random.pick(words);
  return words.filter((word) => random.chance(1, 2) && word !== used);
}

function weightless(words: readonly FaultWord[]): Readonly<Partial<Record<FaultWord, number>>> {
  return Object.fromEntries(words.map((word) => [word, 0]));
}
