/** Exercise 1: one record is sent synchronously and one asynchronously, and the program learns what became of both. */
import type { Simulation } from '../../index.ts';
import { type Attempt, type Exercise, first, type Objection, produceRequests, unlessEqual } from './exercise.ts';

const REFUSED = 'InvalidRecordException';

function prepare(sim: Simulation): void {
  sim.createTopic('CustomerCountry', { partitions: 1, replicationFactor: 3 });
}

export const threeWays: Exercise = {
  situations: [
    {
      when: 'all brokers work',
      prepare,
      judge: ({ sim, result }) =>
        first(
          unlessEqual('the topic has', sim.topic('CustomerCountry').values(), ['Germany', 'Korea'], NOT_SENT),
          sentTogether(sim),
          withoutCallback(sim),
          unlessEqual('the function returns', result, { germany: 0, korea: 1 }, whyOf(result)),
        ),
    },
    {
      when: 'a broker refuses Korea',
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Produce', { value: 'Korea' }).respond('INVALID_RECORD').optional();
      },
      judge: ({ result }: Attempt) =>
        unlessEqual(
          'the function returns',
          result,
          { germany: 0, korea: REFUSED },
          'A callback is called with (metadata, error). If the record is not stored, the error says why, and the metadata has the offset -1.',
        ),
    },
    {
      when: 'a broker refuses Germany',
      prepare: (sim) => {
        prepare(sim);
        sim.faults.on('Produce', { value: 'Germany' }).respond('INVALID_RECORD').optional();
      },
      judge: ({ result }: Attempt) =>
        unlessEqual(
          'the function returns',
          result,
          { germany: REFUSED, korea: 0 },
          'The name of the error that get() throws is the result for Germany, and Korea is sent nevertheless.',
        ),
      whyItThrows:
        'get() throws the error of a record that is not stored. Put a try/catch around it; error.name is what to return.',
    },
  ],
};

const NOT_SENT =
  'Send Germany first and Korea second. What is in a buffer is sent while the program waits: for get(), flush() or close().';

/** With get(), Germany is answered before Korea is sent; otherwise both share a batch. */
function sentTogether(sim: Simulation): Objection | undefined {
  return unlessEqual(
    'number of Produce requests',
    produceRequests(sim),
    2,
    'Germany is to be sent synchronously: await send(record).get() returns when the broker has answered, and Korea is sent after that.',
  );
}

function withoutCallback(sim: Simulation): Objection | undefined {
  const called = sim.trace.entries.filter(({ event }) => event === 'callbacks').length;
  return unlessEqual(
    'number of callbacks that the producer calls',
    called,
    1,
    'Korea is to be sent asynchronously: send(record, callback). Only the program of Germany waits.',
  );
}

function whyOf(result: unknown): string {
  const { korea } = Object(result) as { readonly korea?: unknown };
  return korea === undefined
    ? 'The function returns before the callback has been called. flush() and close() return after the callbacks of all records sent before.'
    : 'metadata.offset() is the place of the record in its partition.';
}
