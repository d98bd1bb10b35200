/**
 * Java's number types, big-endian. A number that does not fit its type counts as a value of the wrong type, which Java's
 * compiler would refuse.
 */
import { SerializationException } from '../../protocol/errors/exceptions.ts';
import { type Payload, payloadBytes } from '../../protocol/records/payload.ts';
import { ClassCastException, type Deserializer, type Serializer, typeName } from './serializer.ts';

function wholeNumber(data: unknown, min: number, max: number, javaType: string): number {
  if (typeof data !== 'number' || !Number.isInteger(data)) throw ClassCastException.of(data, javaType);
  if (data >= min && data <= max) return data;
  throw new ClassCastException(`${data} cannot be cast to class ${javaType}: it holds ${min} to ${max}`);
}

function floatingNumber(data: unknown, javaType: string): number {
  if (typeof data === 'number') return data;
  throw new ClassCastException(`class ${typeName(data)} cannot be cast to class ${javaType}`);
}

function bigEndian(size: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}

/** @param deserializer the name that Java's message uses */
function readView(data: Payload, size: number, deserializer: string): DataView | null {
  const bytes = payloadBytes(data);
  if (bytes === null) return null;
  if (bytes.length !== size)
    throw new SerializationException(`Size of data received by ${deserializer} is not ${size}`);
  return new DataView(bytes.buffer, bytes.byteOffset, size);
}

/** Serializes a whole number from -2^31 to 2^31 - 1, as 4 bytes (Java's IntegerSerializer). */
export class IntegerSerializer implements Serializer<number> {
  /** @throws ClassCastException if `data` does not fit; send() throws a SerializationException instead */
  serialize(_topic: string, data: number | null): Uint8Array | null {
    if (data === null || data === undefined) return null;
    const number = wholeNumber(data, -0x80000000, 0x7fffffff, 'java.lang.Integer');
    return bigEndian(4, (view) => view.setInt32(0, number));
  }
}

/** Deserializes 4 bytes to a number (Java's IntegerDeserializer). */
export class IntegerDeserializer implements Deserializer<number> {
  /** @throws SerializationException if the number of bytes is another one */
  deserialize(_topic: string, data: Payload): number | null {
    return readView(data, 4, 'IntegerDeserializer')?.getInt32(0) ?? null;
  }
}

const MIN_LONG = -(2n ** 63n);
const MAX_LONG = 2n ** 63n - 1n;

/** Serializes a bigint, or a whole number up to 2^53 - 1, as 8 bytes (Java's LongSerializer). */
export class LongSerializer implements Serializer<bigint | number> {
  /** @throws ClassCastException if `data` does not fit; send() throws a SerializationException instead */
  serialize(_topic: string, data: bigint | number | null): Uint8Array | null {
    if (data === null || data === undefined) return null;
    const number = typeof data === 'bigint' ? data : exactLong(data);
    if (number < MIN_LONG || number > MAX_LONG) throw new ClassCastException(`${number} does not fit java.lang.Long`);
    return bigEndian(8, (view) => view.setBigInt64(0, number));
  }
}

function exactLong(data: unknown): bigint {
  if (typeof data === 'number' && Number.isSafeInteger(data)) return BigInt(data);
  throw ClassCastException.of(data, 'java.lang.Long');
}

/** Deserializes 8 bytes to a bigint (Java's LongDeserializer). */
export class LongDeserializer implements Deserializer<bigint> {
  /** @throws SerializationException if the number of bytes is another one */
  deserialize(_topic: string, data: Payload): bigint | null {
    return readView(data, 8, 'LongDeserializer')?.getBigInt64(0) ?? null;
  }
}

/** Serializes a whole number from -32,768 to 32,767, as 2 bytes (Java's ShortSerializer). */
export class ShortSerializer implements Serializer<number> {
  /** @throws ClassCastException if `data` does not fit; send() throws a SerializationException instead */
  serialize(_topic: string, data: number | null): Uint8Array | null {
    if (data === null || data === undefined) return null;
    const number = wholeNumber(data, -0x8000, 0x7fff, 'java.lang.Short');
    return bigEndian(2, (view) => view.setInt16(0, number));
  }
}

/** Deserializes 2 bytes to a number (Java's ShortDeserializer). */
export class ShortDeserializer implements Deserializer<number> {
  /** @throws SerializationException if the number of bytes is another one */
  deserialize(_topic: string, data: Payload): number | null {
    return readView(data, 2, 'ShortDeserializer')?.getInt16(0) ?? null;
  }
}

/** Serializes a number, rounded to 32 bits, as 4 bytes (Java's FloatSerializer). */
export class FloatSerializer implements Serializer<number> {
  /** @throws ClassCastException if `data` does not fit; send() throws a SerializationException instead */
  serialize(_topic: string, data: number | null): Uint8Array | null {
    if (data === null || data === undefined) return null;
    const number = floatingNumber(data, 'java.lang.Float');
    return bigEndian(4, (view) => view.setFloat32(0, number));
  }
}

/** Deserializes 4 bytes to a number (Java's FloatDeserializer). */
export class FloatDeserializer implements Deserializer<number> {
  /** @throws SerializationException if the number of bytes is another one */
  deserialize(_topic: string, data: Payload): number | null {
    return readView(data, 4, 'Deserializer')?.getFloat32(0) ?? null;
  }
}

/** Serializes a number, as 8 bytes (Java's DoubleSerializer). */
export class DoubleSerializer implements Serializer<number> {
  /** @throws ClassCastException if `data` does not fit; send() throws a SerializationException instead */
  serialize(_topic: string, data: number | null): Uint8Array | null {
    if (data === null || data === undefined) return null;
    const number = floatingNumber(data, 'java.lang.Double');
    return bigEndian(8, (view) => view.setFloat64(0, number));
  }
}

/** Deserializes 8 bytes to a number (Java's DoubleDeserializer). */
export class DoubleDeserializer implements Deserializer<number> {
  /** @throws SerializationException if the number of bytes is another one */
  deserialize(_topic: string, data: Payload): number | null {
    return readView(data, 8, 'Deserializer')?.getFloat64(0) ?? null;
  }
}
