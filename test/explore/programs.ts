/** Small programs that the tests explore. */
import { type Simulation, StringSerializer } from 'kafka-trial';
import { DEFAULT_PROGRAM, type Program, type ProgramInput } from 'kafka-trial/explore';
import type { RunView } from 'kafka-trial/guarantees';

/** A producer that retries without idempotence, with a guarantee that it cannot keep. */
export const careless: Program = {
  ...DEFAULT_PROGRAM,
  name: 'careless',
  producer: { 'enable.idempotence': false },
  guarantees: ['NoDuplicateWithIdempotence'],
};

/** Sends one record. */
export const single: Program = {
  name: 'single',
  cluster: { brokers: 1, topics: [{ name: 'payments' }] },
  workload: [{ do: 'send', topic: 'payments', value: 'one' }],
  run: async (sim: Simulation, { workload }: ProgramInput) => {
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    for (const step of workload) if (step.do === 'send') producer.send({ topic: step.topic, value: step.value });
    await producer.close();
  },
};

/** A custom guarantee that no producer can keep: every record arrives. */
export const everyRecordArrives = {
  name: 'EveryRecordArrives',
  validate: ({ producers }: RunView): string | undefined => {
    const failed = producers.flatMap(({ sends }) => sends).find(({ error }) => error !== null);
    return failed === undefined ? undefined : `record ${failed.number} did not arrive.`;
  },
};
