import { type KafkaProducer, type Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import { expect, test } from 'kafka-trial/vitest';
import { type Handler, withDeadLetters } from './dead-letters.ts';

const poison = '{"cents":';
const payments = ['{"cents":1}', poison, '{"cents":3}'];
const deadLetter = { key: 'ada', value: poison, headers: { origin: 'payments-0@1' } };

/**
 * Reads from `offset` until all payments are processed or a handler fails. Returns the offset at which the next reader
 * has to start.
 */
async function read(sim: Simulation, offset: number, handle: Handler): Promise<number> {
  const strings = { 'key.deserializer': StringDeserializer, 'value.deserializer': StringDeserializer };
  const consumer = sim.consumer(strings);
  const partition = { topic: 'payments', partition: 0 };
  consumer.assign([partition]);
  consumer.seek(partition, offset);
  let next = offset;
  try {
    while (next < payments.length) {
      for (const record of await consumer.poll(1_000)) {
        await handle(record);
        next = record.offset + 1;
      }
    }
  } catch {
    // The next reader starts at the failed record.
  }
  consumer.close();
  return next;
}

async function producerIn(sim: Simulation): Promise<KafkaProducer<string, string>> {
  sim.timers.install();
  for (const topic of ['payments', 'payments.dead']) sim.createTopic(topic, { partitions: 1, replicationFactor: 3 });
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  for (const value of payments) await producer.send({ topic: 'payments', key: 'ada', value });
  return producer;
}

/** Books payments; throws for a value that is not JSON. */
function bookInto(booked: number[]): Handler {
  return async ({ value }) => void booked.push(JSON.parse(value ?? '').cents);
}

test('an invalid record is written to the dead-letter topic, and the next records are processed', async ({ sim }) => {
  const booked: number[] = [];
  await sim.run(async () => {
    const handle = withDeadLetters(bookInto(booked), await producerIn(sim), { attempts: 3, pauseMs: 1_000 });
    await read(sim, 0, handle);
  });
  expect(booked).toEqual([1, 3]);
  expect(sim.topic('payments.dead')).toHaveDelivered([deadLetter]);
});

test('a temporary failure of the handler causes no dead letter', async ({ sim }) => {
  let isDatabaseDown = true;
  sim.at(2_000).do(() => {
    isDatabaseDown = false;
  });
  await sim.run(async () => {
    const book: Handler = () => (isDatabaseDown ? Promise.reject(new Error('down')) : Promise.resolve());
    const handle = withDeadLetters(book, await producerIn(sim), { attempts: 3, pauseMs: 1_000 });
    expect(await read(sim, 0, handle)).toBe(3);
  });
  expect(sim.topic('payments.dead')).toHaveDelivered([]);
});

test('a dead letter whose answer is lost is stored once', async ({ sim }) => {
  sim.faults.on('Produce', { topic: 'payments.dead' }).once().loseResponse();
  await sim.run(async () => {
    const handle = withDeadLetters(bookInto([]), await producerIn(sim), { attempts: 1, pauseMs: 0 });
    expect(await read(sim, 0, handle)).toBe(3);
  });
  expect(sim.topic('payments.dead')).toHaveDelivered([deadLetter]);
});

test('a reader that cannot write a dead letter stops before the record, and the next reader starts there', async ({
  sim,
}) => {
  const booked: number[] = [];
  const forbidden = sim.faults.on('Produce', { topic: 'payments.dead' }).respond('TOPIC_AUTHORIZATION_FAILED');
  await sim.run(async () => {
    const handle = withDeadLetters(bookInto(booked), await producerIn(sim), { attempts: 1, pauseMs: 0 });
    expect(await read(sim, 0, handle)).toBe(1);
    expect(booked).toEqual([1]);

    forbidden.remove();
    expect(await read(sim, 1, handle)).toBe(3);
  });
  expect(booked).toEqual([1, 3]);
  expect(sim.topic('payments.dead')).toHaveDelivered([deadLetter]);
});
