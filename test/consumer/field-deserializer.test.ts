import { describe, expect, it } from 'vitest';
import type { Deserializer } from '../../src/client/serialization/serializer.ts';
import { StringDeserializer } from '../../src/client/serialization/string-serializer.ts';
import { FieldDeserializer } from '../../src/consumer/field-deserializer.ts';

function deserialize(deserialize: Deserializer<unknown>['deserialize'], data: string | null = 'x'): unknown {
  return new FieldDeserializer('value', { deserialize }).deserialize('t', data, []);
}

describe('A deserializer', () => {
  it('of the user’s gets bytes, even where the producer has passed text on', () => {
    expect(deserialize((_topic, data) => data)).toEqual(new TextEncoder().encode('x'));
    expect(new FieldDeserializer('value', new StringDeserializer()).deserialize('t', 'x', [])).toBe('x');
  });

  it('is not called for null, as in Java 3.6.1', () => {
    expect(deserialize(() => 'called', null)).toBeNull();
  });

  it('may return null', () => {
    expect(deserialize(() => null)).toBeNull();
  });

  it('is refused if it returns a promise or nothing', () => {
    expect(() => deserialize(async () => 'x')).toThrow(
      expect.objectContaining({
        name: 'SerializationException',
        message:
          'The deserializer Object of value.deserializer returned a Promise. Deserializers are synchronous, as in Java. ' +
          'Read the bytes with a ByteArrayDeserializer, and decode them after poll()',
      }),
    );
    expect(() => deserialize(() => undefined as unknown as null)).toThrow(
      'returned undefined. Return the value, or null',
    );
  });
});
