/**
 * Plays a case: a cluster, one producer, its program and the faults. Then it waits until the last message has arrived. The guarantees are
 * checked in judge.ts.
 */

import { StringSerializer } from '../../../src/client/index.ts';
import { type Fault, type KafkaProducer, Simulation } from '../../../src/index.ts';
import { type CallbackAction, type Case, PARTITIONS, type RequestFault, type Step, TOPIC } from './case.ts';
import { ProducerRecorder } from './producer-recorder.ts';

export interface Played {
  readonly sim: Simulation;
  readonly producer: KafkaProducer<string, string>;
  readonly recorder: ProducerRecorder;
}

/** After this time, the last message has arrived and every replica has caught up. */
const QUIET_MS = 30_000;

/** @throws SimulationError if the program does not end, or the cluster violates a guarantee during the run */
export async function play(drawn: Case, options: { readonly trace?: boolean } = {}): Promise<Played> {
  const { seed, config, latencyMs } = drawn;
  const sim = new Simulation({
    seed,
    trace: options.trace === true,
    network: { latencyMs },
    config: { 'replica.lag.time.max.ms': 5_000 },
    guarantees: ['HighWatermarkMonotonic', 'OneLeaderPerEpoch'],
    maxEvents: 300_000,
    // Some of the callbacks throw on purpose.
    callbackErrors: 'log',
  });
  sim.createTopic(TOPIC, { partitions: PARTITIONS, replicationFactor: 3 });
  for (const fault of drawn.requestFaults) addRequestFault(sim, fault);
  scheduleOutages(sim, drawn);
  const producer = sim.producer<string, string>({
    ...config,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  const recorder = new ProducerRecorder(producer, () => sim.startMs + sim.nowMs);
  const program = new Program(sim, producer);
  await sim.run(async () => {
    for (const step of drawn.steps) await program.perform(step);
    await producer.close(drawn.closeTimeoutMs ?? undefined);
    await sim.sleep(QUIET_MS);
  });
  return { sim, producer, recorder };
}

class Program {
  private readonly sim: Simulation;
  private readonly producer: KafkaProducer<string, string>;
  private sent = 0;

  constructor(sim: Simulation, producer: KafkaProducer<string, string>) {
    this.sim = sim;
    this.producer = producer;
  }

  async perform(step: Step): Promise<void> {
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

  private send(step: Extract<Step, { do: 'send' }>, action: CallbackAction): Promise<unknown> | undefined {
    const { partition, key, bytes, next } = step;
    const value = `${++this.sent} `.padEnd(bytes, '.');
    const callback = (): void => this.act(action, step);
    try {
      const future = this.producer.send({ topic: TOPIC, partition, key, value }, callback);
      if (next === 'continue') return undefined;
      // The outcome is checked in judge.ts.
      return (next === 'await end' ? future.get() : future.accepted).then(
        () => {},
        () => {},
      );
    } catch {
      // The producer is closed or in a fatal state, or a callback threw that was called at once. judge.ts checks the outcome.
      return undefined;
    }
  }

  private act(action: CallbackAction, step: Extract<Step, { do: 'send' }>): void {
    if (action === 'send') void this.send({ ...step, next: 'continue' }, 'nothing');
    else if (action === 'close') void this.producer.close();
    else if (action === 'throw') throw new Error('A callback that throws');
  }
}

function addRequestFault(sim: Simulation, { api, which, action }: RequestFault): void {
  const on = sim.faults.on(api);
  const chosen = which.kind === 'nth' ? on.nth(which.n) : which.kind === 'times' ? on.times(which.n) : on;
  let fault: Fault;
  if (action.kind === 'respond') fault = chosen.respond(action.error);
  else if (action.kind === 'delayRequest' || action.kind === 'delayResponse') fault = chosen[action.kind](action.ms);
  else fault = chosen[action.kind]();
  fault.optional();
  if (which.kind === 'until') sim.at(which.ms).do(() => fault.remove());
}

function scheduleOutages(sim: Simulation, { outages, leaderMoves }: Case): void {
  // After a crash, a restarted broker serves requests only when the session of its previous process has ended.
  const serves = (id: number): boolean => sim.snapshot().brokers.some(({ node, isUp }) => node.id === id && isUp);
  for (const { broker, atMs, forMs, how } of outages) {
    sim.at(atMs).do(() => {
      // With at most one broker down, every partition has an in-sync replica that can lead.
      if (!sim.snapshot().brokers.every(({ node }) => serves(node.id))) return;
      if (how === 'crash') sim.crash(broker);
      else sim.shutdown(broker);
      sim.at(sim.nowMs + forMs).do(() => sim.restart(broker));
    });
  }
  for (const { partition, atMs } of leaderMoves) {
    sim.at(atMs).do(() => {
      const state = sim.snapshot().topics.find(({ name }) => name === TOPIC)?.partitions[partition];
      const next = state?.isr.find((broker) => broker !== state.leader && serves(broker));
      if (next === undefined) return;
      sim['parts'].brokers.apply((cluster, nowMs) => cluster.setLeader(TOPIC, partition, next, nowMs));
    });
  }
}
