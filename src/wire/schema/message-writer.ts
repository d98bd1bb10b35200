/** Compiles the description of a message into a function that writes one version of it. */

import { utf8Length } from '../../protocol/records/payload.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { uuidBytes } from '../bytes/uuid.ts';
import { WireError } from '../bytes/wire-error.ts';
import { defaultOf, isDefault } from './defaults.ts';
import type { Field } from './field.ts';
import { isInVersions } from './versions.ts';

type Message = Readonly<Record<string, unknown>>;
export type Write<Value> = (bytes: ByteWriter, value: Value) => void;
type Step = Write<Message>;
type WriteLength = Write<number>;

const NO_FIELDS_SIZE = 16;

/** Fields that this version does not have are left out. */
export function compileWriter(fields: readonly Field[], version: number, isFlexible: boolean): Write<object> {
  const present = fields.filter((field) => isInVersions(field.versions, version));
  const isTagged = (field: Field): boolean => isInVersions(field.tagged, version);
  const steps = present.filter((field) => !isTagged(field)).map((field) => writing(field, version, isFlexible));
  if (isFlexible) steps.push(writingTagged(present.filter(isTagged), version));
  return (bytes, message) => {
    for (let i = 0; i < steps.length; i++) (steps[i] as Step)(bytes, message as Message);
  };
}

function writing(field: Field, version: number, isFlexible: boolean): Step {
  const { name } = field;
  const write = writerOf(field, version, isFlexible);
  const byDefault = defaultOf(field);
  return (bytes, message) => {
    const value = message[name];
    write(bytes, value === undefined ? byDefault : value);
  };
}

/** Tagged fields come in the order of their tags; those with their default are left out. */
function writingTagged(fields: readonly Field[], version: number): Step {
  const inOrder = fields
    .map((field) => ({ field, tag: field.tag ?? 0, write: writerOf(field, version, true) }))
    .toSorted((a, b) => a.tag - b.tag);
  if (inOrder.length === 0) return (bytes) => bytes.unsignedVarint(0);
  return (bytes, message) => {
    const set = inOrder.filter(({ field }) => !isDefault(field, message[field.name]));
    bytes.unsignedVarint(set.length);
    for (const { field, tag, write } of set) {
      const content = new ByteWriter(NO_FIELDS_SIZE);
      write(content, message[field.name]);
      bytes.unsignedVarint(tag);
      bytes.unsignedVarint(content.length);
      bytes.copy(content.finish());
    }
  };
}

function writerOf(field: Field, version: number, isFlexible: boolean): Write<unknown> {
  switch (field.type) {
    case 'bool':
      return (bytes, value) => bytes.bool(value as boolean);
    case 'int8':
      return (bytes, value) => bytes.int8(value as number);
    case 'int16':
      return (bytes, value) => bytes.int16(value as number);
    case 'int32':
      return (bytes, value) => bytes.int32(value as number);
    case 'int64':
      return (bytes, value) => bytes.int64(value as number);
    case 'uuid':
      return (bytes, value) => bytes.copy(uuidBytes(value as string));
    case 'struct':
      return compileWriter(field.fields ?? [], version, isFlexible) as Write<unknown>;
    case 'string':
      return orNull(field, version, isFlexible ? writeCompactLength : writeShortLength, writeText);
    case 'bytes':
      return orNull(field, version, isFlexible ? writeCompactLength : writeLength, writeBytes);
    case 'records':
      return orNull(field, version, isFlexible ? writeCompactLength : writeLength, writePieces);
    default:
      return listWriter(field, version, isFlexible);
  }
}

function listWriter(field: Field, version: number, isFlexible: boolean): Write<unknown> {
  const { nullable: _, ...element } = field;
  const write = writerOf({ ...element, type: field.type.slice(2) as Field['type'] }, version, isFlexible);
  return orNull<readonly unknown[]>(
    field,
    version,
    isFlexible ? writeCompactLength : writeLength,
    (bytes, list, lengthOf) => {
      lengthOf(bytes, list.length);
      for (const value of list) write(bytes, value);
    },
  );
}

/** Writes the length -1 for null. */
function orNull<Value>(
  { name, nullable }: Field,
  version: number,
  writeLengthOf: WriteLength,
  write: (bytes: ByteWriter, value: Value, writeLengthOf: WriteLength) => void,
): Write<unknown> {
  const mayBeNull = isInVersions(nullable, version);
  return (bytes, value) => {
    if (value !== null) write(bytes, value as Value, writeLengthOf);
    else if (mayBeNull) writeLengthOf(bytes, -1);
    else throw new WireError(`${name} is null, which version ${version} does not allow.`);
  };
}

function writeShortLength(bytes: ByteWriter, length: number): void {
  bytes.int16(length);
}

function writeLength(bytes: ByteWriter, length: number): void {
  bytes.int32(length);
}

function writeCompactLength(bytes: ByteWriter, length: number): void {
  bytes.unsignedVarint(length + 1);
}

function writeText(bytes: ByteWriter, text: string, writeLengthOf: WriteLength): void {
  const size = utf8Length(text);
  writeLengthOf(bytes, size);
  bytes.text(text, size);
}

function writeBytes(bytes: ByteWriter, value: Uint8Array, writeLengthOf: WriteLength): void {
  writeLengthOf(bytes, value.length);
  bytes.copy(value);
}

function writePieces(bytes: ByteWriter, pieces: readonly Uint8Array[], writeLengthOf: WriteLength): void {
  writeLengthOf(
    bytes,
    pieces.reduce((size, piece) => size + piece.length, 0),
  );
  for (const piece of pieces) bytes.copy(piece);
}
