import { describe, expect, it } from 'vitest';
import { ATTRIBUTES_AT, CONTROL_FLAG, CRC_AT } from '../../src/protocol/records/batch-layout.ts';
import { crc32c } from '../../src/protocol/records/crc32c.ts';
import { schemaOf, type WireApiName } from '../../src/wire/schema/message-codec.ts';
import { endsOf } from '../../src/wire/schema/versions.ts';
import { Pump } from '../broker/pump.ts';
import { javaBatch } from './batches/java-batches.ts';
import { type AnyRead, WireClient } from './wire-client.ts';

/** A cluster of one broker, and a client of it that talks bytes. */
class ClusterClient {
  private readonly pump = new Pump({ brokers: 1 });
  private readonly wire: WireClient = new WireClient();

  ask(name: WireApiName, version: number, message: object): AnyRead {
    for (const { request, clientId, apiVersion, correlationId } of this.wire.ask(name, version, message)) {
      const token = this.pump.send(request, 1, true, clientId, apiVersion);
      for (let i = 0; i < 100 && !this.pump.answers.has(token); i++) this.pump.advance(100);
      const response = this.pump.answers.get(token) ?? expect.unreachable(`${name} is not answered`);
      this.wire.answer(response, { correlationId });
    }
    expect(this.wire.failures).toEqual([]);
    return this.wire.response(name, version);
  }

  /** Those that were produced. */
  get batches(): unknown[] {
    return this.wire.requests.flatMap(({ request }) =>
      request.api === 'Produce' ? request.partitions.map(({ batch }) => batch) : [],
    );
  }

  /** Creates the topic `orders` with one partition, and returns its id. */
  createOrders(configs: Readonly<Record<string, string>> = {}): string {
    const topic = {
      name: 'orders',
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
    };
    const { topics } = this.ask('CreateTopics', 7, { topics: [topic] });
    expect(topics).toMatchObject([{ name: 'orders', errorCode: 0, numPartitions: 1 }]);
    this.wire.topicIds.set('orders', topics[0].topicId);
    return topics[0].topicId;
  }

  /** The response of the partition. */
  produce(batch: Uint8Array, version = 11): AnyRead {
    const topicData = [{ name: 'orders', partitionData: [{ index: 0, records: [batch] }] }];
    const { responses } = this.ask('Produce', version, { acks: -1, timeoutMs: 1000, topicData });
    return responses[0].partitionResponses[0];
  }

  /** The response of the partition. */
  fetch(topicId: string, fetchOffset: number, version = 17): AnyRead {
    const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: 1_000_000 }];
    const topics = [{ topic: 'orders', topicId, partitions }];
    const { responses } = this.ask('Fetch', version, { maxWaitMs: 0, minBytes: 1, topics });
    return responses[0].partitions[0];
  }
}

function versionsFrom(first: number, name: WireApiName): number[] {
  const [, last] = endsOf(schemaOf(name).versions);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** `batch` as a broker stores it. */
function storedAt(offset: number, leaderEpoch: number, batch: Uint8Array): Uint8Array {
  const bytes = batch.slice();
  const view = new DataView(bytes.buffer);
  view.setBigInt64(0, BigInt(offset));
  view.setInt32(12, leaderEpoch);
  return bytes;
}

function withAttributes(batch: Uint8Array, attributes: number): Uint8Array {
  new DataView(batch.buffer).setInt16(ATTRIBUTES_AT, attributes);
  return withChecksum(batch);
}

function withChecksum(batch: Uint8Array): Uint8Array {
  new DataView(batch.buffer).setUint32(CRC_AT, crc32c(batch, ATTRIBUTES_AT));
  return batch;
}

describe('A cluster serves clients that talk bytes', () => {
  it.each(versionsFrom(3, 'Produce'))('Produce v%i appends batches', (version) => {
    const client = new ClusterClient();
    client.createOrders();
    expect(client.produce(javaBatch('none'), version)).toMatchObject({ errorCode: 0, baseOffset: 0 });
    expect(client.produce(javaBatch('gzip'), version)).toMatchObject({ errorCode: 0, baseOffset: 3 });
  });

  it.each(versionsFrom(4, 'Fetch'))('Fetch v%i returns them as they came, at their offsets', (version) => {
    const client = new ClusterClient();
    const topicId = client.createOrders();
    const batches = ['none', 'gzip', 'snappy', 'lz4', 'zstd'].map(javaBatch);
    for (const batch of batches) client.produce(batch);
    const { errorCode, highWatermark, records } = client.fetch(topicId, 0, version);
    expect({ errorCode, highWatermark }).toEqual({ errorCode: 0, highWatermark: 15 });
    const epoch = new DataView(records.buffer, records.byteOffset).getInt32(12);
    expect(epoch).toBeGreaterThanOrEqual(0);
    expect(Buffer.from(records)).toEqual(Buffer.concat(batches.map((batch, i) => storedAt(3 * i, epoch, batch))));
    expect(client.fetch(topicId, 14, version).records).toHaveLength(javaBatch('zstd').length);
    expect(client.fetch(topicId, 16, version)).toMatchObject({ errorCode: 1 });
  });

  it('does not read the records of a batch that it stores and returns', () => {
    const client = new ClusterClient();
    const topicId = client.createOrders();
    client.produce(javaBatch('none'));
    client.fetch(topicId, 0);
    expect(client.batches).toMatchObject([{ recordCount: 3, columnsRead: undefined }]);
  });

  it.each(versionsFrom(0, 'Metadata'))('Metadata v%i describes the topic', (version) => {
    const client = new ClusterClient();
    client.createOrders();
    const { brokers, topics } = client.ask('Metadata', version, { topics: [{ name: 'orders', topicId: '' }] });
    expect(brokers).toMatchObject([{ nodeId: 1, host: 'broker-1', port: 9092 }]);
    expect(topics).toMatchObject([{ errorCode: 0, name: 'orders', partitions: [{ leaderId: 1, isrNodes: [1] }] }]);
  });

  it('sets the time of the append in batches of a topic with LogAppendTime', () => {
    const client = new ClusterClient();
    const topicId = client.createOrders({ 'message.timestamp.type': 'LogAppendTime' });
    const { logAppendTimeMs } = client.produce(javaBatch('lz4'));
    const { records } = client.fetch(topicId, 0);
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    expect(view.getInt16(ATTRIBUTES_AT)).toBe(3 | 8);
    expect(Number(view.getBigInt64(35))).toBe(logAppendTimeMs);
    expect(view.getUint32(CRC_AT)).toBe(crc32c(records, ATTRIBUTES_AT));
    expect(records.subarray(43)).toEqual(javaBatch('lz4').subarray(43));
  });

  it.each([
    ['a wrong checksum', 2, () => javaBatch('none').fill(0, 70, 71)],
    ['an older format', 87, () => javaBatch('format 1')],
    ['two batches', 87, () => Uint8Array.of(...javaBatch('none'), ...javaBatch('none'))],
    ['no batch', 87, () => new Uint8Array(0)],
    ['a batch that is cut off', 87, () => javaBatch('none').subarray(0, 80)],
    ['a control batch', 87, () => withAttributes(javaBatch('none'), CONTROL_FLAG)],
    ['a base offset', 87, () => storedAt(5, -1, javaBatch('none'))],
  ])('refuses %s with error %i', (_, error, batch) => {
    const client = new ClusterClient();
    client.createOrders();
    expect(client.produce(batch())).toMatchObject({ errorCode: error, baseOffset: -1 });
  });

  it.each([{}, { 'cleanup.policy': 'compact' }, { 'message.timestamp.after.max.ms': '1000' }])(
    'refuses compressed records that cannot be read, whatever the topic: %j',
    (configs) => {
      const client = new ClusterClient();
      const topicId = client.createOrders(configs);
      const [undecodable, incomplete] = [javaBatch('gzip'), javaBatch('snappy')];
      undecodable.fill(1, 61, 65);
      new DataView(incomplete.buffer).setInt32(23, 3);
      new DataView(incomplete.buffer).setInt32(57, 4);
      const refusal = { baseOffset: -1, recordErrors: [], errorMessage: null };
      expect(client.produce(withChecksum(undecodable))).toMatchObject({ ...refusal, errorCode: -1, logStartOffset: 0 });
      expect(client.produce(withChecksum(incomplete))).toMatchObject({ ...refusal, errorCode: 87 });
      expect(client.fetch(topicId, 0)).toMatchObject({ errorCode: 0, highWatermark: 0 });
    },
  );

  it('refuses records without a key in a compacted topic, also compressed ones', () => {
    const client = new ClusterClient();
    client.createOrders({ 'cleanup.policy': 'compact' });
    const refusal = { errorCode: 87, recordErrors: [{ batchIndex: 1 }] };
    expect(client.produce(javaBatch('none'))).toMatchObject(refusal);
    expect(client.produce(javaBatch('zstd'))).toMatchObject(refusal);
  });

  it.each(versionsFrom(0, 'AlterConfigs'))('AlterConfigs v%i replaces all configurations of a topic', (version) => {
    const client = new ClusterClient();
    client.createOrders({ 'retention.ms': '1000', 'max.message.bytes': '2000' });
    const alter = (configs: object[], validateOnly = false): AnyRead =>
      client.ask('AlterConfigs', version, {
        resources: [{ resourceType: 2, resourceName: 'orders', configs }],
        validateOnly,
      }).responses[0];
    const present = (): unknown =>
      client
        .ask('DescribeConfigs', 1, {
          resources: [{ resourceType: 2, resourceName: 'orders', configurationKeys: null }],
        })
        .results[0].configs.filter(({ configSource }: AnyRead) => configSource === 1)
        .map(({ name, value }: AnyRead) => `${name}=${value}`);
    expect(alter([{ name: 'retention.ms', value: '5' }], true)).toMatchObject({ errorCode: 0, resourceName: 'orders' });
    expect(present()).toEqual(['max.message.bytes=2000', 'retention.ms=1000']);
    expect(alter([{ name: 'retention.ms', value: '5' }])).toMatchObject({ errorCode: 0, resourceType: 2 });
    expect(present()).toEqual(['retention.ms=5']);
    expect(alter([{ name: 'retention.ms', value: 'soon' }])).toMatchObject({ errorCode: 40 });
    expect(alter([{ name: 'retention.ms', value: null }])).toMatchObject({
      errorCode: 42,
      errorMessage: 'Null value not supported for : retention.ms',
    });
    expect(present()).toEqual(['retention.ms=5']);
  });

  it.each(versionsFrom(0, 'DescribeCluster'))('DescribeCluster v%i describes brokers and controller', (version) => {
    const { errorCode, brokers, controllerId } = new ClusterClient().ask('DescribeCluster', version, {});
    expect({ errorCode, controllerId }).toEqual({ errorCode: 0, controllerId: 1 });
    expect(brokers).toMatchObject([{ brokerId: 1, host: 'broker-1', port: 9092 }]);
  });

  it('gives producers their ids, and recognizes a batch that is sent twice', () => {
    const client = new ClusterClient();
    client.createOrders();
    const request = { transactionalId: null, transactionTimeoutMs: 1000 };
    const { producerId, producerEpoch } = client.ask('InitProducerId', 5, request);
    const batch = javaBatch('none');
    const view = new DataView(batch.buffer);
    view.setBigInt64(43, BigInt(producerId));
    view.setInt16(51, producerEpoch);
    view.setInt32(53, 0);
    view.setUint32(CRC_AT, crc32c(batch, ATTRIBUTES_AT));
    expect(client.produce(batch)).toMatchObject({ errorCode: 0, baseOffset: 0 });
    expect(client.produce(batch)).toMatchObject({ errorCode: 0, baseOffset: 0 });
    view.setInt32(53, 9);
    view.setUint32(CRC_AT, crc32c(batch, ATTRIBUTES_AT));
    expect(client.produce(batch)).toMatchObject({ errorCode: 45 });
  });
});
