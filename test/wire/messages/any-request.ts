/** Arbitrary requests that a broker can make sense of. */
import * as fc from 'fast-check';
import { CONVERSIONS } from '../../../src/wire/conversions/index.ts';
import type { ConvertedApi } from '../../../src/wire/conversions/parts/exchange.ts';
import type { Field } from '../../../src/wire/schema/field.ts';
import { schemaOf, versionsOf } from '../../../src/wire/schema/message-codec.ts';
import { javaBatch } from '../batches/java-batches.ts';
import { type AnyMessage, anyMessage, mapFields, toWrite } from './any-message.ts';

/** The APIs that clients can use. */
export const CONVERTED: readonly ConvertedApi[] = Object.keys(CONVERSIONS) as ConvertedApi[];

export const EVERY_VERSION: readonly (readonly [ConvertedApi, number])[] = CONVERTED.flatMap((name) => {
  const [first, last] = versionsOf(name);
  return Array.from({ length: last - first + 1 }, (_, i) => [name, first + i] as const);
});

/** Numbers that stand for a name, which not every number does. */
const CODES: Readonly<Record<string, number>> = {
  isolationLevel: 1,
  electionType: 0,
  configOperation: 2,
  resourceType: 4,
  sessionEpoch: -1,
};

/** @param change what a field has instead of the arbitrary value */
export function anyRequest(
  name: ConvertedApi,
  version: number,
  change: (field: Field, value: unknown) => unknown = (_, value) => value,
): fc.Arbitrary<AnyMessage> {
  const { request } = schemaOf(name);
  return anyMessage(request, version).map((message) =>
    mapFields(request, toWrite(request, message), (field, value) => {
      if (field.type === 'records') return [javaBatch('gzip')];
      if (field.name === 'acks') return -1;
      return change(field, CODES[field.name] ?? value);
    }),
  );
}

/** Makes a few bytes of a frame others, and cuts off some at its end. Its size is right in any case. */
export const anyMutation: fc.Arbitrary<(frame: Uint8Array) => Uint8Array> = fc
  .tuple(
    fc.array(fc.tuple(fc.nat({ max: 300 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }),
    fc.oneof(fc.constant(0), fc.nat({ max: 300 })),
  )
  .map(([changes, cutBytes]) => (frame) => {
    const mutated = frame.slice(0, Math.max(4, frame.length - cutBytes));
    for (const [at, byte] of changes) if (4 + at < mutated.length) mutated[4 + at] = byte;
    new DataView(mutated.buffer).setInt32(0, mutated.length - 4);
    return mutated;
  });
