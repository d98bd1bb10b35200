/** Covers: src/client/serialization/ */
import { describe, expect, it } from 'vitest';
import { Headers } from '../../../src/client/record/headers.ts';
import * as bytes from '../../../src/client/serialization/bytes.ts';
import { JsonDeserializer, JsonSerializer } from '../../../src/client/serialization/json.ts';
import * as numbers from '../../../src/client/serialization/numbers.ts';
import { serializeField } from '../../../src/client/serialization/serialize-field.ts';
import { type Deserializer, readsHeaders, type Serializer } from '../../../src/client/serialization/serializer.ts';
import { StringDeserializer, StringSerializer } from '../../../src/client/serialization/string-serializer.ts';
import { UUIDDeserializer, UUIDSerializer } from '../../../src/client/serialization/uuid.ts';
import { VoidDeserializer, VoidSerializer } from '../../../src/client/serialization/void.ts';

const headers = new Headers();
const UUID = '123e4567-e89b-12d3-a456-426614174000';

const pairs: [string, Serializer<never>, Deserializer, unknown, unknown][] = [
  ['String', new StringSerializer(), new StringDeserializer(), 'é', 'é'],
  ['ByteArray', new bytes.ByteArraySerializer(), new bytes.ByteArrayDeserializer(), Uint8Array.of(1), Uint8Array.of(1)],
  ['Bytes', new bytes.BytesSerializer(), new bytes.BytesDeserializer(), Uint8Array.of(1), Uint8Array.of(1)],
  [
    'Integer',
    new numbers.IntegerSerializer(),
    new numbers.IntegerDeserializer(),
    -2,
    Uint8Array.of(255, 255, 255, 254),
  ],
  ['Long', new numbers.LongSerializer(), new numbers.LongDeserializer(), 258n, Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 2)],
  ['Short', new numbers.ShortSerializer(), new numbers.ShortDeserializer(), 258, Uint8Array.of(1, 2)],
  ['Float', new numbers.FloatSerializer(), new numbers.FloatDeserializer(), 1.5, Uint8Array.of(63, 192, 0, 0)],
  [
    'Double',
    new numbers.DoubleSerializer(),
    new numbers.DoubleDeserializer(),
    1.5,
    Uint8Array.of(63, 248, 0, 0, 0, 0, 0, 0),
  ],
  ['UUID', new UUIDSerializer(), new UUIDDeserializer(), UUID, UUID],
  ['JSON', new JsonSerializer(), new JsonDeserializer(), { a: [1] }, '{"a":[1]}'],
];

describe('Serializers:', () => {
  it.each(pairs)(
    '%s writes the same bytes as Java’s, and its deserializer reads them',
    (_name, serializer, deserializer, data, form) => {
      const payload = serializer.serialize('t', data as never, headers);
      expect(payload).toEqual(form);
      expect(deserializer.deserialize('t', payload, [])).toEqual(data);
    },
  );

  const none: (typeof pairs)[number] = ['Void', new VoidSerializer(), new VoidDeserializer(), null, null];
  it.each([...pairs, none])('%s keeps null as null', (_name, serializer, deserializer) => {
    expect(serializer.serialize('t', null, headers)).toBeNull();
    expect(deserializer.deserialize('t', null, [])).toBeNull();
  });

  it('a value of the wrong type is refused with Java’s message', () => {
    const name = 'org.apache.kafka.common.serialization.StringSerializer';
    expect(() => serializeField(new StringSerializer(), name, 'key', 't', 5, headers)).toThrow(
      expect.objectContaining({
        name: 'SerializationException',
        message: `Can't convert key of class java.lang.Integer to class ${name} specified in key.serializer`,
      }),
    );
  });

  it('an exception of a serializer is thrown unchanged', () => {
    const own = new Error('mine');
    const serializer: Serializer = {
      serialize() {
        throw own;
      },
    };
    expect(() => serializeField(serializer, 'X', 'value', 't', 5, headers)).toThrow(own);
  });

  it('numbers that do not fit their type are refused', () => {
    expect(() => new numbers.IntegerSerializer().serialize('t', 2 ** 31)).toThrow('it holds -2147483648 to 2147483647');
    expect(() => new numbers.ShortSerializer().serialize('t', 1.5)).toThrow('cannot be cast to class java.lang.Short');
    expect(() => new numbers.LongSerializer().serialize('t', 2 ** 53)).toThrow(
      'cannot be cast to class java.lang.Long',
    );
    expect(() => new numbers.LongSerializer().serialize('t', 2n ** 63n)).toThrow('does not fit java.lang.Long');
  });

  it('bytes of the wrong length are refused with Java’s message', () => {
    const deserialize = (): unknown => new numbers.IntegerDeserializer().deserialize('t', Uint8Array.of(1));
    expect(deserialize).toThrow('Size of data received by IntegerDeserializer is not 4');
    expect(() => new VoidDeserializer().deserialize('t', 'x')).toThrow('Data should be null for a VoidDeserializer.');
    expect(() => new UUIDDeserializer().deserialize('t', 'x')).toThrow('Error parsing data into UUID');
    expect(() => new JsonDeserializer().deserialize('t', '{')).toThrow('Error deserializing JSON message');
  });

  it('only those that declare the parameter `headers` get an object for it', () => {
    expect(readsHeaders(new StringSerializer())).toBe(false);
    expect(readsHeaders({ serialize: (_topic, _data, given) => String(given.size) })).toBe(true);
  });
});
