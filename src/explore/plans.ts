/**
 * The ways to choose what happens to a program.
 *
 * Owns: their names and, of those by chance, the plan of a history. The systematic ones place faults (systematic.ts).
 * Refuses to know: running anything.
 */
import { type FaultPlan, randomFaultPlan } from '../index.ts';
import { RandomStream } from '../sim/index.ts';

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
export interface Terrain {
  readonly brokers: readonly number[];
  readonly clients: readonly string[];
  /** When the run was over, in ms since the start. */
  readonly endMs: number;
}

const MOST_FAULTS = 6;
/** A program that is over at once meets nothing else: some faults may come later than its end. */
const AT_LEAST_MS = 200;
const LONGEST_MS = 40_000;
/** So often are plans drawn until enough of the words are left that this history speaks. */
const DRAWS = 4;

/** The plan of history `number`. The first has none. */
export function drawnPlan(
  mode: 'none' | 'random' | 'swarm',
  seed: number,
  number: number,
  terrain: Terrain,
): FaultPlan {
  if (mode === 'none' || number === 0) return [];
  const random = RandomStream.fromSeed(seed).fork(`plan ${number}`);
  const { brokers, clients, endMs } = terrain;
  const draw = (): FaultPlan =>
    randomFaultPlan(random, {
      count: random.between(1, MOST_FAULTS),
      withinMs: Math.max(endMs, AT_LEAST_MS),
      longestMs: random.chance(1, 2) ? LONGEST_MS : AT_LEAST_MS,
      brokers,
      clients,
    });
  return mode === 'random' ? draw() : swarmPlan(random, draw);
}

/** Half of the words are silent; which, is drawn first. */
function swarmPlan(random: RandomStream, draw: () => FaultPlan): FaultPlan {
  const silenced = new Set<string>();
  const heard = new Set<string>();
  const speaks = (word: string): boolean => {
    if (!silenced.has(word) && !heard.has(word)) (random.chance(1, 2) ? silenced : heard).add(word);
    return heard.has(word);
  };
  // What mends goes with what it mends.
  const wordOf = ({ do: word }: FaultPlan[number]): string => (word === 'restart' ? 'crash' : word);
  let plan: FaultPlan = [];
  for (let i = 0; i < DRAWS && plan.length === 0; i++) plan = draw().filter((fault) => speaks(wordOf(fault)));
  return plan;
}
