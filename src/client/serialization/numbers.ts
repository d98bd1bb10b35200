/**
 * Java's number types, big-endian.
 *
 * Owns: their ranges and sizes. A number that does not fit its type is the wrong type: Java's compiler would refuse it.
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

/** @param who as Java's message calls itself. */
function readView(data: Payload, size: number, who: string): DataView | null {
  const bytes = payloadBytes(data);
  if (bytes === null) return null;
  if (bytes.length !== size) throw new SerializationException(`Size of data received by ${who} is not ${size}`);
  return new DataView(bytes.buffer, bytes.byteOffset, size);
}

export class IntegerSerializer implements Serializer<number> {
  serialize(_topic: string, data: number | null): Payload {
    if (data === null || data === undefined) return null;
    const number = wholeNumber(data, -0x80000000, 0x7fffffff, 'java.lang.Integer');
    return bigEndian(4, (view) => view.setInt32(0, number));
  }
}

export class IntegerDeserializer implements Deserializer<number> {
  deserialize(_topic: string, data: Payload): number | null {
    return readView(data, 4, 'IntegerDeserializer')?.getInt32(0) ?? null;
  }
}

const MIN_LONG = -(2n ** 63n);
const MAX_LONG = 2n ** 63n - 1n;

/** Takes a bigint, or a number that is whole and exact (up to 2^53 - 1). */
export class LongSerializer implements Serializer<bigint | number> {
  serialize(_topic: string, data: bigint | number | null): Payload {
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

export class LongDeserializer implements Deserializer<bigint> {
  deserialize(_topic: string, data: Payload): bigint | null {
    return readView(data, 8, 'LongDeserializer')?.getBigInt64(0) ?? null;
  }
}

export class ShortSerializer implements Serializer<number> {
  serialize(_topic: string, data: number | null): Payload {
    if (data === null || data === undefined) return null;
    const number = wholeNumber(data, -0x8000, 0x7fff, 'java.lang.Short');
    return bigEndian(2, (view) => view.setInt16(0, number));
  }
}

export class ShortDeserializer implements Deserializer<number> {
  deserialize(_topic: string, data: Payload): number | null {
    return readView(data, 2, 'ShortDeserializer')?.getInt16(0) ?? null;
  }
}

export class FloatSerializer implements Serializer<number> {
  serialize(_topic: string, data: number | null): Payload {
    if (data === null || data === undefined) return null;
    const number = floatingNumber(data, 'java.lang.Float');
    return bigEndian(4, (view) => view.setFloat32(0, number));
  }
}

export class FloatDeserializer implements Deserializer<number> {
  deserialize(_topic: string, data: Payload): number | null {
    return readView(data, 4, 'Deserializer')?.getFloat32(0) ?? null;
  }
}

export class DoubleSerializer implements Serializer<number> {
  serialize(_topic: string, data: number | null): Payload {
    if (data === null || data === undefined) return null;
    const number = floatingNumber(data, 'java.lang.Double');
    return bigEndian(8, (view) => view.setFloat64(0, number));
  }
}

export class DoubleDeserializer implements Deserializer<number> {
  deserialize(_topic: string, data: Payload): number | null {
    return readView(data, 8, 'Deserializer')?.getFloat64(0) ?? null;
  }
}
