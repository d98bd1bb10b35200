/**
 * Covers: src/consumer/kafka-consumer.ts, src/consumer/fetcher.ts, src/consumer/offset-lookup.ts,
 * src/consumer/position-lookup.ts, src/consumer/offset-out-of-range-exception.ts, src/consumer/waiting-poll.ts, src/client/metadata/topics-metadata.ts
 */
import { describe, expect, it } from 'vitest';
import { StringDeserializer } from '../../src/client/serialization/string-serializer.ts';
import type { ConsumerConfigInput } from '../../src/consumer/config-input.ts';
import { KafkaConsumer } from '../../src/consumer/kafka-consumer.ts';
import type { TopicPartition } from '../../src/protocol/cluster/topic-partition.ts';
import { TimeoutException } from '../../src/protocol/errors/exceptions.ts';
import type { FetchPartitionResponse, FetchRequest, Response } from '../../src/protocol/messages.ts';
import type { RecordBatch, StoredBatch } from '../../src/protocol/records/record-batch.ts';
import { broker } from '../client/network/scripted-broker.ts';
import { ScriptedHost } from '../client/network/scripted-host.ts';

function stored(baseOffset: number, values: readonly string[], more: Partial<RecordBatch> = {}): StoredBatch {
  const batch: RecordBatch = {
    recordCount: Math.max(values.length, 1),
    sizeInBytes: 100,
    compression: 'none',
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    maxTimestampMs: 7,
    keys: values.map(() => null),
    values,
    timestampsMs: values.map(() => 7),
    ...more,
  };
  return { baseOffset, partitionLeaderEpoch: 0, batch };
}

/** One broker that leads t-0 with this log; t-1 has no leader. */
function consumerOf(
  log: readonly StoredBatch[],
  config: ConsumerConfigInput = {},
  error: FetchPartitionResponse['error'] = 'NONE',
) {
  const clientHost = new ScriptedHost();
  const endOffset = log.reduce((end, { baseOffset, batch }) => Math.max(end, baseOffset + batch.recordCount), 0);
  const fetches: number[] = [];
  const fetch = ({ partitions }: FetchRequest): Response => {
    const { topic, partition, fetchOffset } = partitions[0]!;
    fetches.push(fetchOffset);
    const records = log.filter(({ baseOffset, batch }) => baseOffset + batch.recordCount > fetchOffset);
    const offsets = { highWatermark: endOffset, lastStableOffset: endOffset, logStartOffset: 0 };
    const abortedTransactions = [{ producerId: 9, firstOffset: 2 }];
    return {
      api: 'Fetch',
      throttleTimeMs: 0,
      error: 'NONE',
      partitions: [{ topic, partition, error, ...offsets, abortedTransactions, records }],
    };
  };
  clientHost.brokers.set(
    '10.0.0.1:9092',
    broker((request) => {
      if (request.api === 'Fetch') {
        const response = fetch(request);
        const isEmpty = response.api === 'Fetch' && response.partitions[0]!.records.length === 0;
        return { response, delayMs: isEmpty ? request.maxWaitMs : 2 };
      }
      if (request.api !== 'ListOffsets') return undefined;
      const { topic, partition, timestampMs } = request.partitions[0]!;
      const offset = timestampMs === -2 ? 0 : endOffset;
      const answer = { topic, partition, error: 'NONE', timestampMs: -1, offset, leaderEpoch: 0 } as const;
      return { response: { api: 'ListOffsets', throttleTimeMs: 0, partitions: [answer] } };
    }),
  );
  const deserializer = new StringDeserializer();
  const consumer = new KafkaConsumer<string, string>(
    { 'bootstrap.servers': '10.0.0.1:9092', 'auto.offset.reset': 'earliest', ...config },
    clientHost,
    { clientNumber: 1, key: deserializer, value: deserializer },
  );
  consumer.assign([{ topic: 't', partition: 0 }]);
  return { consumer, clientHost, fetches };
}

const LOG = [stored(0, ['a', 'b']), stored(2, ['c'])];

describe('The consumer', () => {
  it('reads a partition from its beginning, with offsets and timestamps', async () => {
    const { consumer, clientHost } = consumerOf(LOG);
    const polled = consumer.poll(1000);
    clientHost.runUntil(2);
    const records = await polled;
    expect([...records].map(({ offset, value }) => `${offset}:${value}`)).toEqual(['0:a', '1:b', '2:c']);
    expect([...records][0]).toMatchObject({ topic: 't', partition: 0, timestampMs: 7, timestampType: 'CreateTime' });
  });

  it('returns max.poll.records at a time, and its position follows', async () => {
    const { consumer, clientHost } = consumerOf(LOG, { 'max.poll.records': 2 });
    const first = consumer.poll(1000);
    clientHost.runUntil(2);
    expect((await first).count()).toBe(2);
    expect(await consumer.position({ topic: 't', partition: 0 })).toBe(2);
    expect((await consumer.poll(1000)).records('t').map(({ value }) => value)).toEqual(['c']);
    expect(await consumer.position({ topic: 't', partition: 0 })).toBe(3);
  });

  it('resolves a poll without records after its timeout', async () => {
    const { consumer, clientHost, fetches } = consumerOf([]);
    const polled = consumer.poll(1200);
    clientHost.runUntil(1200);
    expect((await polled).isEmpty()).toBe(true);
    expect(fetches).toEqual([0, 0, 0]);
  });

  it('starts in the middle of a batch after a seek', async () => {
    const { consumer, clientHost } = consumerOf(LOG);
    consumer.seek({ topic: 't', partition: 0 }, 1);
    const polled = consumer.poll(1000);
    clientHost.runUntil(2);
    expect([...(await polled)].map(({ value }) => value)).toEqual(['b', 'c']);
  });

  it('hides aborted transactions and markers from read_committed, and only markers from read_uncommitted', async () => {
    const log = [
      stored(0, ['plain', 'plain']),
      stored(2, ['aborted'], { producerId: 9, isTransactional: true }),
      stored(3, [], { producerId: 9, isTransactional: true, control: 'ABORT' }),
      stored(4, ['committed'], { producerId: 9, isTransactional: true }),
    ];
    for (const isolationLevel of ['read_committed', 'read_uncommitted'] as const) {
      const { consumer, clientHost } = consumerOf(log, { 'isolation.level': isolationLevel });
      const polled = consumer.poll(1000);
      clientHost.runUntil(2);
      const values = [...(await polled)].map(({ value }) => value);
      const aborted = isolationLevel === 'read_committed' ? [] : ['aborted'];
      expect(values).toEqual(['plain', 'plain', ...aborted, 'committed']);
    }
  });

  it('subscribes to all partitions of a topic', () => {
    const { consumer, clientHost } = consumerOf(LOG);
    consumer.subscribe(['t']);
    void consumer.poll(10);
    clientHost.runUntil(10);
    expect(consumer.assignment().map(({ partition }) => partition)).toEqual([0, 1]);
  });

  it('returns beginning and end offsets', async () => {
    const { consumer, clientHost } = consumerOf(LOG);
    const offsets = Promise.all([
      consumer.beginningOffsets([{ topic: 't', partition: 0 }]),
      consumer.endOffsets([{ topic: 't', partition: 0 }]),
    ]);
    clientHost.runUntil(10);
    expect((await offsets).map((map) => map.get('t-0'))).toEqual([0, 3]);
  });

  it('fails a poll without a position when auto.offset.reset is none', async () => {
    const { consumer } = consumerOf(LOG, { 'auto.offset.reset': 'none' });
    await expect(consumer.poll(10)).rejects.toThrow('Undefined offset with no reset policy for partitions: [t-0]');
  });

  it('fails a poll at a position that is not in the log when auto.offset.reset is none', async () => {
    const { consumer, clientHost } = consumerOf(LOG, { 'auto.offset.reset': 'none' }, 'OFFSET_OUT_OF_RANGE');
    consumer.seek({ topic: 't', partition: 0 }, 99);
    const failed = expect(consumer.poll(1000)).rejects.toMatchObject({
      javaClass: 'org.apache.kafka.clients.consumer.OffsetOutOfRangeException',
      message:
        'Fetch position FetchPosition{offset=99, offsetEpoch=Optional.empty, currentLeader=LeaderAndEpoch{leader=Optional[10.0.0.1:9092 (id: 0 rack: null)], epoch=0}} ' +
        'is out of range for partition t-0',
    });
    clientHost.runUntil(600);
    await failed;
  });

  it.each<[string, (consumer: KafkaConsumer<string, string>, partition: TopicPartition) => Promise<unknown>, string]>([
    [
      'endOffsets()',
      (consumer, partition) => consumer.endOffsets([partition]),
      'Failed to get offsets by times in 2000ms',
    ],
    [
      'position()',
      (consumer, partition) => consumer.position(partition),
      'Timeout of 2000ms expired before the position for partition nope-0 could be determined',
    ],
  ])('fails %s of a topic that does not exist after the timeout', async (_, call, message) => {
    const { consumer, clientHost } = consumerOf(LOG, { 'default.api.timeout.ms': 2000 });
    const partition = { topic: 'nope', partition: 0 };
    consumer.assign([partition]);
    const failed = expect(call(consumer, partition)).rejects.toThrow(new TimeoutException(message));
    await Promise.resolve();
    clientHost.runUntil(2000);
    await failed;
  });

  it('fails a poll with an error that is not retriable', async () => {
    const { consumer, clientHost } = consumerOf(LOG, {}, 'TOPIC_AUTHORIZATION_FAILED');
    const polled = consumer.poll(1000);
    const failed = expect(polled).rejects.toThrow('Topic authorization failed.');
    clientHost.runUntil(10);
    await failed;
  });

  it('refuses to seek in a partition that is not assigned', () => {
    const { consumer } = consumerOf(LOG);
    expect(() => consumer.seek({ topic: 't', partition: 5 }, 0)).toThrow('No current assignment for partition t-5');
  });
});
