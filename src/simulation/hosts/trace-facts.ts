/**
 * How requests and responses appear in the trace: the few facts a reader needs to follow the story.
 *
 * Owns: what each API shows of itself. Refuses to know: how a line is laid out (sim/trace).
 */
import type { ErrorName } from '../../protocol/errors.ts';
import type { FetchPartitionResponse, ProducePartition, Request, Response } from '../../protocol/messages.ts';
import type { TopicPartition } from '../../protocol/record-batch.ts';

export type Facts = Readonly<Record<string, unknown>>;

export function requestFacts(request: Request): Facts {
  switch (request.api) {
    case 'Metadata':
      return { topics: request.topics === null ? 'all' : list(request.topics) };
    case 'Produce':
      return {
        acks: request.acks === -1 ? 'all' : request.acks,
        transactionalId: request.transactionalId ?? undefined,
        batches: list(request.partitions.map(batchFact)),
      };
    case 'Fetch':
      return {
        from: list(request.partitions.map((p) => `${partitionFact(p)}@${p.fetchOffset}`)),
        // The default goes without saying.
        isolation: request.isolationLevel === 'read_committed' ? request.isolationLevel : undefined,
      };
    case 'CreateTopics':
      return { topics: list(request.topics.map(({ name }) => name)) };
    case 'DeleteTopics':
      return { topics: list(request.topics) };
    case 'InitProducerId':
      return request.transactionalId === null ? {} : { transactionalId: request.transactionalId };
    case 'FindCoordinator':
      return { [request.keyType]: request.key };
    case 'AddPartitionsToTxn':
      return { transactionalId: request.transactionalId, partitions: list(request.partitions.map(partitionFact)) };
    case 'AddOffsetsToTxn':
      return { transactionalId: request.transactionalId, group: request.groupId };
    case 'TxnOffsetCommit':
      return {
        transactionalId: request.transactionalId,
        group: request.groupId,
        offsets: list(request.partitions.map((asked) => `${partitionFact(asked)}@${asked.committedOffset}`)),
      };
    case 'EndTxn':
      return { transactionalId: request.transactionalId, committed: request.committed };
    case 'ListOffsets':
      return { partitions: list(request.partitions.map((p) => `${p.topic}-${p.partition}`)) };
    default:
      return {};
  }
}

export function responseFacts(response: Response): Facts {
  switch (response.api) {
    case 'Metadata':
      return { topics: list(response.topics.map(({ name, error }) => withError(name, error))) };
    case 'Produce':
      return {
        results: list(
          response.partitions.map((p) =>
            p.error === 'NONE'
              ? `${p.topic}-${p.partition}@${p.baseOffset}`
              : withError(`${p.topic}-${p.partition}`, p.error),
          ),
        ),
      };
    case 'Fetch':
      return { records: list(response.partitions.map(fetchedFact)) };
    case 'CreateTopics':
    case 'DeleteTopics':
      return { topics: list(response.topics.map(({ name, error }) => withError(name, error))) };
    case 'InitProducerId':
      return response.error === 'NONE'
        ? { producerId: response.producerId, epoch: response.producerEpoch }
        : { error: response.error };
    case 'FindCoordinator':
      return response.error === 'NONE' ? { node: response.node?.id ?? -1 } : { error: response.error };
    case 'AddPartitionsToTxn':
    case 'TxnOffsetCommit':
      return { results: list(response.partitions.map((one) => withError(partitionFact(one), one.error))) };
    case 'ListOffsets':
      return {
        offsets: list(response.partitions.map((p) => withError(`${p.topic}-${p.partition}@${p.offset}`, p.error))),
      };
    default:
      return 'error' in response && response.error !== 'NONE' ? { error: response.error } : {};
  }
}

function batchFact({ topic, partition, batch }: ProducePartition): string {
  const sequence = batch.baseSequence < 0 ? '' : ` seq ${batch.baseSequence}`;
  return `${topic}-${partition} x${batch.recordCount}${sequence}`;
}

/** `payments-0+3`: three records; behind them its transaction markers, and which producers' records are to be skipped. */
function fetchedFact(fetched: FetchPartitionResponse): string {
  const { records, error, abortedTransactions } = fetched;
  let count = 0;
  let markers = '';
  for (const { batch } of records) {
    if (batch.control === undefined) count += batch.recordCount;
    else markers += ` ${batch.control}`;
  }
  const skipped = abortedTransactions.map((one) => ` aborted: producerId ${one.producerId} from ${one.firstOffset}`);
  return withError(`${partitionFact(fetched)}+${count}${markers}${skipped.join('')}`, error);
}

function partitionFact({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

function withError(name: string, error: ErrorName): string {
  return error === 'NONE' ? name : `${name} ${error}`;
}

function list(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}
