/** What a configuration promises. */
import { PROMISE_NAMES, type ProducerConfigInput } from 'kafka-trial';
import { promisesOf } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';

describe('A producer', () => {
  it.each<[ProducerConfigInput, readonly string[]]>([
    [{}, ['CallbackOrder']],
    [{ 'max.in.flight.requests.per.connection': 1 }, []],
    [
      { acks: '1' },
      [
        'NoAcknowledgedRecordLost',
        'NoDuplicateWithIdempotence',
        'OrderPerProducerAndPartition',
        'OffsetsUniqueAndTrue',
        'CallbackOrder',
      ],
    ],
    [{ 'enable.idempotence': false }, ['NoDuplicateWithIdempotence', 'OrderPerProducerAndPartition', 'CallbackOrder']],
    [{ 'enable.idempotence': false, 'max.in.flight.requests.per.connection': '1' }, ['NoDuplicateWithIdempotence']],
  ])('of %j does not promise %j', (config, unpromised) => {
    const kept = promisesOf(config);
    expect(PROMISE_NAMES.filter((name) => !kept.includes(name))).toEqual(unpromised);
  });
});
