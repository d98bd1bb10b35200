/**
 * Plays a case: the storm, then all is mended, and the producers send once more.
 *
 * Owns: carrying the case out, and what is written down of it besides the trial's own notes.
 * Refuses to know: what has to hold (judge.ts).
 */
import { type Fault, Simulation } from 'kafka-trial';
import { type Burst, type Case, isTransactional, type ProducerCase, TOPIC } from './case.ts';
import { type LeaderChange, leaderChangesIn, partitionsOnFailedDisks } from './leader-changes.ts';
import { engage, type PlayedProducer, send } from './played-producer.ts';
import { TransactionalProgram } from './transactional-program.ts';

export interface Played {
  readonly sim: Simulation;
  /** In order of creation; a program with transactions may be several, one after the other. */
  readonly producers: readonly PlayedProducer[];
  readonly leaderChanges: readonly LeaderChange[];
  /** `payments-0`: partitions that lost their only replica in sync. */
  readonly onFailedDisks: ReadonlySet<string>;
}

/** After the mending: out-of-sync replicas come back, and whoever waits for an answer that is lost gives up. */
const RECOVERY_MS = 30_000;
/** After close(): the last message arrives, and every replica catches up. */
const QUIET_MS = 10_000;

/** @throws SimulationError if the program does not come to its end, or the cluster breaks a guarantee on the way */
export async function play(drawn: Case, options: { readonly trace?: boolean } = {}): Promise<Played> {
  const { seed, brokers, clusterConfig, topic, latencyMs, plan } = drawn;
  const sim = new Simulation({
    seed,
    brokers,
    config: clusterConfig,
    network: { latencyMs },
    trace: options.trace === true,
    history: true,
    guarantees: ['HighWatermarkMonotonic', 'OneLeaderPerEpoch'],
    maxEvents: 300_000,
    replayCommand: replayCommandOf(seed),
  });
  sim.createTopic(TOPIC, topic);
  const faults = sim.faults.apply(plan);
  const producers: PlayedProducer[] = [];
  const programs = drawn.producers.map((one) => {
    const engageOne = (instance: ProducerCase): PlayedProducer => {
      const played = engage(sim, instance);
      producers.push(played);
      return played;
    };
    return isTransactional(one) ? new TransactionalProgram(one.config, engageOne) : new PlainProgram(engageOne(one));
  });
  await sim.run(async () => {
    const working = programs.map((program, i) => work(sim, program, drawn.producers[i]!));
    await sim.sleep(drawn.healedAtMs);
    mend(sim, faults);
    await Promise.all(working);
    await sim.sleep(RECOVERY_MS);
    await Promise.all(programs.map((program) => program.finish(topic.partitions)));
    await sim.sleep(QUIET_MS);
  });
  const { history, startMs } = sim;
  const onFailedDisks = partitionsOnFailedDisks(history, plan);
  return { sim, producers, leaderChanges: leaderChangesIn(history, startMs), onFailedDisks };
}

export function replayCommandOf(seed: number): string {
  return `npm run soak -- --replay ${seed}`;
}

interface Program {
  play(burst: Burst): Promise<void>;
  /** All is well again: it sends a record to each partition, and closes. */
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
    played.firstAfterwards = played.sent + 1;
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

function mend(sim: Simulation, faults: readonly Fault[]): void {
  for (const fault of faults) fault.remove();
  for (const { node, isUp } of sim.snapshot().brokers) if (!isUp) sim.restart(node.id);
}
