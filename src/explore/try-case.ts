/**
 * One run of a program: a case in, what became of it out.
 *
 * Owns: what counts as a failure, and that the guarantees are looked at even where the program itself gave up.
 * Refuses to know: why this case (histories.ts), and what is done with a failure (shrink.ts).
 */
import { Simulation, SimulationError } from '../index.ts';
import type { SimulationFailureKind } from '../sim/index.ts';
import type { Case } from './case.ts';
import { type Program, simulationOptionsOf } from './program.ts';

/** Why a case failed. */
export interface Failure {
  readonly kind: SimulationFailureKind;
  /** Name of the guarantee that was broken; `null` for other kinds. */
  readonly guarantee: string | null;
  /** The whole story, in several lines. */
  readonly message: string;
}

/** Two failures of which a reader would say that they are the same. */
export function likeness({ kind, guarantee, message }: Failure): string {
  return guarantee ?? (kind === 'the program threw' ? (message.split('\n')[0] ?? kind) : kind);
}

export interface TryOptions {
  /** A run gives up after this many events. Default 1,000,000. */
  readonly maxEvents?: number;
  /**
   * What the program throws is a failure. Default false: under faults a program may well throw; only then it is judged by the
   * guarantees alone. (A program that throws without a fault fails always.)
   */
  readonly throws?: boolean;
  /** What a failure tells its reader to type. */
  readonly replayCommand?: string;
}

export interface Tried {
  readonly sim: Simulation;
  readonly failure?: Failure;
}

const LONGEST_REST_EVENTS = 1_000_000;

/** These say that the script did not come true, which is what faults do to scripts. */
const NO_NEWS: readonly SimulationFailureKind[] = ['a fault never fired', 'a guarantee was kept'];

/** @throws as `prepareCase` */
export async function tryCase(program: Program, given: Case, options: TryOptions = {}): Promise<Tried> {
  const { throws = given.plan.length === 0 } = options;
  const sim = prepareCase(program, given, options);
  const thrown = await problemOf(() => sim.run(() => program.run(sim, given)));
  if (thrown === undefined) return { sim };
  const broken = failureOf(thrown.error) ?? (await whatElseIsBroken(sim));
  if (broken !== undefined) return { sim, failure: broken };
  if (!throws || isNoNews(thrown.error)) return { sim };
  return { sim, failure: { kind: 'the program threw', guarantee: null, message: storyOf(thrown.error) } };
}

/**
 * The world of a case, before its program begins.
 *
 * @throws FaultError if the plan cannot be applied to the cluster; ConfigException or IllegalArgumentException if the cluster
 *   cannot be made; SimulationError of kind 'misuse' for a guarantee that does not exist
 */
export function prepareCase(
  program: Program,
  given: Case,
  { maxEvents = LONGEST_REST_EVENTS, replayCommand }: TryOptions = {},
): Simulation {
  const world = { ...simulationOptionsOf(program, given), maxEvents };
  const sim = new Simulation(replayCommand === undefined ? world : { ...world, replayCommand });
  for (const { name, partitions = 1, replicationFactor } of given.cluster.topics ?? []) {
    sim.createTopic(name, {
      partitions,
      replicationFactor: replicationFactor ?? Math.min(3, given.cluster.brokers ?? 3),
    });
  }
  sim.faults.apply(given.plan.map((fault) => ({ ...fault, optional: true })));
  return sim;
}

/** The program is over before its time; what it left under way comes to its end, and is judged. */
async function whatElseIsBroken(sim: Simulation): Promise<Failure | undefined> {
  const thrown = await problemOf(async () => {
    sim.settle();
    await sim.run(() => {});
  });
  return thrown === undefined ? undefined : failureOf(thrown.error);
}

function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof SimulationError) || error.kind === 'misuse' || isNoNews(error)) return undefined;
  const { kind, guarantee, message } = error;
  return { kind, guarantee, message };
}

function isNoNews(error: unknown): boolean {
  return error instanceof SimulationError && NO_NEWS.includes(error.kind);
}

function storyOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof SimulationError ? `\n${error.cause.message}` : '';
  return `${String(error)}${cause}`;
}

async function problemOf(work: () => Promise<unknown>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error };
  }
}
