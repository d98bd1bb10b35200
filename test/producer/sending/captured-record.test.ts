/**
 * Covers: src/producer/sending/captured-record.ts, src/producer/sending/record-preparation.ts, src/producer/sending/send-path.ts
 *
 * A record is read when send() is called: what the program does to it afterwards is not seen by the producer, the brokers,
 * consumers, partitioners and reports.
 */
import {
  type Headers,
  JsonSerializer,
  type KafkaProducer,
  type ProducerConfigInput,
  ProducerRecord,
  type ProducerRecordLike,
  type RecordFuture,
  Simulation,
  StringSerializer,
  type TopicRecord,
} from 'kafka-trial';
import { assertContainsRecord } from 'kafka-trial/assert';
import { ByteArrayDeserializer, ByteArraySerializer } from 'kafka-trial/serialization';
import { describe, expect, it } from 'vitest';

type Producer = KafkaProducer<unknown, unknown>;
type Mutable<T> = { -readonly [F in keyof T]: T[F] };
type AnyRecord = Mutable<ProducerRecordLike>;

const START_MS = 1_700_000_000_000;
const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
const BYTES = { 'key.serializer': ByteArraySerializer, 'value.serializer': ByteArraySerializer };
const JSON_TEXT = { 'key.serializer': JsonSerializer, 'value.serializer': JsonSerializer };

/** Brings a producer into the situation in which a record for partition 0 of `t` is sent. */
const SITUATIONS: Readonly<
  Record<
    string,
    {
      /** What sends to partition 0 wait for; `null`: nothing. */
      waitsFor: string | null;
      config?: ProducerConfigInput;
      readonly before: (producer: Producer) => Promise<unknown> | undefined;
    }
  >
> = {
  'before the metadata is there': { waitsFor: 'metadata', before: () => undefined },
  'behind an earlier send that waits': {
    waitsFor: 'an earlier send',
    before: (producer) => void producer.send({ topic: 't', partition: 1, value: null }),
  },
  'with the metadata there': { waitsFor: null, before: (producer) => producer.partitionsFor('t') },
  'waiting for memory': {
    waitsFor: 'memory',
    config: { 'batch.size': 300, 'buffer.memory': 300 },
    before: async (producer) => {
      await producer.partitionsFor('t');
      // Its batch has all the memory.
      producer.send({ topic: 't', partition: 1, value: null });
    },
  },
};

function cluster(): Simulation {
  const sim = new Simulation({ guarantees: 'all' });
  for (const topic of ['t', 'elsewhere']) sim.createTopic(topic, { partitions: 2, replicationFactor: 3 });
  return sim;
}

/** Runs `program` in each situation; returns the records of partition 0 of `t`. */
function inEachSituation(
  config: ProducerConfigInput,
  program: (producer: Producer) => void,
  check: (stored: readonly TopicRecord[], sim: Simulation) => void,
): void {
  for (const [situation, { waitsFor, config: settings, before }] of Object.entries(SITUATIONS)) {
    it(situation, async () => {
      const sim = cluster();
      const producer: Producer = sim.producer({ ...config, ...settings });
      await sim.run(async () => {
        await before(producer);
        const entriesBefore = sim.trace.entries.length;
        program(producer);
        const waits = sim.trace.entries.slice(entriesBefore).find((entry) => entry.event === 'send waits');
        expect(waits?.facts.for ?? null).toBe(waitsFor);
        await producer.close();
      });
      expect(sim.verdict().records.every(({ fate }) => fate === 'acknowledged')).toBe(true);
      expect(sim.topic('elsewhere').records()).toEqual([]);
      check(sim.topic('t').records(0), sim);
    });
  }
}

const values = (stored: readonly TopicRecord[]): unknown[] => stored.map(({ value }) => value);

describe('All fields of a record may be changed after send()', () => {
  inEachSituation(
    TEXT,
    (producer) => {
      const record: AnyRecord = { topic: 't', partition: 0, timestampMs: START_MS, key: 'k', value: 'v', headers: [] };
      producer.send(record);
      Object.assign(record, { topic: 'elsewhere', partition: 1, timestampMs: -5, key: 'x', value: 'y' });
      record.headers = [{ key: 'h', value: 'x' }];
    },
    (stored) =>
      expect(stored).toEqual([
        { topic: 't', partition: 0, offset: 0, timestampMs: START_MS, key: 'k', value: 'v', headers: [] },
      ]),
  );
});

describe('One record object may be used for many sends', () => {
  inEachSituation(
    TEXT,
    (producer) => {
      const record: AnyRecord = { topic: 't', partition: 0, value: null };
      for (const value of ['a', 'b', 'c', 'd']) {
        record.value = value;
        producer.send(record);
      }
      record.partition = 1;
    },
    (stored) => expect(values(stored)).toEqual(['a', 'b', 'c', 'd']),
  );
});

for (const [kind, bytesOf] of [
  ['Buffer', (text: string): Uint8Array => Buffer.from(text)],
  ['Uint8Array', (text: string): Uint8Array => new TextEncoder().encode(text)],
] as const) {
  describe(`One ${kind} may be used for many sends, as key and as value`, () => {
    inEachSituation(
      BYTES,
      (producer) => {
        const bytes = bytesOf('a');
        for (const letter of 'abc') {
          bytes.set(bytesOf(letter));
          producer.send({ topic: 't', partition: 0, key: bytes, value: bytes });
        }
        bytes.fill(0);
      },
      (stored) => expect(stored.map(({ key, value }) => `${key}${value}`)).toEqual(['aa', 'bb', 'cc']),
    );
  });
}

describe('Objects as key and value may be changed after send()', () => {
  inEachSituation(
    JSON_TEXT,
    (producer) => {
      const key = { id: 1 };
      const value = { lines: [{ amount: 12 }] };
      producer.send({ topic: 't', partition: 0, key, value });
      key.id = 2;
      value.lines[0]!.amount = 13;
      value.lines.push({ amount: 14 });
    },
    (stored) =>
      expect(stored.map(({ key, value }) => [key, value])).toEqual([['{"id":1}', '{"lines":[{"amount":12}]}']]),
  );
});

describe('A list that collects values may be emptied after send()', () => {
  inEachSituation(
    JSON_TEXT,
    (producer) => {
      const collected: string[] = [];
      for (const round of [['a', 'b'], ['c']]) {
        collected.push(...round);
        producer.send({ topic: 't', partition: 0, value: collected });
        collected.length = 0;
      }
    },
    (stored) => expect(values(stored)).toEqual(['["a","b"]', '["c"]']),
  );
});

describe('Headers and their bytes may be changed after send()', () => {
  const given = (): { key: string; value: Uint8Array } => ({ key: 'h', value: Buffer.from('a') });
  const check = (stored: readonly TopicRecord[]): void =>
    expect(stored.map(({ headers }) => headers.map(({ key, value }) => [key, String(Buffer.from(value!))]))).toEqual([
      [['h', 'a']],
    ]);

  describe('of a plain object', () =>
    inEachSituation(
      TEXT,
      (producer) => {
        const header = given();
        const headers = [header];
        producer.send({ topic: 't', partition: 0, value: 'v', headers });
        header.value.fill(0);
        header.key = 'x';
        headers.push(given());
      },
      check,
    ));

  describe('of a ProducerRecord, which are read-only then', () =>
    inEachSituation(
      TEXT,
      (producer) => {
        const header = given();
        const record = new ProducerRecord<unknown, unknown>('t', 0, null, 'v', [header]);
        producer.send(record);
        header.value.fill(0);
        (record.headers.lastHeader('h')!.value as Uint8Array).fill(1);
        expect(() => record.headers.add('h', 'x')).toThrow('RecordHeaders has been closed.');
      },
      check,
    ));
});

describe('The headers of a ProducerRecord without any are read-only after send(), too', () => {
  inEachSituation(
    TEXT,
    (producer) => {
      const record = new ProducerRecord<unknown, unknown>('t', 0, null, 'v');
      producer.send(record);
      expect(() => record.headers.add('h', 'x')).toThrow('RecordHeaders has been closed.');
      producer.send(record);
    },
    (stored) => expect(stored).toHaveLength(2),
  );
});

describe('A partitioner of the user’s sees the record as it was', () => {
  const seen: unknown[] = [];
  class Keeping {
    partition(...given: unknown[]): number {
      // For the record of the situation there is nothing to look at.
      if (given[3] === null) return 1;
      seen.push(structuredClone([given[1], given[3]]));
      for (const bytes of [given[2], given[4]]) if (bytes instanceof Uint8Array) kept.push(bytes);
      return 0;
    }
  }
  const kept: Uint8Array[] = [];

  describe('its objects', () =>
    inEachSituation(
      { ...JSON_TEXT, 'partitioner.class': Keeping },
      (producer) => {
        seen.length = 0;
        const key = { ids: [1, 2] };
        const value = { region: 'eu', lines: [{ amount: 12 }] };
        producer.send({ topic: 't', key, value });
        key.ids.length = 0;
        value.region = 'us';
        value.lines[0]!.amount = 0;
      },
      () => {
        expect(seen.length).toBeGreaterThan(0);
        for (const once of seen) expect(once).toEqual([{ ids: [1, 2] }, { region: 'eu', lines: [{ amount: 12 }] }]);
      },
    ));

  describe('and may keep its bytes', () =>
    inEachSituation(
      { ...BYTES, 'partitioner.class': Keeping },
      (producer) => {
        kept.length = 0;
        producer.send({ topic: 't', key: Buffer.from('k'), value: Buffer.from('v') }, () => {
          for (const bytes of kept) bytes.fill(0);
        });
        for (const bytes of kept) bytes.fill(0);
      },
      (stored) => {
        expect(kept.length).toBeGreaterThan(0);
        expect(stored.map(({ key, value }) => `${key}${value}`)).toEqual(['kv']);
      },
    ));
});

describe('An interceptor may keep the record and change it after send()', () => {
  const kept: Mutable<ProducerRecord<unknown, unknown>>[] = [];
  class Keeping {
    onSend(record: ProducerRecord<unknown, unknown>): ProducerRecord<unknown, unknown> {
      kept.push(record);
      return record;
    }
  }
  inEachSituation(
    { ...BYTES, 'interceptor.classes': [Keeping] },
    (producer) => {
      producer.send({ topic: 't', partition: 0, key: Buffer.from('k'), value: Buffer.from('v') });
      for (const record of kept) {
        (record.key as Buffer | null)?.fill('x');
        record.topic = 'elsewhere';
        record.partition = 1;
        record.value = Buffer.from('y');
      }
    },
    (stored) => expect(stored.map(({ key, value }) => `${key}${value}`)).toEqual(['kv']),
  );
});

describe('A record that the program changes after send() and that fails', () => {
  const reported: string[] = [];
  class Reporting {
    onAcknowledgement(metadata: { toString(): string }, error: Error | null): void {
      reported.push(`${metadata.toString()} ${error?.name}`);
    }
  }

  it('is reported with the topic and partition it was sent with', async () => {
    const sim = cluster();
    const producer: Producer = sim.producer({ ...TEXT, 'interceptor.classes': [Reporting], 'max.block.ms': 100 });
    await sim.run(async () => {
      const record: AnyRecord = { topic: 't', partition: 3, value: 'v' };
      const future = producer.send(record, (metadata, error) => reported.push(`${metadata} ${error?.name}`));
      record.topic = 'elsewhere';
      record.partition = 0;
      await future.catch(() => {});
    });
    expect(reported).toEqual(['t-3@-1 TimeoutException', 't-3@-1 TimeoutException']);
    expect(sim.verdict().records[0]).toMatchObject({ topic: 't' });
  });
});

describe('A report on a record', () => {
  it.each([
    ['waits and fails', 3],
    ['is stored', 0],
  ])('that %s shows its key and value as they were', async (_, partition) => {
    const sim = cluster();
    const producer: Producer = sim.producer({ ...JSON_TEXT, 'max.block.ms': 100 });
    await sim.run(async () => {
      const key = { id: 1 };
      const value = { amount: 12 };
      const future = producer.send({ topic: 't', partition, key, value });
      key.id = 0;
      value.amount = 0;
      await future.catch(() => {});
    });
    const sent = '{ key: {"id":1}, value: {"amount":12} }';
    expect(() =>
      assertContainsRecord(sim.topic('t'), { key: '{"id":1}', value: '{"amount":12}', partition: 1 }),
    ).toThrow(sent);
  });
});

describe('Serializers of a send that waits', () => {
  /** Serializes to the headers, too; throws for `'bad'`. */
  const calls: unknown[] = [];
  class Noting {
    serialize(_topic: string, data: unknown, headers: Headers): Uint8Array | null {
      calls.push(data);
      if (data === 'bad') throw new Error('cannot serialize');
      if (data !== null) headers.add('type', typeof data);
      return data === null ? null : new TextEncoder().encode(data as string);
    }
  }
  const NOTING = { 'key.serializer': Noting, 'value.serializer': Noting, 'max.block.ms': 1_000 };
  const headersOf = ({ headers }: ProducerRecord<unknown, unknown>): string =>
    Array.from(headers, ({ key, value }) => `${key}=${String(Buffer.from(value!))}`).join();
  const isClosed = (record: ProducerRecord<unknown, unknown>): boolean => headersAreClosed(record.headers);

  it('run at the call, and what one throws is thrown when the metadata is there', async () => {
    calls.length = 0;
    const sim = cluster();
    const producer: Producer = sim.producer(NOTING);
    await sim.run(async () => {
      const future = producer.send(new ProducerRecord<unknown, unknown>('t', 0, 'k', 'bad'));
      expect(calls).toEqual(['k', 'bad']);
      await expect(future.accepted).rejects.toThrow('cannot serialize');
      expect(sim.nowMs).toBeGreaterThan(0);
    });
  });

  it('are outdone by the metadata: its timeout is what send() fails with', async () => {
    const sim = cluster();
    const producer: Producer = sim.producer(NOTING);
    const error = await sim.run(async () => {
      const future: RecordFuture = producer.send({ topic: 't', partition: 3, value: 'bad' });
      return future.get().catch((failure: Error) => failure);
    });
    expect(error).toMatchObject({ name: 'TimeoutException' });
  });

  it('add headers, which the program sees, and cannot add to, from the call on', async () => {
    const sim = cluster();
    const producer: Producer = sim.producer(NOTING);
    await sim.run(async () => {
      const record = new ProducerRecord<unknown, unknown>('t', 'k', 'v');
      const future = producer.send(record);
      expect([headersOf(record), isClosed(record)]).toEqual(['type=string,type=string', true]);
      await future;
      expect([headersOf(record), isClosed(record)]).toEqual(['type=string,type=string', true]);
    });
  });

  it('leave the headers as they were if the topic is not known in time, since Java does not call them', async () => {
    const sim = cluster();
    const producer: Producer = sim.producer(NOTING);
    await sim.run(async () => {
      const record = new ProducerRecord<unknown, unknown>('t', 3, 'k', 'v');
      record.headers.add('own', '1');
      await producer.send(record).catch(() => {});
      expect([headersOf(record), isClosed(record)]).toEqual(['own=1', false]);
    });
  });

  it('leave the headers writable, with what was added, if one of them throws', async () => {
    const sim = cluster();
    const producer: Producer = sim.producer(NOTING);
    await sim.run(async () => {
      const record = new ProducerRecord<unknown, unknown>('t', 'k', 'bad');
      await producer.send(record).accepted.catch(() => {});
      expect([headersOf(record), isClosed(record)]).toEqual(['type=string', false]);
    });
  });
});

function headersAreClosed(headers: Headers): boolean {
  try {
    headers.remove('no such key');
    return false;
  } catch {
    return true;
  }
}

describe('A consumer', () => {
  it('gets bytes and headers of its own: what it does to them changes no log', async () => {
    const sim = cluster();
    const producer: Producer = sim.producer(BYTES);
    const read = async (): Promise<string[]> => {
      const consumer = sim.consumer<Uint8Array, Uint8Array>({
        'key.deserializer': ByteArrayDeserializer,
        'value.deserializer': ByteArrayDeserializer,
        'auto.offset.reset': 'earliest',
      });
      consumer.subscribe(['t']);
      const texts: string[] = [];
      for (const { key, value, headers } of await consumer.poll(1_000)) {
        const all = [key!, value!, headers[0]!.value!];
        texts.push(all.map((bytes) => Buffer.from(bytes).toString()).join());
        for (const bytes of all) bytes.fill(0);
        (headers as unknown[]).length = 0;
      }
      return texts;
    };
    await sim.run(async () => {
      const headers = [{ key: 'h', value: 'h' }];
      await producer.send({ topic: 't', partition: 0, key: Buffer.from('k'), value: Buffer.from('v'), headers });
      const [stored] = sim.topic('t').records();
      stored!.headers[0]!.value!.fill(0);
      expect(await read()).toEqual(['k,v,h']);
      expect(await read()).toEqual(['k,v,h']);
    });
  });
});
