/**
 * Which fields of requests and responses a trace contains, and how they are written.
 */
import type {
  MetadataResponse,
  ProducePartition,
  ProducePartitionResponse,
  Request,
  Response,
} from '../../../src/protocol/messages.ts';
import { type Payload, payloadSize, payloadText } from '../../../src/protocol/records/payload.ts';
import { type RecordBatch, timestampOf } from '../../../src/protocol/records/record-batch.ts';
import { headersSize, NO_HEADERS_SIZE, recordSize } from '../../../src/protocol/records/record-size.ts';
import { placeName, type RequestNumbers } from './request-numbers.ts';

type Fields = Readonly<Record<string, unknown>>;

const SHOWN_TEXT_LENGTH = 16;
const SEQUENCE_SPACE = 2 ** 31;

// --- Requests ------------------------------------------------------------------------------------------------------------

export function requestFields(
  request: Request,
  numbers: RequestNumbers,
  startMs: number,
  withRecords: boolean,
): Fields {
  switch (request.api) {
    case 'Metadata': {
      const { topics, allowAutoTopicCreation } = request;
      return { topics: topics ?? [], allTopics: topics === null, allowAutoTopicCreation };
    }
    case 'Produce': {
      const { acks, timeoutMs, transactionalId, partitions } = request;
      const batches = partitions.map((part) => batchFields(part, numbers, startMs, withRecords));
      return { acks, timeoutMs, transactionalId, batches };
    }
    case 'InitProducerId': {
      const { transactionalId, transactionTimeoutMs, producerId, producerEpoch } = request;
      return { transactionalId, transactionTimeoutMs, producerId, producerEpoch };
    }
    case 'FindCoordinator': {
      const keyType = request.keyType.toUpperCase();
      return { keyType, keys: [request.key] };
    }
    case 'AddPartitionsToTxn': {
      const { transactionalId, producerId, producerEpoch, partitions } = request;
      return { transactionalId, producerId, producerEpoch, partitions: partitions.map(placeName) };
    }
    case 'AddOffsetsToTxn': {
      const { transactionalId, producerId, producerEpoch, groupId } = request;
      return { transactionalId, producerId, producerEpoch, groupId };
    }
    case 'TxnOffsetCommit': {
      const { transactionalId, producerId, producerEpoch, groupId, memberId, generationId, partitions } = request;
      const offsets = partitions.map((place) => ({ tp: placeName(place), offset: place.committedOffset }));
      return { transactionalId, producerId, producerEpoch, groupId, memberId, generationId, offsets };
    }
    case 'EndTxn': {
      const { transactionalId, producerId, producerEpoch, committed } = request;
      return { transactionalId, producerId, producerEpoch, committed };
    }
    default:
      return {};
  }
}

function batchFields(part: ProducePartition, numbers: RequestNumbers, startMs: number, withRecords: boolean): Fields {
  const { batch } = part;
  const tp = placeName(part);
  const fields = {
    tp,
    nth: numbers.attempts.get(tp),
    records: batch.recordCount,
    sizeInBytes: batch.sizeInBytes,
    magic: 2,
    compression: batch.compression,
    timestampType: 'CreateTime',
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    lastSequence: batch.baseSequence < 0 ? -1 : (batch.baseSequence + batch.recordCount - 1) % SEQUENCE_SPACE,
    transactional: batch.isTransactional,
    maxTimestampRel: batch.maxTimestampMs - startMs,
    values: batch.values.map(shownText),
  };
  return withRecords ? { ...fields, recordDetails: recordDetails(batch) } : fields;
}

/** The beginning of a key or value without the dots that pad it; a text of dots only is shown as one dot. */
function shownText(payload: Payload): string | null {
  const text = payloadText(payload)?.replace(/(?<=.)\.+$/s, '') ?? null;
  return text === null || text.length <= SHOWN_TEXT_LENGTH ? text : `${text.slice(0, SHOWN_TEXT_LENGTH)}…`;
}

function recordDetails(batch: RecordBatch): Fields[] {
  const firstMs = timestampOf(batch, 0);
  return batch.values.map((value, row) => {
    const key = batch.keys[row] ?? null;
    const timestamp = timestampOf(batch, row);
    const headers = batch.headers?.[row] ?? [];
    const keySize = payloadSize(key);
    const valueSize = payloadSize(value);
    const size = recordSize(
      row,
      timestamp - firstMs,
      keySize,
      valueSize,
      headers.length === 0 ? NO_HEADERS_SIZE : headersSize(headers),
    );
    const detail = {
      key: shownText(key),
      value: shownText(value),
      keySize,
      valueSize,
      timestamp,
      offsetDelta: row,
      size,
    };
    if (headers.length === 0) return detail;
    return { ...detail, headers: headers.map((header) => [header.key, payloadText(header.value)]) };
  });
}

// --- Responses -----------------------------------------------------------------------------------------------------------

export function responseFields(response: Response, startMs: number): Fields {
  const throttle =
    'throttleTimeMs' in response && response.throttleTimeMs > 0 ? { throttleMs: response.throttleTimeMs } : {};
  return { ...throttle, ...bodyFields(response, startMs) };
}

function bodyFields(response: Response, startMs: number): Fields {
  switch (response.api) {
    case 'Metadata':
      return { topics: Object.fromEntries(response.topics.map((topic) => [topic.name, topicFields(topic)])) };
    case 'Produce':
      return { partitions: response.partitions.map((answer) => producedFields(answer, startMs)) };
    case 'InitProducerId': {
      const { error, producerId, producerEpoch } = response;
      return error === 'NONE' ? { producerId, producerEpoch } : { error };
    }
    case 'FindCoordinator':
      return response.error === 'NONE' ? { coordinator: response.node?.id ?? -1 } : { error: response.error };
    case 'AddPartitionsToTxn':
    case 'TxnOffsetCommit': {
      const error = response.partitions.find((answer) => answer.error !== 'NONE')?.error;
      return error === undefined ? {} : { error };
    }
    case 'EndTxn': {
      const { error, producerId = -1, producerEpoch } = response;
      if (error !== 'NONE') return { error };
      return producerId < 0 ? {} : { producerId, producerEpoch };
    }
    case 'AddOffsetsToTxn':
    case 'ApiVersions':
      return response.error === 'NONE' ? {} : { error: response.error };
    default:
      return {};
  }
}

function topicFields({ error, partitions }: MetadataResponse['topics'][number]): Fields {
  return error === 'NONE' ? { leaders: partitions.map(({ leader }) => leader) } : { error };
}

function producedFields(answer: ProducePartitionResponse, startMs: number): Fields {
  const { error, baseOffset, logAppendTimeMs, logStartOffset, currentLeader } = answer;
  return {
    tp: placeName(answer),
    error,
    baseOffset,
    ...(logAppendTimeMs < 0 ? {} : { logAppendTimeRel: logAppendTimeMs - startMs }),
    ...(error === 'NONE' || logStartOffset < 0 ? {} : { logStartOffset }),
    ...(currentLeader && { currentLeader: { id: currentLeader.leaderId, epoch: currentLeader.leaderEpoch } }),
  };
}
