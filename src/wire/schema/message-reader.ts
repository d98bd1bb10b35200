/** Compiles the description of a message into a function that reads one version of it. */
import type { ByteReader } from '../bytes/byte-reader.ts';
import { uuidText } from '../bytes/uuid.ts';
import { WireError } from '../bytes/wire-error.ts';
import { defaultOf } from './defaults.ts';
import type { Field } from './field.ts';
import { isInVersions } from './versions.ts';

type Message = Record<string, unknown>;
export type Read<Value> = (bytes: ByteReader) => Value;
type Step = (bytes: ByteReader, message: Message) => void;

const UUID_SIZE = 16;

export function compileReader(fields: readonly Field[], version: number, isFlexible: boolean): Read<Message> {
  const tagged = new Map<number, Step>();
  const steps: Step[] = [];
  for (const field of fields) {
    const isPresent = isInVersions(field.versions, version);
    const isTagged = isInVersions(field.tagged, version);
    if (isPresent && isTagged) tagged.set(field.tag ?? 0, reading(field, version, isFlexible));
    steps.push(isPresent && !isTagged ? reading(field, version, isFlexible) : setting(field));
  }
  if (isFlexible) steps.push((bytes, message) => readTagged(bytes, message, tagged));
  return (bytes) => {
    const message: Message = {};
    for (let i = 0; i < steps.length; i++) (steps[i] as Step)(bytes, message);
    return message;
  };
}

function reading(field: Field, version: number, isFlexible: boolean): Step {
  const { name } = field;
  const read = readerOf(field, version, isFlexible);
  return (bytes, message) => {
    message[name] = read(bytes);
  };
}

function setting(field: Field): Step {
  const { name } = field;
  const value = defaultOf(field);
  return (_, message) => {
    message[name] = value;
  };
}

/** Tags that are not known are skipped. */
function readTagged(bytes: ByteReader, message: Message, tagged: ReadonlyMap<number, Step>): void {
  const count = bytes.unsignedVarint();
  for (let i = 0; i < count; i++) {
    const step = tagged.get(bytes.unsignedVarint());
    const size = bytes.unsignedVarint();
    const end = bytes.position + size;
    if (step === undefined) bytes.skip(size);
    else step(bytes, message);
    if (bytes.position !== end) throw new WireError(`A tagged field ends at byte ${bytes.position}, not at ${end}.`);
  }
}

function readerOf(field: Field, version: number, isFlexible: boolean): Read<unknown> {
  const read = nullableReaderOf(field, version, isFlexible);
  if (isInVersions(field.nullable, version) || field.type === 'uuid') return read;
  if (!field.type.startsWith('[]') && !['string', 'bytes', 'records'].includes(field.type)) return read;
  return (bytes) => {
    const value = read(bytes);
    if (value === null) throw new WireError(`${field.name} is null, which version ${version} does not allow.`);
    return value;
  };
}

/** The reader of a field that may be null; whether it may is checked by the caller. */
function nullableReaderOf(field: Field, version: number, isFlexible: boolean): Read<unknown> {
  switch (field.type) {
    case 'bool':
      return (bytes) => bytes.bool();
    case 'int8':
      return (bytes) => bytes.int8();
    case 'int16':
      return (bytes) => bytes.int16();
    case 'int32':
      return (bytes) => bytes.int32();
    case 'int64':
      return (bytes) => bytes.int64();
    case 'uuid':
      return (bytes) => uuidText(bytes.view8(UUID_SIZE));
    case 'string':
      return isFlexible ? readCompactText : readText;
    case 'bytes':
    case 'records':
      return isFlexible ? readCompactBytes : readBytes;
    case 'struct':
      return compileReader(field.fields ?? [], version, isFlexible);
    default:
      return listReader(elementReader(field, version, isFlexible), isFlexible ? readCompactLength : readLength);
  }
}

function elementReader(field: Field, version: number, isFlexible: boolean): Read<unknown> {
  const type = field.type.slice(2) as Field['type'];
  const { nullable: _, ...element } = field;
  return readerOf({ ...element, type }, version, isFlexible);
}

function listReader(read: Read<unknown>, readCount: Read<number>): Read<unknown> {
  return (bytes) => {
    const count = readCount(bytes);
    if (count < 0) return null;
    // Every element has one byte at least, so that a wrong count cannot ask for more memory than the message has.
    if (count > bytes.remaining) {
      throw new WireError(
        `A list of ${count} elements begins at byte ${bytes.position}, near the end at ${bytes.end}.`,
      );
    }
    if (count === 0) return [];
    // Nearly all lists have one element: an empty list would make room for many when the first one is added.
    const list = [read(bytes)];
    for (let i = 1; i < count; i++) list.push(read(bytes));
    return list;
  };
}

/** -1 for null. */
function readLength(bytes: ByteReader): number {
  const length = bytes.int32();
  if (length < -1) throw new WireError(`There is a negative length, ${length}, before byte ${bytes.position}.`);
  return length;
}

/** -1 for null. */
function readCompactLength(bytes: ByteReader): number {
  return bytes.unsignedVarint() - 1;
}

export function readText(bytes: ByteReader): string | null {
  const length = bytes.int16();
  return length === -1 ? null : bytes.text(length);
}

function readCompactText(bytes: ByteReader): string | null {
  const length = readCompactLength(bytes);
  return length < 0 ? null : bytes.text(length);
}

/** A copy: sockets reuse their memory. */
function readBytes(bytes: ByteReader): Uint8Array | null {
  const length = readLength(bytes);
  return length < 0 ? null : bytes.copy(length);
}

function readCompactBytes(bytes: ByteReader): Uint8Array | null {
  const length = readCompactLength(bytes);
  return length < 0 ? null : bytes.copy(length);
}
