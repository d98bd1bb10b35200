/** The fault word `corruptBatch`. */
import type { ProduceRequest } from '../../../protocol/messages.ts';
import type { RecordBatch } from '../../../protocol/records/record-batch.ts';
import { isIn } from '../requests/request-scope.ts';
import type { RequestWord } from '../requests/request-word.ts';

export interface CorruptBatch {
  readonly do: 'corruptBatch';
}

/**
 * The batches in scope of a Produce request arrive damaged, so the broker rejects them by their checksum
 * (CORRUPT_MESSAGE).
 */
export const corruptBatch: RequestWord<CorruptBatch> = {
  target: 'requests',
  fields: {},
  apis: { only: 'Produce', reason: 'only Produce requests carry batches to a broker' },
  describe: () => 'corrupt the batch',
  fromCall: () => ({}),
  act: ({ fault, message, request, pending }) =>
    pending.add(message, {
      kind: 'replace request',
      request: corrupted(request as ProduceRequest, fault.topic, fault.partition),
    }),
  random: { order: 12, weight: 2, draw: () => ({}) },
};

function corrupted(request: ProduceRequest, topic: string | undefined, partition: number | undefined): ProduceRequest {
  return {
    ...request,
    partitions: request.partitions.map((asked) =>
      isIn(asked, topic, partition) ? { ...asked, batch: damaged(asked.batch) } : asked,
    ),
  };
}

/** Not a copy: a batch that came as bytes decodes its columns when they are asked for. */
function damaged(batch: RecordBatch): RecordBatch {
  return Object.create(batch, { isCorrupt: { value: true, enumerable: true } }) as RecordBatch;
}
