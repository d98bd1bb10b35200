/**
 * WriteTxnMarkers (KIP-98), which only transaction coordinators send.
 *
 * Checks, in the real broker's order, per partition: this broker hosts it (otherwise UNKNOWN_TOPIC_OR_PARTITION) and leads it; enough
 * replicas are in sync; the producer's epoch, which has to be a new one if each transaction has an epoch; the coordinator's epoch. The response is sent once all markers are on all in-sync
 * replicas, or after request.timeout.ms.
 * Differs: there are no ACLs.
 */

import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { TxnMarker, WriteTxnMarkersRequest } from '../../protocol/messages.ts';
import { NO_SEQUENCE, type RecordBatch } from '../../protocol/records/record-batch.ts';
import { CONSUMER_OFFSETS_TOPIC } from '../coordinators/log/coordinator-topic.ts';
import { appendAsCoordinator } from '../replication/append-as-coordinator.ts';
import { answer, type Call } from '../requests/call.ts';

type Result = TopicPartition & { readonly error: ErrorName };

/** In bytes: the header and one record, whose key has 4 bytes (version, type) and whose value has 6 (version, coordinator epoch). */
const MARKER_SIZE = 78;

export function handleWriteTxnMarkers(call: Call, { markers }: WriteTxnMarkersRequest): void {
  const results = markers.map(({ producerId }) => ({ producerId, partitions: [] as Result[] }));
  let pending = 1;
  const done = (): void => {
    pending--;
    if (pending === 0) answer(call, { api: 'WriteTxnMarkers', markers: results });
  };
  for (const [place, marker] of markers.entries()) {
    for (const { topic, partition } of marker.partitions) {
      pending++;
      write(call, marker, { topic, partition }, (error) => {
        results[place]?.partitions.push({ topic, partition, error });
        done();
      });
    }
  }
  done();
}

function write(call: Call, marker: TxnMarker, to: TopicPartition, whenDone: (error: ErrorName) => void): void {
  const { replicas, scheduler, config, groups } = call.services;
  if (replicas.replica(to.topic, to.partition) === undefined) {
    whenDone('UNKNOWN_TOPIC_OR_PARTITION');
    return;
  }
  const batch = markerBatch(marker, scheduler.nowMs);
  const { transactionVersion: markerVersion = 0 } = marker;
  appendAsCoordinator(replicas, { to, batch, timeoutMs: config.requestTimeoutMs, markerVersion }, (error) => {
    // The offsets that groups have committed in the transaction count from now on, or never.
    if (error === 'NONE' && to.topic === CONSUMER_OFFSETS_TOPIC) {
      groups.transactionCompleted(to.partition, marker.producerId, marker.committed);
    }
    whenDone(error);
  });
}

function markerBatch(
  { producerId, producerEpoch, coordinatorEpoch, committed }: TxnMarker,
  nowMs: number,
): RecordBatch {
  return {
    recordCount: 1,
    sizeInBytes: MARKER_SIZE,
    compression: 'none',
    producerId,
    producerEpoch,
    baseSequence: NO_SEQUENCE,
    isTransactional: true,
    control: committed ? 'COMMIT' : 'ABORT',
    coordinatorEpoch,
    maxTimestampMs: nowMs,
    keys: [null],
    values: [null],
  };
}
