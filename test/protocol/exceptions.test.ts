import { describe, expect, it } from 'vitest';
import {
  BufferExhaustedException,
  ConfigException,
  IllegalStateException,
  KafkaException,
  RetriableException,
  SerializationException,
  TimeoutException,
} from '../../src/protocol/exceptions.ts';

describe('exceptions', () => {
  it('are caught by their class and by their ancestors', () => {
    const error = new BufferExhaustedException('no memory');
    expect(error).toBeInstanceOf(TimeoutException);
    expect(error).toBeInstanceOf(RetriableException);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe('BufferExhaustedException: no memory');
  });

  it('know their Java class, each in its own package', () => {
    expect(new KafkaException('').javaClass).toBe('org.apache.kafka.common.KafkaException');
    expect(new ConfigException('').javaClass).toBe('org.apache.kafka.common.config.ConfigException');
    expect(new TimeoutException('').javaClass).toBe('org.apache.kafka.common.errors.TimeoutException');
    expect(new SerializationException('').javaClass).toBe('org.apache.kafka.common.errors.SerializationException');
    expect(new BufferExhaustedException('').javaClass).toBe(
      'org.apache.kafka.clients.producer.BufferExhaustedException',
    );
  });

  it('that are Java’s own are not Kafka’s', () => {
    expect(new IllegalStateException('')).not.toBeInstanceOf(KafkaException);
    expect(new IllegalStateException('').javaClass).toBe('java.lang.IllegalStateException');
  });

  it('keep their cause', () => {
    const cause = new Error('why');
    expect(new KafkaException('what', { cause }).cause).toBe(cause);
  });
});
