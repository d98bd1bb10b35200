/** guarantees-of.ts: what Kafka guarantees for a configuration of the producer. */
import type { ProducerConfigInput } from 'kafka-trial';
import { guaranteesOf } from 'kafka-trial/explore';
import { GUARANTEE_NAMES } from 'kafka-trial/guarantees';
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
  ])('of %j does not guarantee %j', (config, notGuaranteed) => {
    const guaranteed = guaranteesOf(config);
    expect(GUARANTEE_NAMES.filter((name) => !guaranteed.includes(name))).toEqual(notGuaranteed);
  });
});
