/**
 * Produce. Versions before 3 carry older record formats, which this project's brokers do not convert: they are refused with
 * UNSUPPORTED_FOR_MESSAGE_FORMAT.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { ProducePartition, ProducePartitionResponse, ProduceRequest } from '../../protocol/messages.ts';
import { ATTRIBUTES_AT, CODEC_MASK, CODECS, LATEST_MAGIC } from '../../protocol/records/batch-layout.ts';
import { magicOf, readBatch } from '../batches/read-batch.ts';
import { WireError } from '../bytes/wire-error.ts';
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic } from './parts/by-topic.ts';
import { errorCode } from './parts/codes.ts';
import { endpointsOf } from './parts/endpoints.ts';
import type { ConversionContext, Exchange } from './parts/exchange.ts';
import { timeout } from './parts/timeouts.ts';

type Records = WireRequest<'Produce'>['topicData'][number]['partitionData'][number]['records'];

/** First version whose batches have format 2 only. */
const FORMAT_2_FROM = 3;
/** First version that allows Zstandard (KIP-110). */
const ZSTD_FROM = 7;

/** Never written to. */
const NO_PARTITIONS: ProducePartition[] = [];

export function convertProduce(message: WireRequest<'Produce'>, { version }: ConversionContext): Exchange<'Produce'> {
  let partitions = NO_PARTITIONS;
  const refused: ProducePartitionResponse[] = [];
  for (const { name: topic, partitionData } of message.topicData) {
    for (const { index: partition, records } of partitionData) {
      const error = version < ZSTD_FROM ? errorOf(records, version) : undefined;
      if (error !== undefined) {
        refused.push(refusedPartition(topic, partition, error));
        continue;
      }
      const accepted = { topic, partition, batch: readBatch(records) };
      // An array literal has room for its elements only; pushing to an empty array makes room for seventeen.
      if (partitions.length === 0) partitions = [accepted];
      else partitions.push(accepted);
    }
  }
  const acks = message.acks as ProduceRequest['acks'];
  if (acks === 0 && refused.length > 0)
    throw new WireError('Records are refused, and with acks=0 there is no response.');
  const { transactionalId, timeoutMs } = message;
  return {
    requests:
      partitions.length === 0 && refused.length > 0
        ? []
        : [{ api: 'Produce', acks, timeoutMs: timeout(timeoutMs), transactionalId, partitions }],
    respond: ([response]) => ({
      throttleTimeMs: response?.throttleTimeMs ?? 0,
      responses: byTopic([...(response?.partitions ?? []), ...refused], resultOf, (name, partitionResponses) => ({
        name,
        partitionResponses,
      })),
      nodeEndpoints: endpointsOf(response?.nodeEndpoints),
    }),
  };
}

/** ProduceRequest.validateRecords, for versions that do not allow everything. */
function errorOf(records: Records, version: number): ErrorName | undefined {
  const magic = magicOf(records);
  if (records === null || magic === undefined) return undefined;
  if (magic < LATEST_MAGIC) return version < FORMAT_2_FROM ? 'UNSUPPORTED_FOR_MESSAGE_FORMAT' : undefined;
  const codec = CODECS[(records[ATTRIBUTES_AT + 1] ?? 0) & CODEC_MASK];
  return codec === 'zstd' ? 'UNSUPPORTED_COMPRESSION_TYPE' : undefined;
}

function refusedPartition(topic: string, partition: number, error: ErrorName): ProducePartitionResponse {
  return {
    topic,
    partition,
    error,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    recordErrors: [],
    errorMessage: null,
  };
}

type WireResult = ReturnType<Exchange<'Produce'>['respond']>['responses'][number]['partitionResponses'][number];

function resultOf(result: ProducePartitionResponse): WireResult {
  const { currentLeader } = result;
  const converted: WireResult = {
    index: result.partition,
    errorCode: errorCode(result.error),
    baseOffset: result.baseOffset,
    logAppendTimeMs: result.logAppendTimeMs,
    logStartOffset: result.logStartOffset,
    recordErrors: result.recordErrors.map(({ batchIndex, message }) => ({
      batchIndex,
      batchIndexErrorMessage: message,
    })),
    errorMessage: result.errorMessage,
  };
  return currentLeader === undefined ? converted : { ...converted, currentLeader };
}
