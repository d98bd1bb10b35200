/**
 * Plays a case: the storm, then all is mended, and the producers send once more.
 *
 * Owns: carrying the case out, and what is written down of it besides the trial's own notes.
 * Refuses to know: what has to hold (judge.ts).
 */
import { type Fault, type KafkaProducer, Simulation, StringSerializer } from 'kafka-trial';
import { WireTap } from '../producer/wire-tap.ts';
import { type Burst, type Case, type ProducerCase, TOPIC } from './case.ts';
import { type LeaderChange, leaderChangesIn, partitionsOnFailedDisks } from './leader-changes.ts';

export interface PlayedProducer {
  readonly drawn: ProducerCase;
  readonly producer: KafkaProducer<string, string>;
  readonly tap: WireTap;
  /** The number of the first record that was sent after all was mended. */
  firstAfterwards: number;
}

export interface Played {
  readonly sim: Simulation;
  readonly producers: readonly PlayedProducer[];
  readonly leaderChanges: readonly LeaderChange[];
  /** `payments-0`: partitions that lost their only replica in sync. */
  readonly onFailedDisks: ReadonlySet<string>;
}

/** After the mending: out-of-sync replicas come back, and whoever waits for an answer that is lost gives up. */
const RECOVERY_MS = 30_000;
/** After close(): the last message arrives, and every replica catches up. */
const QUIET_MS = 10_000;

/** @throws SimulationError if the program does not come to its end, or the cluster breaks a promise on the way */
export async function play(drawn: Case, options: { readonly trace?: boolean } = {}): Promise<Played> {
  const { seed, brokers, clusterConfig, topic, latencyMs, plan } = drawn;
  const sim = new Simulation({
    seed,
    brokers,
    config: clusterConfig,
    network: { latencyMs },
    trace: options.trace === true,
    history: true,
    promises: ['HighWatermarkMonotonic', 'OneLeaderPerEpoch'],
    maxEvents: 300_000,
    replayCommand: replayCommandOf(seed),
  });
  sim.createTopic(TOPIC, topic);
  const faults = sim.faults.apply(plan);
  const producers = drawn.producers.map((one) => engage(sim, one));
  await sim.run(async () => {
    await Promise.all(producers.map((one) => work(sim, one)));
    await sim.sleep(Math.max(0, drawn.healedAtMs - sim.nowMs));
    mend(sim, faults);
    await sim.sleep(RECOVERY_MS);
    for (const one of producers) sendAfterwards(one, topic.partitions);
    await Promise.all(producers.map(({ producer }) => producer.close()));
    await sim.sleep(QUIET_MS);
  });
  const { history, startMs } = sim;
  const onFailedDisks = partitionsOnFailedDisks(history, plan);
  return { sim, producers, leaderChanges: leaderChangesIn(history, startMs), onFailedDisks };
}

export function replayCommandOf(seed: number): string {
  return `npm run soak -- --replay ${seed}`;
}

function engage(sim: Simulation, drawn: ProducerCase): PlayedProducer {
  const producer = sim.producer<string, string>({
    ...drawn.config,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  return { drawn, producer, tap: new WireTap(producer, () => sim.startMs + sim.nowMs), firstAfterwards: -1 };
}

async function work(sim: Simulation, { drawn, producer }: PlayedProducer): Promise<void> {
  let sent = 0;
  for (const burst of drawn.bursts) {
    await sim.sleep(burst.pauseMs);
    let last: Promise<unknown> | undefined;
    for (let i = 0; i < burst.count; i++) last = send(producer, burst, ++sent);
    if (burst.isAwaited) await last;
  }
}

/** Settles when the record has ended; how it did is for the judge to see. */
function send(producer: KafkaProducer<string, string>, burst: Burst, number: number): Promise<unknown> | undefined {
  const value = `${number} `.padEnd(burst.bytes, '.');
  try {
    const future = producer.send({ topic: TOPIC, partition: burst.partition, value });
    return burst.isAwaited ? future.get().catch(() => {}) : undefined;
  } catch {
    return undefined;
  }
}

function mend(sim: Simulation, faults: readonly Fault[]): void {
  for (const fault of faults) fault.remove();
  for (const { node, isUp } of sim.snapshot().brokers) if (!isUp) sim.restart(node.id);
}

function sendAfterwards(played: PlayedProducer, partitions: number): void {
  const { drawn, producer } = played;
  let number = drawn.bursts.reduce((sum, { count }) => sum + count, 0);
  played.firstAfterwards = number + 1;
  for (let partition = 0; partition < partitions; partition++) {
    void send(producer, { pauseMs: 0, count: 1, partition, bytes: 10, isAwaited: false }, ++number);
  }
}
