/**
 * Finds committed records that a late marker has aborted. A coordinator whose request with a marker has timed out sends the marker again, and the
 * first copy may still arrive: then perhaps among the records of the producer's next transaction, which has the same epoch (KIP-890 gives each
 * transaction an epoch of its own, from 4.0 on).
 */

import { TOPIC } from './case.ts';
import type { Played } from './play.ts';
import type { Place } from './readers.ts';

/** Whether the log has, for the producer of the record there: a marker ABORT, the record, ABORT once more, and only then COMMIT. */
export function isAbortedByLateMarker({ sim }: Pick<Played, 'sim'>, { partition, offset }: Place): boolean {
  const replica = sim.trial.replicas.find((one) => one.topic === TOPIC && one.partition === partition && one.isLeader);
  if (replica === undefined) return false;
  const { log } = replica;
  const batches = log.read(log.startOffset, log.endOffset, Number.POSITIVE_INFINITY, true);
  const own = batches.find(({ baseOffset, batch }) => baseOffset <= offset && offset < baseOffset + batch.recordCount);
  const markers = batches.filter(
    ({ batch }) =>
      batch.control !== undefined &&
      batch.producerId === own?.batch.producerId &&
      batch.producerEpoch === own.batch.producerEpoch,
  );
  const after = markers.findIndex(({ baseOffset }) => baseOffset > offset);
  const around = markers.slice(Math.max(0, after - 1), after + 2).map(({ batch }) => batch.control);
  return after > 0 && around.join() === 'ABORT,ABORT,COMMIT';
}
