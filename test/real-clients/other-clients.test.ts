/** Covers: src/real-clients. @platformatic/kafka and kafka-ts in process, unmodified: each flow has the same trace twice. */
import { Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import { FLOWS as KAFKA_TS } from './kafka-ts-flows.ts';
import { flowsOf, FLOWS as PLATFORMATIC, VERSION_2 } from './platformatic-flows.ts';
import { type Flow, flowNamed, type Outcome, play } from './play.ts';

const CLIENT = { clientId: 'shop', bootstrapBrokers: ['broker-1:9092'] };
const FIVE = ['0: a', '0: c', '0: e', '1: b', '1: d'];

describe('What they read and write', () => {
  it.each<[client: string, flows: readonly Flow[], name: string, outcome: Partial<Outcome>]>([
    ['@platformatic/kafka', PLATFORMATIC, 'an admin creates a topic', { result: ['refunds 2'] }],
    ['@platformatic/kafka', PLATFORMATIC, 'a consumer of a group reads five messages', { result: FIVE, atMs: 4_039 }],
    [
      '@platformatic/kafka',
      PLATFORMATIC,
      'a transaction is committed, and the next one is aborted',
      { stored: ['kept', 'dropped'] },
    ],
    ['kafka-ts', KAFKA_TS, 'a topic is created by a broker that is not the controller', { result: ['refunds 0'] }],
    ['kafka-ts', KAFKA_TS, 'a consumer of a group reads five messages', { result: FIVE, atMs: 3_154 }],
  ])('is that of a real cluster: %s, %2$s', async (_client, flows, name, outcome) => {
    expect(await play(flowNamed(flows, name))).toMatchObject(outcome);
  });
});

describe.each([
  ['@platformatic/kafka', PLATFORMATIC],
  ...(VERSION_2 === null ? [] : [['@platformatic/kafka 2', flowsOf(VERSION_2)] as const]),
  ['kafka-ts', KAFKA_TS],
] as const)('%s in process', (_client, flows) => {
  it.each(flows)('has the same trace twice: $name', async (flow) => {
    const first = await play(flow);
    const second = await play(flow);
    expect(second.lines).toEqual(first.lines);
    expect(second.fingerprint).toBe(first.fingerprint);
  });
});

describe('@platformatic/kafka with autocommit', () => {
  it('commits messages before they are handled', async () => {
    const { result } = await play({
      name: 'autocommit',
      program: async (sim) => {
        const producer = new Producer({ ...CLIENT, serializers: stringSerializers });
        await producer.send({ messages: ['one', 'two'].map((value) => ({ topic: 'orders', value })), acks: -1 });
        await producer.close();
        const consumer = new Consumer({ ...CLIENT, groupId: 'billing', deserializers: stringDeserializers });
        const stream = await consumer.consume({ topics: ['orders'], mode: 'earliest', autocommit: true });
        const committed: unknown[] = [];
        for await (const { value } of stream) {
          await sim.sleep(100);
          committed.push([value, ...sim.committedOffsets('billing').map(({ offset }) => offset)]);
          break;
        }
        await consumer.close();
        return committed;
      },
    });
    expect(result).toEqual([['one', 2]]);
  });
});

describe.skipIf(VERSION_2 === null)('@platformatic/kafka 2, which needs Node 22', () => {
  it('sends a record again if the response is late, and has it stored twice', async () => {
    const flow = flowNamed(flowsOf(VERSION_2 ?? expect.unreachable()), 'the response comes 31 s late');
    expect(await play(flow)).toMatchObject({ result: '1', stored: ['one', 'one'], atMs: 31_012 });
  });
});
