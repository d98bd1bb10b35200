/** Exercise 4: settings with which records leave in few requests, and soon enough. */
import type { KafkaProducer, Simulation } from '../../index.ts';
import { type Exercise, first, type Objection, produceRequests, type Situation, unlessEqual } from './exercise.ts';

const RECORDS = 200;
const MOST_REQUESTS = 12;
const LIMIT_MS = 60;

/** Sends one record every `everyMs`; returns how long the slowest took. */
function clicks(count: number, everyMs: number): NonNullable<Situation['run']> {
  return async (sim, solution) => {
    const producer = (await solution(sim)) as KafkaProducer<string, string>;
    await producer.partitionsFor('clicks');
    let slowestMs = 0;
    for (let i = 0; i < count; i++) {
      const sentMs = sim.nowMs;
      producer.send({ topic: 'clicks', partition: 0, value: `click ${i}` }, () => {
        slowestMs = Math.max(slowestMs, sim.nowMs - sentMs);
      });
      await sim.sleep(everyMs);
    }
    await producer.close();
    return slowestMs;
  };
}

function prepare(sim: Simulation): void {
  sim.createTopic('clicks', { partitions: 1, replicationFactor: 3 });
}

const simulation = { network: { latencyMs: 5 } };
const whyItThrows = 'The function returns a producer: return sim.producer({ ... }).';

export const batching: Exercise = {
  situations: [
    {
      when: `${RECORDS} clicks are sent, one every millisecond`,
      simulation,
      prepare,
      run: clicks(RECORDS, 1),
      judge: ({ sim, result }) => first(allStored(sim, RECORDS), tooManyRequests(sim), tooSlow(result)),
      whyItThrows,
    },
    {
      when: '20 clicks are sent, one every 100 ms',
      simulation,
      prepare,
      run: clicks(20, 100),
      judge: ({ sim, result }) => first(allStored(sim, 20), tooSlow(result)),
      whyItThrows,
    },
  ],
};

function allStored(sim: Simulation, count: number): Objection | undefined {
  const why = 'The settings must not lose a click: leave acks, retries and delivery.timeout.ms as they are.';
  return unlessEqual('number of clicks in the topic', sim.topic('clicks').records().length, count, why);
}

function tooManyRequests(sim: Simulation): Objection | undefined {
  const requests = produceRequests(sim);
  if (requests <= MOST_REQUESTS) return undefined;
  return {
    expected: `at most ${MOST_REQUESTS} Produce requests`,
    got: `${requests}`,
    why: 'A batch leaves when it is full (batch.size, in bytes) or when linger.ms is over, whichever is first. Each batch needs more records.',
  };
}

function tooSlow(slowestMs: unknown): Objection | undefined {
  if (Number(slowestMs) <= LIMIT_MS) return undefined;
  return {
    expected: `every click is acknowledged at most ${LIMIT_MS} ms after its send()`,
    got: `the slowest takes ${slowestMs} ms`,
    why: 'The first record of a batch waits for the whole linger.ms, and after that the answer takes 20 ms, or more if requests queue up.',
  };
}
