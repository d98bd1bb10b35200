/** Covers src/broker/handlers/produce.ts and src/broker/requests/append-batch.ts. */
import { describe, expect, it } from 'vitest';
import type { RecordBatch } from '../../../src/protocol/records/record-batch.ts';
import { batchOf, Pump, withTopic } from '../pump.ts';

function errorOf(batch: RecordBatch, configs: Record<string, string> = {}) {
  const pump = withTopic(configs);
  return pump.produced(pump.produce(batch, { acks: 1 }));
}

describe('Produce', () => {
  it('answers acks=all with the base offset once all in-sync replicas have the batch', () => {
    const pump = withTopic();
    expect(pump.produced(pump.produce(batchOf(['a', 'b'])))).toMatchObject({ error: 'NONE', baseOffset: 0 });
    expect(pump.produced(pump.produce(batchOf(['c'])))).toMatchObject({
      error: 'NONE',
      baseOffset: 2,
      logAppendTimeMs: -1,
    });
    expect([1, 2, 3].map((id) => pump.numbers(id)[0])).toEqual([3, 3, 3]);
  });

  it('answers acks=1 without waiting for followers', () => {
    const pump = withTopic();
    pump.hold(2);
    pump.hold(3);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']), { acks: 1 });
    expect(pump.produced(token)).toMatchObject({ error: 'NONE', baseOffset: 1 });
    expect(pump.values()).toEqual([]);
  });

  it('does not respond to acks=0, and closes the connection on an error', () => {
    const pump = withTopic();
    const good = pump.produce(batchOf(['a']), { acks: 0 });
    const bad = pump.produce(batchOf(['a']), { acks: 0, topic: 'nowhere' });
    expect(pump.answers.has(good)).toBe(false);
    expect(pump.disconnected).toEqual([bad]);
  });

  it('refuses any other value of acks', () => {
    const pump = withTopic();
    expect(pump.produced(pump.produce(batchOf(['a']), { acks: 2 as never }))?.error).toBe('INVALID_REQUIRED_ACKS');
  });

  it('distinguishes an unknown topic or partition from one that another broker leads', () => {
    const pump = withTopic();
    const error = (options: object) => pump.produced(pump.produce(batchOf(['a']), options))?.error;
    expect(error({ topic: 'nowhere' })).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(error({ partition: 1 })).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(error({ broker: 2 })).toBe('NOT_LEADER_OR_FOLLOWER');
    pump.do((cluster, nowMs) => cluster.createTopic('single', {}, nowMs));
    expect(error({ topic: 'single', broker: 3 })).toBe('NOT_LEADER_OR_FOLLOWER');
  });

  it('refuses a batch larger than max.message.bytes', () => {
    expect(errorOf(batchOf(['a']), { 'max.message.bytes': '79' })?.error).toBe('MESSAGE_TOO_LARGE');
    expect(errorOf(batchOf(['a']), { 'max.message.bytes': '80' })?.error).toBe('NONE');
  });

  it('refuses a corrupt batch, a control batch, and an idempotent batch without a sequence number', () => {
    expect(errorOf(batchOf(['a'], undefined, { isCorrupt: true }))?.error).toBe('CORRUPT_MESSAGE');
    expect(errorOf(batchOf(['a'], undefined, { control: 'COMMIT' }))?.error).toBe('INVALID_RECORD');
    expect(errorOf(batchOf(['a'], { id: 1, sequence: -1 }))?.error).toBe('INVALID_RECORD');
  });

  it('lists the records without a key that a compacted topic refuses', () => {
    const result = errorOf(batchOf(['a', 'b'], undefined, { keys: ['k', null] }), { 'cleanup.policy': 'compact' });
    const message = 'Compacted topic cannot accept message without key in topic partition t-0';
    expect(result).toMatchObject({ error: 'INVALID_RECORD', recordErrors: [{ batchIndex: 1, message }] });
    expect(result?.errorMessage).toBe(
      'One or more records have been rejected due to 1 record errors in total, and only showing the first three errors ' +
        `at most: [RecordError(batchIndex=1, message='${message}')]`,
    );
  });

  it('refuses timestamps that are too far from its clock', () => {
    const old = errorOf(batchOf(['a'], undefined, { timestampsMs: [899] }), {
      'message.timestamp.before.max.ms': '100',
    });
    expect(old).toMatchObject({
      error: 'INVALID_TIMESTAMP',
      errorMessage: 'One or more records have been rejected due to invalid timestamp',
    });
    expect(old?.recordErrors[0]?.message).toBe(
      'Timestamp 899 of message with offset 0 is out of range. The timestamp should be within [900, -9223372036854774809]',
    );
    const early = batchOf(['a'], undefined, { timestampsMs: [1_101] });
    expect(errorOf(early, { 'message.timestamp.after.max.ms': '100' })?.error).toBe('INVALID_TIMESTAMP');
    expect(errorOf(early, { 'message.timestamp.difference.max.ms': '101' })?.error).toBe('NONE');
  });

  it('stores and returns its own time in a topic with LogAppendTime', () => {
    const pump = withTopic({ 'message.timestamp.type': 'LogAppendTime' });
    expect(pump.produced(pump.produce(batchOf(['a'])))?.logAppendTimeMs).toBe(1_000);
    expect([...pump.cluster.readRecords('t')][0]?.timestampMs).toBe(1_000);
  });

  it('refuses to write to an internal topic', () => {
    const pump = new Pump();
    pump.do((cluster, nowMs) => cluster.createTopic('__consumer_offsets', {}, nowMs));
    const token = pump.produce(batchOf(['a']), { topic: '__consumer_offsets' });
    expect(pump.produced(token)?.error).toBe('INVALID_TOPIC_EXCEPTION');
  });

  it('fails one partition of a request and appends to the other', () => {
    const pump = withTopic();
    const partitions = ['nowhere', 't'].map((topic) => ({ topic, partition: 0, batch: batchOf(['a']) }));
    const response = pump.ask<'Produce'>({ api: 'Produce', acks: -1, timeoutMs: 1, transactionalId: null, partitions });
    expect(response.partitions.map(({ error }) => error)).toEqual(['UNKNOWN_TOPIC_OR_PARTITION', 'NONE']);
  });
});

describe('An idempotent Produce', () => {
  const producer = (sequence: number, epoch = 0) => ({ id: 7, sequence, epoch });

  it('is appended once when it is repeated, and answered with the first offset', () => {
    const pump = withTopic();
    for (let i = 0; i < 5; i++) pump.produce(batchOf([`v${i}`], producer(i)));
    expect(pump.produced(pump.produce(batchOf(['v0'], producer(0))))).toMatchObject({ error: 'NONE', baseOffset: 0 });
    expect(pump.values()).toEqual(['v0', 'v1', 'v2', 'v3', 'v4']);
  });

  it('is out of order when it repeats a batch older than those remembered', () => {
    const pump = withTopic();
    for (let i = 0; i < 6; i++) pump.produce(batchOf([`v${i}`], producer(i)));
    expect(pump.produced(pump.produce(batchOf(['v0'], producer(0))))?.error).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
  });

  it('is out of order when a sequence number is missing', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a', 'b'], producer(0)));
    expect(pump.produced(pump.produce(batchOf(['c'], producer(3))))?.error).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(pump.produced(pump.produce(batchOf(['c'], producer(2))))?.error).toBe('NONE');
  });

  it('may start at any sequence number if the broker has no state of the producer', () => {
    expect(errorOf(batchOf(['a'], producer(41)))?.error).toBe('NONE');
  });

  it('must start at sequence number 0 in a new epoch, which fences the old one', () => {
    const pump = withTopic();
    const error = (sequence: number, epoch: number) =>
      pump.produced(pump.produce(batchOf(['x'], producer(sequence, epoch))))?.error;
    expect(error(0, 0)).toBe('NONE');
    expect(error(1, 1)).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(error(0, 1)).toBe('NONE');
    expect(error(1, 0)).toBe('INVALID_PRODUCER_EPOCH');
  });

  it('continues with 0 after the largest sequence number', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a'], producer(2_147_483_647)));
    expect(pump.produced(pump.produce(batchOf(['b'], producer(0))))?.error).toBe('NONE');
  });

  it('is recognised as a duplicate by a follower that became leader', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a'], producer(0)));
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    const token = pump.produce(batchOf(['a'], producer(0)), { broker: 2 });
    expect(pump.produced(token)).toMatchObject({ error: 'NONE', baseOffset: 0 });
    expect(pump.values()).toEqual(['a']);
  });
});

describe('A Produce with acks=all that has to wait', () => {
  it('is answered when the last in-sync replica fetches the next offset', () => {
    const pump = withTopic();
    pump.hold(2);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']));
    expect(pump.produced(token)).toBeUndefined();
    pump.release(2);
    expect(pump.produced(token)).toMatchObject({ error: 'NONE', baseOffset: 1 });
  });

  it('times out after its own timeout, and its batch stays in the log', () => {
    const pump = withTopic();
    pump.hold(2);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']), { timeoutMs: 100 });
    pump.advance(99);
    expect(pump.produced(token)).toBeUndefined();
    pump.advance(1);
    expect(pump.produced(token)?.error).toBe('REQUEST_TIMED_OUT');
    pump.release(2);
    expect(pump.values()).toEqual(['a', 'b']);
  });

  it('is refused at once with fewer in-sync replicas than min.insync.replicas', () => {
    const pump = withTopic({ 'min.insync.replicas': '3' });
    pump.do((cluster, nowMs) => cluster.crash(3, nowMs));
    pump.advance(9_000);
    const refused = pump.produced(pump.produce(batchOf(['a'])));
    expect(refused).toMatchObject({ error: 'NOT_ENOUGH_REPLICAS', errorMessage: null });
    expect(pump.produced(pump.produce(batchOf(['a']), { acks: 1 }))?.error).toBe('NONE');
  });

  it('fails after the append if too few replicas are in sync by then', () => {
    const pump = withTopic({ 'min.insync.replicas': '3' });
    pump.do((cluster, nowMs) => cluster.crash(3, nowMs));
    const token = pump.produce(batchOf(['a']));
    expect(pump.produced(token)).toBeUndefined();
    pump.advance(9_000);
    expect(pump.produced(token)).toMatchObject({ error: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', baseOffset: 0 });
  });

  it('is answered NOT_LEADER_OR_FOLLOWER when another broker becomes leader', () => {
    const pump = withTopic();
    pump.hold(2);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']));
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 3, nowMs));
    expect(pump.produced(token)?.error).toBe('NOT_LEADER_OR_FOLLOWER');
  });
});
