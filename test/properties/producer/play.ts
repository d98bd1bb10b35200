/**
 * Plays a story: a cluster, one producer, its program, and all that happens to them; then waits until all is quiet.
 *
 * Owns: carrying the story out.
 * Refuses to know: what has to hold (judge.ts).
 */

import { StringSerializer } from '../../../src/client/index.ts';
import { type Fault, type KafkaProducer, Simulation } from '../../../src/index.ts';
import { type CallbackDeed, PARTITIONS, type Step, type Story, TOPIC, type Trouble } from './story.ts';
import { WireTap } from './wire-tap.ts';

export interface Played {
  readonly sim: Simulation;
  readonly producer: KafkaProducer<string, string>;
  readonly tap: WireTap;
}

/** So long after the end the last message has arrived, and every replica has caught up. */
const QUIET_MS = 30_000;

/** @throws SimulationError if the program does not come to its end, or the cluster breaks a guarantee on the way */
export async function play(story: Story, options: { readonly trace?: boolean } = {}): Promise<Played> {
  const { seed, config, latencyMs } = story;
  const sim = new Simulation({
    seed,
    trace: options.trace === true,
    network: { latencyMs },
    config: { 'replica.lag.time.max.ms': 5_000 },
    guarantees: ['HighWatermarkMonotonic', 'OneLeaderPerEpoch'],
    maxEvents: 300_000,
  });
  sim.createTopic(TOPIC, { partitions: PARTITIONS, replicationFactor: 3 });
  for (const trouble of story.troubles) brew(sim, trouble);
  scheduleOutages(sim, story);
  const producer = sim.producer<string, string>({
    ...config,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  const tap = new WireTap(producer, () => sim.startMs + sim.nowMs);
  const program = new Program(sim, producer);
  await sim.run(async () => {
    for (const step of story.steps) await program.take(step);
    await producer.close(story.closeTimeoutMs ?? undefined);
    await sim.sleep(QUIET_MS);
  });
  return { sim, producer, tap };
}

class Program {
  private readonly sim: Simulation;
  private readonly producer: KafkaProducer<string, string>;
  private sent = 0;

  constructor(sim: Simulation, producer: KafkaProducer<string, string>) {
    this.sim = sim;
    this.producer = producer;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'sleep':
        await this.sim.sleep(step.ms);
        return;
      case 'flush': {
        const flushed = this.producer.flush();
        if (step.next === 'await end') await flushed;
        return;
      }
      case 'close':
        await this.producer.close(step.timeoutMs ?? undefined);
        return;
      case 'send': {
        let last: Promise<unknown> | undefined;
        for (let i = 0; i < step.count; i++) last = this.send(step, step.callback);
        await last;
      }
    }
  }

  private send(step: Extract<Step, { do: 'send' }>, deed: CallbackDeed): Promise<unknown> | undefined {
    const { partition, key, bytes, next } = step;
    const value = `${++this.sent} `.padEnd(bytes, '.');
    const callback = (): void => this.act(deed, step);
    try {
      const future = this.producer.send({ topic: TOPIC, partition, key, value }, callback);
      if (next === 'go on') return undefined;
      // Whether it went well is for the judge to see.
      return (next === 'await end' ? future.get() : future.accepted).then(
        () => {},
        () => {},
      );
    } catch {
      // Closed, in a fatal state, or from a callback that was called at once: the judge sees it.
      return undefined;
    }
  }

  private act(deed: CallbackDeed, step: Extract<Step, { do: 'send' }>): void {
    if (deed === 'send') void this.send({ ...step, next: 'go on' }, 'nothing');
    else if (deed === 'close') void this.producer.close();
    else if (deed === 'throw') throw new Error('A callback that throws');
  }
}

function brew(sim: Simulation, { api, which, mishap }: Trouble): void {
  const on = sim.faults.on(api);
  const chosen = which.kind === 'nth' ? on.nth(which.n) : which.kind === 'times' ? on.times(which.n) : on;
  let fault: Fault;
  if (mishap.kind === 'respond') fault = chosen.respond(mishap.error);
  else if (mishap.kind === 'delayRequest' || mishap.kind === 'delayResponse') fault = chosen[mishap.kind](mishap.ms);
  else fault = chosen[mishap.kind]();
  fault.optional();
  if (which.kind === 'until') sim.at(which.ms).do(() => fault.remove());
}

function scheduleOutages(sim: Simulation, { outages, moves }: Story): void {
  // A broker that restarts after a crash serves only when the session of its predecessor has ended.
  const serves = (id: number): boolean => sim.snapshot().brokers.some(({ node, isUp }) => node.id === id && isUp);
  for (const { broker, atMs, forMs, how } of outages) {
    sim.at(atMs).do(() => {
      // With one away at a time there is always a replica in sync that can lead.
      if (!sim.snapshot().brokers.every(({ node }) => serves(node.id))) return;
      if (how === 'crash') sim.crash(broker);
      else sim.shutdown(broker);
      sim.at(sim.nowMs + forMs).do(() => sim.restart(broker));
    });
  }
  for (const { partition, atMs } of moves) {
    sim.at(atMs).do(() => {
      const state = sim.snapshot().topics.find(({ name }) => name === TOPIC)?.partitions[partition];
      const next = state?.isr.find((broker) => broker !== state.leader && serves(broker));
      if (next === undefined) return;
      sim['parts'].brokers.apply((cluster, nowMs) => cluster.setLeader(TOPIC, partition, next, nowMs));
    });
  }
}
