/** Covers: src/client/serialization/ */
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Headers } from '../../../src/client/record/headers.ts';
import * as bytes from '../../../src/client/serialization/bytes.ts';
import { JsonDeserializer, JsonSerializer } from '../../../src/client/serialization/json.ts';
import * as numbers from '../../../src/client/serialization/numbers.ts';
import { FieldSerializer } from '../../../src/client/serialization/serialize-field.ts';
import { type Deserializer, readsHeaders, type Serializer } from '../../../src/client/serialization/serializer.ts';
import { StringDeserializer, StringSerializer } from '../../../src/client/serialization/string-serializer.ts';
import { UUIDDeserializer, UUIDSerializer } from '../../../src/client/serialization/uuid.ts';
import { VoidDeserializer, VoidSerializer } from '../../../src/client/serialization/void.ts';

const headers = new Headers();
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const UUID = '123e4567-e89b-12d3-a456-426614174000';

const pairs: [string, Serializer<never>, Deserializer, unknown, unknown][] = [
  ['String', new StringSerializer(), new StringDeserializer(), 'é', Uint8Array.of(0xc3, 0xa9)],
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
  ['UUID', new UUIDSerializer(), new UUIDDeserializer(), UUID, utf8(UUID)],
  ['JSON', new JsonSerializer(), new JsonDeserializer(), { a: [1] }, utf8('{"a":[1]}')],
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
    expect(() => new FieldSerializer('key', new StringSerializer(), name).serialize('t', 5, headers)).toThrow(
      expect.objectContaining({
        name: 'SerializationException',
        message: `Can't convert key of class java.lang.Integer to class ${name} specified in key.serializer`,
      }),
    );
  });

  it('Void refuses any value but null', () => {
    const name = 'org.apache.kafka.common.serialization.VoidSerializer';
    expect(() => new FieldSerializer('value', new VoidSerializer(), name).serialize('t', 'v', headers)).toThrow(
      expect.objectContaining({
        name: 'SerializationException',
        message: `Can't convert value of class java.lang.String to class ${name} specified in value.serializer`,
        cause: expect.objectContaining({
          name: 'ClassCastException',
          message: 'class java.lang.String cannot be cast to class java.lang.Void',
        }) as unknown,
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
    expect(() => new FieldSerializer('value', serializer, 'X').serialize('t', 5, headers)).toThrow(own);
  });

  it('text of our own serializers is passed on as text, and that of a subclass with a method of its own is not', () => {
    class UpperCase extends StringSerializer {
      override serialize(topic: string, data: string | null): Uint8Array | null {
        return super.serialize(topic, data === null ? null : data.toUpperCase());
      }
    }
    expect(new FieldSerializer('value', new StringSerializer(), 'X').serialize('t', 'a', headers)).toBe('a');
    expect(new FieldSerializer('value', new UpperCase(), 'X').serialize('t', 'a', headers)).toEqual(utf8('A'));
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
    expect(readsHeaders({ serialize: (_topic, _data, given) => Uint8Array.of(given.size) })).toBe(true);
  });
});

describe('A result of a serializer', () => {
  const serialize = (result: unknown, field: 'key' | 'value' = 'value'): unknown =>
    new FieldSerializer(field, { serialize: () => result as null }, 'OrderSerializer').serialize('t', 'x', headers);

  it.each([
    { result: 'text', says: 'returned "text". Return its bytes: new TextEncoder().encode(text)' },
    { result: 5, says: 'returned 5. Return a Uint8Array or null' },
    { result: undefined, says: 'returned undefined. Return a Uint8Array, or null for a tombstone' },
    { result: { a: 1 }, says: 'returned an object with a. Return a Uint8Array or null' },
    { result: [1, 2], says: 'returned [1, 2]. Return a Uint8Array: new Uint8Array(...)' },
    { result: new ArrayBuffer(2), says: 'returned an ArrayBuffer. Return a Uint8Array: new Uint8Array(...)' },
    { result: new Int8Array(3), says: 'returned an Int8Array of 3 bytes. Return a Uint8Array: new Uint8Array(...)' },
    { result: false, says: 'returned false. Return a Uint8Array or null' },
  ])('$result is refused', ({ result, says }) => {
    expect(() => serialize(result)).toThrow(
      expect.objectContaining({
        name: 'SerializationException',
        message: `The serializer OrderSerializer of value.serializer ${says}`,
      }),
    );
  });

  it('of a class without a name names the configuration key only', () => {
    const Unnamed = { 'value.serializer': class {} }['value.serializer'];
    const serializer = new FieldSerializer('value', { serialize: () => 5 as never }, Unnamed.name);
    expect(() => serializer.serialize('t', 'x', headers)).toThrow('The serializer of value.serializer returned 5.');
  });

  it('that is missing stands for no key, or for a tombstone', () => {
    expect(() => serialize(undefined, 'key')).toThrow('Return a Uint8Array, or null for no key');
    expect(serialize(null)).toBeNull();
  });

  it('that is a promise is refused, and its rejection is not reported as well', async () => {
    const says = 'returned a Promise. Serializers are synchronous, as in Java. Await the bytes before send()';
    expect(() => serialize(Promise.reject(new Error('no schema')))).toThrow(says);
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('may be bytes of another realm', () => {
    const foreign = runInNewContext('Uint8Array.of(1, 2)') as Uint8Array;
    expect(foreign instanceof Uint8Array).toBe(false);
    const result = serialize(foreign);
    expect(result).toEqual(Uint8Array.of(1, 2));
    expect(result).toBeInstanceOf(Uint8Array);
  });
});
