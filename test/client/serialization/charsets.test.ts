/** Covers: src/client/serialization/charsets.ts and how the serializers of text use it. The bytes were compared with Java's. */
import { describe, expect, it } from 'vitest';
import { Headers } from '../../../src/client/record/headers.ts';
import { FieldSerializer } from '../../../src/client/serialization/serialize-field.ts';
import { StringDeserializer, StringSerializer } from '../../../src/client/serialization/string-serializer.ts';
import { TextDeserializer, TextSerializer } from '../../../src/client/serialization/text-serializer.ts';
import { UUIDDeserializer, UUIDSerializer } from '../../../src/client/serialization/uuid.ts';
import { Simulation } from '../../../src/index.ts';

const UUID = '123e4567-e89b-12d3-a456-426614174000';
const EMOJI = '\ud83d\ude00';

function configured<T extends StringSerializer | StringDeserializer | UUIDSerializer | UUIDDeserializer>(
  made: T,
  configs: Record<string, unknown>,
  isKey = false,
): T {
  made.configure(new Map(Object.entries(configs)), isKey);
  return made;
}

const hex = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('hex');
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const written = (encoding: string, text: string): string =>
  hex(configured(new StringSerializer(), { 'serializer.encoding': encoding }).serialize('t', text));
const read = (encoding: string, form: string): string | null =>
  configured(new StringDeserializer(), { 'deserializer.encoding': encoding }).deserialize('t', bytes(form));

describe('A charset', () => {
  it.each([
    ['UTF-8', 'é', 'c3a9'],
    ['UTF-16', 'vv', 'feff00760076'],
    ['UTF-16', '', ''],
    ['UTF-16BE', 'é', '00e9'],
    ['utf-16le', EMOJI, '3dd800de'],
    ['ISO-8859-1', 'é', 'e9'],
    ['US-ASCII', 'a', '61'],
  ])('%s writes %j as Java does, and reads it again', (encoding, text, form) => {
    expect(written(encoding, text)).toBe(form);
    expect(read(encoding, form)).toBe(text);
  });

  it.each([
    ['ISO-8859-1', `€${EMOJI}`, '3f3f'],
    ['US-ASCII', 'é', '3f'],
    ['UTF-16BE', 'a\ud83d', '0061fffd'],
    ['UTF-16BE', '\ude00b', 'fffd0062'],
  ])('%s replaces what it cannot represent in %j', (encoding, text, form) => {
    expect(written(encoding, text)).toBe(form);
  });

  it.each([
    ['UTF-16', 'fffe4100', 'A'],
    ['UTF-16', '0041', 'A'],
    ['UTF-16BE', 'feff0041', '\ufeffA'],
    ['UTF-16BE', '410042', '\u4100\ufffd'],
    ['UTF-16BE', 'd83d0041', '\ufffd'],
    ['UTF-16BE', 'd83dd83d0041', '\ufffdA'],
    ['UTF-16BE', 'd83dd83dde00', '\ufffd\ufffd'],
    ['UTF-16BE', 'de000041', '\ufffdA'],
    ['US-ASCII', 'e941', '\ufffdA'],
  ])('%s reads the bytes %s as Java does', (encoding, form, text) => {
    expect(read(encoding, form)).toBe(text);
  });

  it('that is not known is refused when it is used', () => {
    const configs = { 'serializer.encoding': 'nope', 'deserializer.encoding': 'nope' };
    const refusal = (message: string): unknown =>
      expect.objectContaining({
        name: 'SerializationException',
        message: `${message} due to unsupported encoding nope`,
        cause: expect.objectContaining({ message: expect.stringMatching(/charsets UTF-8, .*US-ASCII/) }) as unknown,
      });
    const serializer = configured(new StringSerializer(), configs);
    expect(() => serializer.serialize('t', 'v')).toThrow(refusal('Error when serializing string to byte[]'));
    expect(serializer.serialize('t', null)).toBeNull();
    expect(() => configured(new StringDeserializer(), configs).deserialize('t', bytes('61'))).toThrow(
      refusal('Error when deserializing byte[] to string'),
    );
    expect(() => configured(new UUIDSerializer(), configs).serialize('t', UUID)).toThrow(
      refusal('Error when serializing UUID to byte[]'),
    );
    expect(() => configured(new UUIDDeserializer(), configs).deserialize('t', bytes('61'))).toThrow(
      refusal('Error when deserializing byte[] to UUID'),
    );
  });
});

describe('The configuration of a charset', () => {
  const both = { 'key.serializer.encoding': 'UTF-16BE', 'serializer.encoding': 'US-ASCII' };

  it.each([
    { configs: both, isKey: true, form: '00e9' },
    { configs: both, isKey: false, form: '3f' },
    { configs: { 'value.serializer.encoding': 'ISO-8859-1' }, isKey: false, form: 'e9' },
    { configs: { 'value.serializer.encoding': 'ISO-8859-1' }, isKey: true, form: 'c3a9' },
    { configs: { 'serializer.encoding': 5 }, isKey: true, form: 'c3a9' },
  ])('$configs, for a key: $isKey', ({ configs, isKey, form }) => {
    expect(hex(configured(new StringSerializer(), configs, isKey).serialize('t', 'é'))).toBe(form);
  });

  it('counts for UUIDs, too', () => {
    const serializer = configured(new UUIDSerializer(), { 'serializer.encoding': 'UTF-16LE' });
    const form = serializer.serialize('t', UUID);
    expect(form).toHaveLength(72);
    const deserializer = configured(new UUIDDeserializer(), { 'deserializer.encoding': 'UTF-16LE' });
    expect(deserializer.deserialize('t', form)).toBe(UUID);
  });

  it('lets only UTF-8 be passed on as text', () => {
    const serializers = ['UTF-8', 'UTF-16'].map((encoding) =>
      configured(new StringSerializer(), { 'serializer.encoding': encoding }),
    );
    expect(serializers.map((one) => TextSerializer.isPlain(one))).toEqual([true, false]);
    const payloads = serializers.map((one) =>
      new FieldSerializer('value', one, 'X').serialize('t', 'v', new Headers()),
    );
    expect(payloads).toEqual(['v', bytes('feff0076')]);
    const deserializer = configured(new StringDeserializer(), { 'deserializer.encoding': 'UTF-16' });
    expect([TextDeserializer.isPlain(deserializer), deserializer.deserialize('t', null)]).toEqual([true, null]);
  });

  it('leads from a producer to a consumer', async () => {
    const sim = new Simulation();
    const configuration = (role: string, more: Record<string, unknown>): Map<string, unknown> =>
      new Map<string, unknown>(Object.entries({ [`value.${role}.encoding`]: 'UTF-16', ...more }));
    const producer = sim.producer<string, string>(
      configuration('serializer', { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer }),
    );
    const consumer = sim.consumer<string, string>(
      configuration('deserializer', {
        'key.deserializer': StringDeserializer,
        'value.deserializer': StringDeserializer,
        'auto.offset.reset': 'earliest',
      }),
    );
    const [size, values] = await sim.run(async () => {
      const metadata = await producer.send({ topic: 't', key: 'k', value: 'vv' }).get();
      consumer.subscribe(['t']);
      const records = await consumer.poll(1000);
      return [metadata.serializedValueSize(), Array.from(records, ({ key, value }) => [key, value])] as const;
    });
    expect([size, values]).toEqual([6, [['k', 'vv']]]);
  });
});
