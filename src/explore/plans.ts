/**
 * The ways to choose what happens to a program.
 *
 * Owns: their names and, of those by chance, the plan of a history. The systematic ones place faults (systematic.ts).
 * Refuses to know: running anything.
 */
import { type FaultPlan, randomFaultPlan } from '../index.ts';
import { RandomStream } from '../sim/index.ts';
import { LOSSLESS_WORDS, LOSSY_WORDS } from '../simulation/faults/random-fault-plan.ts';
import type { FaultWord } from '../simulation/faults/vocabulary.ts';

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
    weights: { ...weightless(LOSSY_WORDS), ...(mode === 'swarm' && weightless(drawSilentWords(random))) },
  });
}

/** About half of the words, but never all: a plan of the swarm does not use them. */
function drawSilentWords(random: RandomStream): readonly FaultWord[] {
  const kept = random.pick(LOSSLESS_WORDS);
  return LOSSLESS_WORDS.filter((word) => random.chance(1, 2) && word !== kept);
}

function weightless(words: readonly FaultWord[]): Readonly<Partial<Record<FaultWord, number>>> {
  return Object.fromEntries(words.map((word) => [word, 0]));
}
