/** Covers src/protocol/errors/client-exceptions.ts and exception-roots.ts. */
import { describe, expect, it } from 'vitest';
import {
  BufferExhaustedException,
  ConfigException,
  IllegalStateException,
  KafkaException,
  RetriableException,
  SerializationException,
  TimeoutException,
} from '../../../src/protocol/errors/exceptions.ts';

describe('Exceptions', () => {
  it('are instances of their class and of its ancestors', () => {
    const error = new BufferExhaustedException('no memory');
    expect(error).toBeInstanceOf(TimeoutException);
    expect(error).toBeInstanceOf(RetriableException);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe('BufferExhaustedException: no memory');
  });

  it('know the full name of their Java class', () => {
    expect(new KafkaException('').javaClass).toBe('org.apache.kafka.common.KafkaException');
    expect(new ConfigException('').javaClass).toBe('org.apache.kafka.common.config.ConfigException');
    expect(new TimeoutException('').javaClass).toBe('org.apache.kafka.common.errors.TimeoutException');
    expect(new SerializationException('').javaClass).toBe('org.apache.kafka.common.errors.SerializationException');
    expect(new BufferExhaustedException('').javaClass).toBe(
      'org.apache.kafka.clients.producer.BufferExhaustedException',
    );
  });

  it('of the Java platform are not Kafka exceptions', () => {
    expect(new IllegalStateException('')).not.toBeInstanceOf(KafkaException);
    expect(new IllegalStateException('').javaClass).toBe('java.lang.IllegalStateException');
  });

  it('keep their cause', () => {
    const cause = new Error('why');
    expect(new KafkaException('what', { cause }).cause).toBe(cause);
  });
});
