/**
 * Covers: src/client/config/configured-instances.ts, src/producer/config/producer-plugins.ts, src/consumer/consumer-config.ts
 */
import { Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const S = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
const D = { 'key.deserializer': StringDeserializer, 'value.deserializer': StringDeserializer };

/** Has the methods of all that can be configured; its configure() fails later than the constructor of the client. */
class Slow {
  async configure(): Promise<void> {
    throw new Error('not reported');
  }

  serialize(): null {
    return null;
  }

  deserialize(): null {
    return null;
  }

  partition(): number {
    return 0;
  }

  onAcknowledgement(): void {}
}

describe('configure() that returns a promise is refused', () => {
  const sim = new Simulation();
  it.each<[key: string, make: (config: object) => unknown]>([
    ['key.serializer', (config) => sim.producer({ ...S, ...config })],
    ['value.serializer', (config) => sim.producer({ ...S, ...config })],
    ['partitioner.class', (config) => sim.producer({ ...S, ...config })],
    ['interceptor.classes', (config) => sim.producer({ ...S, ...config })],
    ['key.deserializer', (config) => sim.consumer({ ...D, ...config })],
    ['value.deserializer', (config) => sim.consumer({ ...D, ...config })],
  ])('%s', (key, make) => {
    expect(() => make({ [key]: key === 'interceptor.classes' ? [Slow] : Slow })).toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({
          name: 'KafkaException',
          message:
            `configure() of Slow, which ${key} names, returned a promise. configure() is synchronous, as in Java. ` +
            'Await what it needs before the client is created',
        }),
      }),
    );
  });
});

describe('A class whose constructor throws', () => {
  class Broken {
    constructor() {
      throw new TypeError('my mistake');
    }
  }
  const sim = new Simulation();
  it.each<[key: string, make: (config: object) => unknown]>([
    ['key.serializer', (config) => sim.producer({ ...S, ...config })],
    ['partitioner.class', (config) => sim.producer({ ...S, ...config })],
    ['interceptor.classes', (config) => sim.producer({ ...S, ...config })],
    ['value.deserializer', (config) => sim.consumer({ ...D, ...config })],
  ])('%s: is named, as in Java', (key, make) => {
    expect(() => make({ [key]: key === 'interceptor.classes' ? [Broken] : Broken })).toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({
          name: 'KafkaException',
          message: 'Could not instantiate class Broken',
          cause: new TypeError('my mistake'),
        }),
      }),
    );
  });
});
