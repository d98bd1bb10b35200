/** Covers: src/client/backoff/retry-backoff.ts as admin clients and consumers use it: KIP-580 from 3.7 on. */
import { describe, expect, it } from 'vitest';
import {
  type ApiName,
  type ClientVersionName,
  type KafkaConsumer,
  Simulation,
  StringDeserializer,
} from '../../src/index.ts';

const DESERIALIZERS = { 'key.deserializer': StringDeserializer, 'value.deserializer': StringDeserializer };

/** The pauses between requests of this API, in ms, of which each is refused, and what follows. */
async function pauses(
  clientVersion: ClientVersionName,
  api: ApiName,
  error: 'NOT_CONTROLLER' | 'COORDINATOR_NOT_AVAILABLE' | 'COORDINATOR_LOAD_IN_PROGRESS' | 'NOT_LEADER_OR_FOLLOWER',
  program: (sim: Simulation) => Promise<unknown>,
): Promise<readonly number[]> {
  const sim = new Simulation({ clientVersion, network: { latencyMs: 0 } });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  sim.faults.on(api).times(6).respond(error);
  await sim.run(() => program(sim));
  const times = sim.trace.entries
    .filter(({ event }) => event === `${api} request`)
    .map(({ atMs }) => atMs)
    .slice(0, 6);
  return times.slice(1).map((atMs, i) => atMs - (times[i] as number));
}

/** Each pause is twice the one before, up to a second, with a fifth more or less; and they differ by the random factor. */
function expectGrowth(found: readonly number[]): void {
  const expected = [100, 200, 400, 800, 1000];
  expect(found).toHaveLength(expected.length);
  for (const [i, ms] of found.entries()) {
    expect(ms).toBeGreaterThanOrEqual((expected[i] as number) * 0.8);
    expect(ms).toBeLessThanOrEqual(Math.min((expected[i] as number) * 1.2, 1000) + 1);
  }
  expect(found.some((ms, i) => Math.abs(ms - (expected[i] as number)) > 5)).toBe(true);
}

const createTopic = async (sim: Simulation): Promise<void> => {
  const admin = sim.admin();
  await admin.createTopics([{ name: 'orders', numPartitions: 1, replicationFactor: 3 }]).all();
  await admin.close();
};

async function consume(
  sim: Simulation,
  action: (consumer: KafkaConsumer<string, string>) => Promise<unknown> = async () => {},
): Promise<void> {
  const consumer = sim.consumer<string, string>({
    ...DESERIALIZERS,
    'group.id': 'shop',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': false,
  });
  consumer.subscribe(['payments']);
  await consumer.poll(20_000);
  await action(consumer);
  await consumer.close();
}

describe.each([
  ['a call of an admin client', 'CreateTopics', 'NOT_CONTROLLER', createTopic],
  ['the look-up of a coordinator', 'FindCoordinator', 'COORDINATOR_NOT_AVAILABLE', (sim: Simulation) => consume(sim)],
  [
    'a commit',
    'OffsetCommit',
    'COORDINATOR_LOAD_IN_PROGRESS',
    (sim: Simulation) => consume(sim, (consumer) => consumer.commitSync()),
  ],
  ['the read of committed offsets', 'OffsetFetch', 'COORDINATOR_LOAD_IN_PROGRESS', (sim: Simulation) => consume(sim)],
] as const)('The pauses before %s is sent again', (_, api, error, program) => {
  it('are all retry.backoff.ms in 3.6.1', async () => {
    const found = await pauses('3.6.1', api, error, program);
    expect(found.map((ms) => Math.round(ms / 10) * 10)).toEqual([100, 100, 100, 100, 100]);
  });

  it.each(['3.9', '4.3'] as const)('grow, with a random factor, in %s', async (version) => {
    expectGrowth(await pauses(version, api, error, program));
  });
});

describe('The pauses that do not grow in any version', () => {
  it.each(['3.6.1', '4.3'] as const)('are those before offsets are looked up again (%s)', async (version) => {
    const found = await pauses(version, 'ListOffsets', 'NOT_LEADER_OR_FOLLOWER', (sim) => consume(sim));
    expect(found.map((ms) => Math.round(ms / 10) * 10)).toEqual([100, 100, 100, 100, 100]);
  });
});
