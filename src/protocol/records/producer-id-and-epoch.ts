/** The identity under which a producer writes its batches (org.apache.kafka.common.utils.ProducerIdAndEpoch). */
import { NO_PRODUCER_EPOCH, NO_PRODUCER_ID } from './record-batch.ts';

export interface ProducerIdAndEpoch {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export const NO_PRODUCER_ID_AND_EPOCH: ProducerIdAndEpoch = {
  producerId: NO_PRODUCER_ID,
  producerEpoch: NO_PRODUCER_EPOCH,
};
