/** Covers src/real-clients/connections/bridge.ts, src/broker/requests and src/wire: a client that sends what no other client sends. */
import { once } from 'node:events';
import net from 'node:net';
import { Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import 'kafka-trial/real-clients';
import { afterEach, expect, it } from 'vitest';
import { ATTRIBUTES_AT, CRC_AT } from '../../src/protocol/records/batch-layout.ts';
import { crc32c } from '../../src/protocol/records/crc32c.ts';
import { ByteReader } from '../../src/wire/bytes/byte-reader.ts';
import { messageCodec } from '../../src/wire/schema/message-codec.ts';
import { javaBatch } from '../wire/batches/java-batches.ts';
import { type AnyRead, requestFrame } from '../wire/wire-client.ts';

/** Records that are said to be compressed with gzip, and are not. */
function undecodable(): Uint8Array {
  const batch = javaBatch('gzip');
  batch.fill(1, 61, 70);
  new DataView(batch.buffer).setUint32(CRC_AT, crc32c(batch, ATTRIBUTES_AT));
  return batch;
}

async function connect(): Promise<net.Socket> {
  const socket = net.connect(9092, 'broker-1');
  await once(socket, 'connect');
  return socket;
}

/** The error of the batch. */
async function produce(topic: string, batch: Uint8Array): Promise<number> {
  const socket = await connect();
  const topicData = [{ name: topic, partitionData: [{ index: 0, records: [batch] }] }];
  socket.write(requestFrame('Produce', 7, { acks: -1, timeoutMs: 1000, topicData }, 1));
  const [answer] = (await once(socket, 'data')) as [Uint8Array];
  socket.destroy();
  const { responses } = messageCodec('Produce', 7).readResponse(new ByteReader(answer, 8)) as AnyRead;
  return responses[0].partitionResponses[0].errorCode;
}

let sim: Simulation;

afterEach(() => sim.close());

it('Bytes that no other client sends cost their client an error or its connection, and others are served', async () => {
  sim = new Simulation({ seed: 7, guarantees: 'all', brokers: 1 });
  const compacted = { 'cleanup.policy': 'compact' };
  const bounded = { 'message.timestamp.after.max.ms': '1000' };
  sim.createTopic('plain', { partitions: 1, replicationFactor: 1 });
  sim.createTopic('compacted', { partitions: 1, replicationFactor: 1, configs: compacted });
  sim.createTopic('bounded', { partitions: 1, replicationFactor: 1, configs: bounded });
  sim.realClients.install();
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  const consumer = sim.consumer({ 'key.deserializer': StringDeserializer, 'value.deserializer': StringDeserializer });
  consumer.assign([{ topic: 'plain', partition: 0 }]);
  consumer.seekToBeginning([{ topic: 'plain', partition: 0 }]);
  await sim.run(async () => {
    for (const topic of ['plain', 'compacted', 'bounded']) expect(await produce(topic, undecodable())).toBe(-1);
    expect(await produce('plain', javaBatch('lz4'))).toBe(0);
    const broken = await connect();
    broken.write(Uint8Array.of(0, 0, 0, 4, 0, 3, 0, 99));
    await once(broken, 'close');
    await producer.send({ topic: 'plain', value: 'o' });
    const records = await consumer.poll(1_000);
    expect([...records].map(({ value }) => (value as string | null)?.slice(0, 7))).toEqual([
      'value-0',
      'value-1',
      undefined,
      'o',
    ]);
  });
  expect(`${sim.trace.entries.map(({ event }) => event).join()}`).toContain('append refused');
  expect(sim.verdict()).toMatchObject({ lost: [], duplicated: [], phantom: [] });
});
