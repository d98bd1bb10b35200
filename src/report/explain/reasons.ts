/** Why things happen to a record, in sentences: why send() waits, why a batch is sent now, what an error means for a batch, and how the producer knows. */
import type { ReasonToSend } from '../../producer/index.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { SimulationEvents } from '../../simulation/events/simulation-events.ts';

/** Java's send() blocks for these, at most for max.block.ms; an await of `accepted` does so here. */
export const WHY_SEND_WAITS: Readonly<Record<SimulationEvents['send waits']['for'], string>> = {
  metadata:
    'It waits for metadata: the producer does not know yet which partitions the topic has, and which brokers lead them',
  memory: 'It waits for memory: the batches that are not sent yet fill buffer.memory',
  'an earlier send': 'It waits because an earlier send() to the topic waits, and the order of the records is kept',
};

export const WHY_BATCH_IS_SENT: Readonly<Record<ReasonToSend, string>> = {
  'batch full': 'it is full: the next record no longer fits into batch.size',
  'linger.ms over': 'linger.ms is over',
  'flush or close': 'the program has called flush() or close(), which do not wait for linger.ms',
  'memory short': 'another send() waits for memory, so that all batches are sent',
  'retry.backoff.ms over': 'the pause before the retry, retry.backoff.ms, is over',
  'leader changed': 'the partition has a new leader, so that the retry need not wait for retry.backoff.ms (KIP-951)',
  'request under way': 'the broker is sent a request because of another partition, and the batch joins it',
};

/** What is worth knowing about an error of a batch, in addition to Kafka's own message. */
const ABOUT_ERRORS: Partial<Record<ErrorName, string>> = {
  REQUEST_TIMED_OUT:
    'no response came within request.timeout.ms, or the broker waited in vain for its replicas. Whether the broker has stored the batch is not known',
  NETWORK_EXCEPTION: 'the connection ended before the response. Whether the broker has stored the batch is not known',
  NOT_LEADER_OR_FOLLOWER:
    'the broker does not lead the partition (any more), and has stored nothing. The producer asks for new metadata',
  UNKNOWN_TOPIC_OR_PARTITION:
    'the broker does not know the partition, and has stored nothing. The producer asks for new metadata',
  LEADER_NOT_AVAILABLE: 'the partition has no leader at the moment. The producer asks for new metadata',
  NOT_ENOUGH_REPLICAS:
    'fewer replicas are in sync than min.insync.replicas demands with acks=all, so that the broker has stored nothing',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND:
    'after the leader had stored the batch, fewer replicas were in sync than min.insync.replicas demands. The batch stays in the log',
  KAFKA_STORAGE_ERROR: 'the disk of the broker has failed',
  MESSAGE_TOO_LARGE: 'the batch is larger than the broker accepts (max.message.bytes), and nothing is stored',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'an earlier batch of the producer is missing in the log, so that this one is refused',
  UNKNOWN_PRODUCER_ID: 'the broker does not know the producer (any more)',
  INVALID_PRODUCER_EPOCH: 'another producer has taken over: this one is fenced',
  COORDINATOR_LOAD_IN_PROGRESS: 'the coordinator is not ready yet',
};

/** `NOT_ENOUGH_REPLICAS: fewer replicas are in sync than ...` */
export function errorText(error: ErrorName): string {
  const about = ABOUT_ERRORS[error];
  return about === undefined ? error : `${error}: ${about}`;
}
