/**
 * Plays a case: the programs run during the faults; then all faults are removed, and every program sends once more. The guarantees are
 * checked in judge.ts.
 */
import { type Fault, Simulation } from 'kafka-trial';
import { GUARANTEES, type Guarantee, type RunView } from '../../../src/guarantees/index.ts';
import type { Invariant } from '../../../src/sim/index.ts';
import { type Burst, type Case, isTransactional, type ProducerCase, TOPIC } from './case.ts';
import { type LeaderChange, leaderChangesIn, partitionsWithEmptyReplica } from './leader-changes.ts';
import { createProducer, type PlayedProducer, send } from './played-producer.ts';
import { TransactionalProgram } from './transactional-program.ts';
import { configFor, FIRST_VERSIONS, type Versions } from './versions.ts';

export interface Played {
  readonly sim: Simulation;
  /** In order of creation; a transactional program creates one producer per instance. */
  readonly producers: readonly PlayedProducer[];
  readonly leaderChanges: readonly LeaderChange[];
  /** Partitions (`payments-0`) that counted a replica as in sync that had started with an empty disk. */
  readonly withEmptyReplica: ReadonlySet<string>;
  /** Whether the brokers drop markers for partitions without a leader (KAFKA-20734). */
  readonly areMarkersDropped: boolean;
  /** What violated HighWatermarkMonotonic. */
  readonly highWatermarkProblems: ReadonlySet<string>;
}

/** After the faults: replicas join the in-sync replicas again, and requests whose responses were lost time out. */
const RECOVERY_MS = 30_000;
/** After close(): the last message arrives, and every replica catches up. */
const QUIET_MS = 10_000;

export interface PlayOptions {
  /** Default: those of before there were others. */
  readonly versions?: Versions;
  readonly trace?: boolean;
}

/** @throws SimulationError if a program does not end, or the cluster violates a guarantee during the run */
export async function play(drawn: Case, options: PlayOptions = {}): Promise<Played> {
  const { seed, brokers, clusterConfig, topic, latencyMs, plan } = drawn;
  const { versions = FIRST_VERSIONS } = options;
  const highWatermarkProblems = new Set<string>();
  const sim = new Simulation({
    seed,
    clientVersion: versions.clients,
    brokerVersion: versions.brokers,
    brokers,
    config: configFor(versions, clusterConfig),
    network: { latencyMs },
    trace: options.trace === true,
    history: true,
    guarantees: [noting(highWatermarkProblems), 'OneLeaderPerEpoch'],
    maxEvents: 300_000,
    replayCommand: replayCommandOf(seed, versions),
  });
  sim.createTopic(TOPIC, topic);
  const faults = sim.faults.apply(plan);
  const producers: PlayedProducer[] = [];
  const programs = drawn.producers.map((one) => {
    const createOne = (instance: ProducerCase): PlayedProducer => {
      const played = createProducer(sim, instance);
      producers.push(played);
      return played;
    };
    return isTransactional(one) ? new TransactionalProgram(one.config, createOne) : new PlainProgram(createOne(one));
  });
  await sim.run(async () => {
    const working = programs.map((program, i) => work(sim, program, drawn.producers[i]!));
    await sim.sleep(drawn.healedAtMs);
    removeFaults(sim, faults);
    await Promise.all(working);
    await sim.sleep(RECOVERY_MS);
    await Promise.all(programs.map((program) => program.finish(topic.partitions)));
    await sim.sleep(QUIET_MS);
  });
  const { history, startMs } = sim;
  const withEmptyReplica = partitionsWithEmptyReplica(history, plan, versions.brokers === '4.3');
  return {
    sim,
    producers,
    leaderChanges: leaderChangesIn(history, startMs),
    withEmptyReplica,
    areMarkersDropped: versions.brokers === '4.3',
    highWatermarkProblems,
  };
}

/** HighWatermarkMonotonic, but the run goes on if it is violated: judge.ts looks for a cause. */
function noting(problems: Set<string>): Guarantee {
  const guarantee = GUARANTEES.HighWatermarkMonotonic.create() as Invariant<RunView>;
  return {
    name: guarantee.name,
    check: (run) => {
      const problem = guarantee.check(run);
      if (problem !== undefined) problems.add(problem);
      return undefined;
    },
  };
}

export function replayCommandOf(seed: number, { clients, brokers }: Versions): string {
  const options = [
    ...(clients === FIRST_VERSIONS.clients ? [] : [` --client-version ${clients}`]),
    ...(brokers === FIRST_VERSIONS.brokers ? [] : [` --broker-version ${brokers}`]),
  ];
  return `npm run soak -- --replay ${seed}${options.join('')}`;
}

interface Program {
  play(burst: Burst): Promise<void>;
  /** Called after the faults: sends a record to each partition and closes the producer. */
  finish(partitions: number): Promise<void>;
}

class PlainProgram implements Program {
  private readonly played: PlayedProducer;

  constructor(played: PlayedProducer) {
    this.played = played;
  }

  async play(burst: Burst): Promise<void> {
    let last: Promise<unknown> | undefined;
    for (let i = 0; i < burst.count; i++) last = send(this.played, burst);
    if (burst.isAwaited) await last;
  }

  async finish(partitions: number): Promise<void> {
    const { played } = this;
    played.firstAfterFaults = played.sent + 1;
    for (let partition = 0; partition < partitions; partition++)
      void send(played, { partition, bytes: 10, isAwaited: false });
    await played.producer.close();
  }
}

async function work(sim: Simulation, program: Program, { bursts }: ProducerCase): Promise<void> {
  for (const burst of bursts) {
    await sim.sleep(burst.pauseMs);
    await program.play(burst);
  }
}

function removeFaults(sim: Simulation, faults: readonly Fault[]): void {
  for (const fault of faults) fault.remove();
  for (const { node, isUp } of sim.snapshot().brokers) if (!isUp) sim.restart(node.id);
}
