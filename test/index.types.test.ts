/**
 * Mistakes that must be compile errors. `tsc` checks this file: a line after `@ts-expect-error` that compiles is an error. The tests also
 * check the error that plain JavaScript gets at run time.
 */
import { type KafkaProducer, NewTopic, ProducerRecord, Simulation, StringSerializer } from 'kafka-trial';
import { type MatcherResult, matchers } from 'kafka-trial/assert';
import { ConfigException } from 'kafka-trial/errors';
import { defineScenario } from 'kafka-trial/scenario';
import { IntegerSerializer } from 'kafka-trial/serialization';
import { describe, expect, expectTypeOf, it } from 'vitest';

const SERIALIZERS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

function producer(): KafkaProducer {
  return new Simulation().producer(SERIALIZERS);
}

describe('A compile error', () => {
  it('is a misspelt key of a client; in JavaScript, it is a warning in the log', () => {
    const sim = new Simulation();
    // @ts-expect-error: linger.ms, not linger.msec
    sim.producer({ ...SERIALIZERS, 'linger.msec': 5 });
    expect(sim.trace.lines.join('\n')).toContain('linger.msec');
    // @ts-expect-error: bootstrap.servers, not bootstrap.server
    sim.admin({ 'bootstrap.server': 'broker-1:9092' });
    // @ts-expect-error: auto.offset.reset, not offset.reset
    expect(() => sim.consumer({ 'offset.reset': 'earliest' })).toThrow(ConfigException);
  });

  it('is a misspelt key of a topic', () => {
    const sim = new Simulation();
    // @ts-expect-error: min.insync.replicas, not min.insync.replica
    expect(() => sim.createTopic('t', { configs: { 'min.insync.replica': 2 } })).toThrow(
      "did you mean 'min.insync.replicas'?",
    );
    sim.createTopic('payments', { configs: { 'min.insync.replicas': 2, 'flush.ms': '1000' } });
    // @ts-expect-error: retention.ms, not retention
    expect(() => sim.operator.alterTopicConfig('payments', { retention: 1000 })).toThrow(
      'Unknown topic config name: retention',
    );
    sim.operator.alterTopicConfig('payments', { 'min.insync.replicas': null, 'retention.ms': '1000' });
  });

  it('is a value that its key does not accept', () => {
    const sim = new Simulation();
    // @ts-expect-error: all, -1, 0 or 1
    expect(() => sim.producer({ ...SERIALIZERS, acks: 'some' })).toThrow(
      'Invalid value some for configuration acks: String must be one of: all, -1, 0, 1',
    );
    // @ts-expect-error: none, gzip, snappy, lz4 or zstd
    expect(() => sim.producer({ ...SERIALIZERS, 'compression.type': 'zip' })).toThrow(ConfigException);
    // @ts-expect-error: a number
    expect(() => sim.producer({ ...SERIALIZERS, 'linger.ms': 'soon' })).toThrow(ConfigException);
    // @ts-expect-error: a class or its name, not an object
    expect(() => sim.producer({ ...SERIALIZERS, 'key.serializer': new StringSerializer() })).toThrow(ConfigException);
  });

  it('is a broker setting that Kafka does not have', () => {
    // @ts-expect-error: auto.create.topics.enable
    expect(() => new Simulation({ config: { 'auto.create.topic.enable': false } })).toThrow(
      "'auto.create.topics.enable'",
    );
    // @ts-expect-error: brokers
    expect(() => new Simulation({ broker: 3 })).toThrow("Did you mean 'brokers'?");
  });

  it('is a record without a topic, or with an unknown field', () => {
    // @ts-expect-error: a topic is needed
    expect(() => producer().send({ value: 'France' })).toThrow('Topic cannot be null.');
    // @ts-expect-error: timestamp
    ProducerRecord.from({ topic: 'CustomerCountry', value: 'France', time: 1 });
    // @ts-expect-error: fields by name go through ProducerRecord.from
    expect(() => new ProducerRecord({ topic: 'CustomerCountry', value: 'France' })).toThrow('ProducerRecord.from');
    // @ts-expect-error: a topic is text
    new NewTopic(3, 1);
  });

  it('is a value that the serializer does not accept', () => {
    const sim = new Simulation();
    // @ts-expect-error: values are numbers
    sim.producer<string, number>({}, { key: StringSerializer, value: StringSerializer });
    const integers = sim.producer({}, { key: StringSerializer, value: IntegerSerializer });
    // @ts-expect-error: a number
    expect(integers.send({ topic: 'counts', value: 'one' }).isDone()).toBe(false);
    expectTypeOf(integers).toExtend<KafkaProducer<string, number>>();
  });

  it('is a fault with an API or an error that Kafka does not have', () => {
    const { faults } = new Simulation();
    // @ts-expect-error: Produce
    expect(() => faults.on('Produced')).toThrow('expected the name of an API');
    // @ts-expect-error: NOT_LEADER_OR_FOLLOWER
    expect(() => faults.on('Produce').respond('NOT_LEADER')).toThrow('expected the name of a Kafka error');
    // @ts-expect-error: topic
    expect(() => faults.on('Produce', { topics: 'payments' })).toThrow('fault.topics: not allowed here');
  });

  it('is a scenario without a title', () => {
    // @ts-expect-error: name, title and run
    expect(() => defineScenario({ name: 'untitled', run: async () => {} })).toThrow("field 'title': expected a string");
  });
});

describe('The matchers', () => {
  it("fit Jest's expect.extend", () => {
    type RawMatchers = Readonly<Record<string, (actual: never, ...expected: never[]) => MatcherResult>>;
    expectTypeOf(matchers).toExtend<RawMatchers>();
  });
});
