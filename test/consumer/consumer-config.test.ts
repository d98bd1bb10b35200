/** Covers: src/consumer/consumer-config.ts, src/consumer/consumer-rules.ts */
import { Simulation } from 'kafka-trial';
import { describe, expect, it } from 'vitest';
import type { Properties } from '../../src/client/config/parse-config.ts';
import { StringDeserializer } from '../../src/client/serialization/string-serializer.ts';
import { V3_6_1 } from '../../src/client/versions/v3_6_1.ts';
import { type ConsumerConfig, resolveConsumerConfig } from '../../src/consumer/consumer-config.ts';
import { member, poll } from './groups/group-program.ts';

const RANGE = 'org.apache.kafka.clients.consumer.RangeAssignor';

function configured(config: Readonly<Record<string, unknown>>): ConsumerConfig {
  const deserializers = { keyDeserializer: new StringDeserializer(), valueDeserializer: new StringDeserializer() };
  const options = { version: V3_6_1, nextClientNumber: (): number => 1, log: (): void => {}, ...deserializers };
  const properties: Properties = new Map(Object.entries({ 'bootstrap.servers': 'a:1', ...config }));
  return resolveConsumerConfig(properties, options);
}

/** What the constructor throws, with its causes. */
function problemWith(config: Readonly<Record<string, unknown>>): string {
  const texts: string[] = [];
  try {
    configured(config);
  } catch (thrown) {
    for (let error = thrown as Error | undefined; error !== undefined; error = error.cause as Error | undefined) {
      texts.push(`${error.name}: ${error.message}`);
    }
  }
  return texts.join(' <- ');
}

const CONSTRUCTING = 'KafkaException: Failed to construct kafka consumer <- ';

describe('A configuration that Java’s consumer refuses', () => {
  it.each<[Readonly<Record<string, unknown>>, string]>([
    [
      { 'enable.auto.commit': true },
      `${CONSTRUCTING}InvalidConfigurationException: enable.auto.commit cannot be set to true when default group id (null) is used.`,
    ],
    [
      { 'group.id': 'g', 'heartbeat.interval.ms': 45_000 },
      `${CONSTRUCTING}IllegalArgumentException: Heartbeat must be set lower than the session timeout`,
    ],
    [
      { 'group.id': 'g', 'group.instance.id': 'a b' },
      "InvalidConfigurationException: Group instance id is invalid: 'a b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ],
    [
      { 'group.instance.id': '.', 'client.id': 'named' },
      `${CONSTRUCTING}InvalidConfigurationException: Group instance id is invalid: '.' is not allowed`,
    ],
    [
      { 'partition.assignment.strategy': `${RANGE},${RANGE}` },
      `${CONSTRUCTING}KafkaException: The assignor name: 'range' is used in more than one assignor: ${RANGE}, ${RANGE}`,
    ],
    [
      { 'partition.assignment.strategy': 'nope' },
      `${CONSTRUCTING}KafkaException: nope ClassNotFoundException exception occurred <- ClassNotFoundException: nope`,
    ],
    [
      { 'allow.auto.create.topics': 'x' },
      'ConfigException: Invalid value x for configuration allow.auto.create.topics: Expected value to be either true or false',
    ],
    [
      { 'check.crcs': 'no' },
      'ConfigException: Invalid value no for configuration check.crcs: Expected value to be either true or false',
    ],
  ])('is %j', (config, problem) => {
    expect(problemWith(config)).toBe(problem);
  });
});

describe('Without a group', () => {
  it('no offsets are committed, and the settings of a member do not matter', () => {
    expect(configured({}).enableAutoCommit).toBe(false);
    expect(configured({ 'enable.auto.commit': 'false', 'heartbeat.interval.ms': 90_000 }).enableAutoCommit).toBe(false);
    expect(configured({ 'group.id': 'g' }).enableAutoCommit).toBe(true);
  });
});

describe('allow.auto.create.topics', () => {
  it.each<[boolean, string[]]>([
    [true, ['payments']],
    [false, []],
  ])('%s decides whether a subscription creates a topic', async (allowed, topics) => {
    const sim = new Simulation();
    await sim.run(async () => {
      const consumer = member(sim, { 'allow.auto.create.topics': allowed });
      consumer.subscribe(['payments']);
      await poll(sim, consumer, 1000);
      const names = await sim.admin().listTopics().names().get();
      expect([...names]).toEqual(topics);
    });
  });
});
