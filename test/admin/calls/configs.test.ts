/** Covers: src/admin/calls/describe-configs.ts, src/admin/calls/incremental-alter-configs.ts, src/admin/calls/config-resources.ts */
import { type AdminClient, type ApiName, Simulation } from 'kafka-trial';
import {
  IllegalArgumentException,
  InvalidConfigurationException,
  InvalidRequestException,
  UnknownTopicOrPartitionException,
} from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';

const PAYMENTS = { type: 'TOPIC', name: 'payments' } as const;
const BROKER_2 = { type: 'BROKER', name: '2' } as const;

async function withAdmin(program: (admin: AdminClient, sim: Simulation) => Promise<void>): Promise<void> {
  const sim = new Simulation({ config: { 'message.max.bytes': 5000 } });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } });
  await sim.run(() => program(sim.admin(), sim));
}

/** The brokers that got requests of `api`. */
function askedBy(sim: Simulation, api: ApiName): readonly unknown[] {
  return sim.trace.entriesOf(`${api} request`).map(({ facts }) => 'broker' in facts && facts.broker);
}

describe('describeConfigs()', () => {
  it('returns the configuration of a topic, and where it comes from', () =>
    withAdmin(async (admin) => {
      const result = admin.describeConfigs([PAYMENTS], { includeSynonyms: true });
      const config = (await result).get('TOPIC:payments')!;
      expect(config.get('min.insync.replicas')).toMatchObject({
        value: '2',
        source: 'DYNAMIC_TOPIC_CONFIG',
        isDefault: false,
        isReadOnly: false,
      });
      expect(config.get('max.message.bytes')).toMatchObject({ value: '5000', source: 'STATIC_BROKER_CONFIG' });
      expect(config.get('retention.ms')).toMatchObject({ isDefault: true, source: 'DEFAULT_CONFIG' });
      expect(config.get('min.insync.replicas')?.synonyms[0]).toEqual({
        name: 'min.insync.replicas',
        value: '2',
        source: 'DYNAMIC_TOPIC_CONFIG',
      });
      expect(config.get('unknown')).toBeUndefined();
      expect(config.entries().map(({ name }) => name)).toContain('cleanup.policy');
      expect(await result.all()).toEqual(new Map([['TOPIC:payments', config]]));
    }));

  it('asks a broker for its own configuration', () =>
    withAdmin(async (admin, sim) => {
      const result = admin.describeConfigs([BROKER_2, PAYMENTS, { type: 'BROKER', name: '3' }]);
      expect((await result.values().get('BROKER:2'))?.get('message.max.bytes')).toMatchObject({
        value: '5000',
        isReadOnly: true,
        synonyms: [],
      });
      await result;
      expect(askedBy(sim, 'DescribeConfigs')).toEqual(expect.arrayContaining(['broker-2:9092', 'broker-3:9092']));
    }));

  it('fails what does not exist', () =>
    withAdmin(async (admin) => {
      const result = admin.describeConfigs([PAYMENTS, { type: 'TOPIC', name: 'orders' }]);
      await expect(result).rejects.toThrow(new UnknownTopicOrPartitionException(''));
      expect((await result.values().get('TOPIC:payments'))?.entries().length).toBeGreaterThan(5);
      expect(() => admin.describeConfigs([{ type: 'BROKER', name: 'broker-1' }])).toThrow(
        new IllegalArgumentException('For input string: "broker-1"'),
      );
    }));
});

describe('incrementalAlterConfigs()', () => {
  const currentValue = async (admin: AdminClient, name: string): Promise<unknown> =>
    (await admin.describeConfigs([PAYMENTS])).get('TOPIC:payments')?.get(name)?.value;

  it('sets, deletes, appends and subtracts', () =>
    withAdmin(async (admin) => {
      await admin.incrementalAlterConfigs([
        [
          PAYMENTS,
          [
            { name: 'max.message.bytes', value: '900' },
            { name: 'min.insync.replicas', value: null, opType: 'DELETE' },
            { name: 'cleanup.policy', value: 'compact', opType: 'APPEND' },
          ],
        ],
      ]);
      expect(await currentValue(admin, 'max.message.bytes')).toBe('900');
      expect(await currentValue(admin, 'min.insync.replicas')).toBe('1');
      expect(await currentValue(admin, 'cleanup.policy')).toBe('delete,compact');
      const change = { name: 'cleanup.policy', value: 'delete', opType: 'SUBTRACT' } as const;
      await admin.incrementalAlterConfigs(new Map([[PAYMENTS, [change]]])).all();
      expect(await currentValue(admin, 'cleanup.policy')).toBe('compact');
    }));

  it('only checks if asked to, and refuses values that Kafka refuses', () =>
    withAdmin(async (admin) => {
      const wrong = admin.incrementalAlterConfigs([[PAYMENTS, [{ name: 'min.insync.replicas', value: '0' }]]]);
      await expect(wrong).rejects.toThrow(InvalidConfigurationException);
      await admin.incrementalAlterConfigs([[PAYMENTS, [{ name: 'min.insync.replicas', value: '3' }]]], {
        validateOnly: true,
      });
      expect(await currentValue(admin, 'min.insync.replicas')).toBe('2');
    }));

  it('sends changes of a broker to that broker, and all others together', () =>
    withAdmin(async (admin, sim) => {
      const change = [{ name: 'max.message.bytes', value: '900' }];
      const orders = { type: 'TOPIC', name: 'orders' } as const;
      const result = admin.incrementalAlterConfigs([
        [PAYMENTS, change],
        [BROKER_2, [{ name: 'message.max.bytes', value: '900' }]],
        [orders, change],
      ]);
      await expect(result).rejects.toThrow();
      await expect(result.values().get('BROKER:2')).rejects.toThrow(InvalidRequestException);
      await expect(result.values().get('TOPIC:orders')).rejects.toThrow("The topic 'orders' does not exist.");
      await expect(result.values().get('TOPIC:payments')).resolves.toBeUndefined();
      expect(askedBy(sim, 'IncrementalAlterConfigs')).toHaveLength(2);
      expect(askedBy(sim, 'IncrementalAlterConfigs')).toContain('broker-2:9092');
    }));
});
