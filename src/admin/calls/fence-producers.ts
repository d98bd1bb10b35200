/**
 * fenceProducers(): sent to the coordinators of the transactional ids (KafkaAdminClient.fenceProducers, FenceProducersHandler).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedList } from '../../checks/lists.ts';
import { STRING } from '../../checks/value-type.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { exceptionFor, IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import { NO_PRODUCER_EPOCH, NO_PRODUCER_ID } from '../../protocol/records/record-batch.ts';
import type { ApiHandler, ApiResult } from '../driver/api-handler.ts';
import { coordinators } from '../driver/coordinators.ts';
import { AdminResult } from '../futures/admin-result.ts';
import { KafkaFuture } from '../futures/kafka-future.ts';
import type { Futures } from '../futures/keyed-futures.ts';
import { runKeyed } from '../running/run-driver.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';

interface ProducerIdAndEpoch {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** The result of fenceProducers() (Java's FenceProducersResult). */
export class FenceProducersResult extends AdminResult<void> {
  private readonly futures: Futures<ProducerIdAndEpoch>;

  /** @internal */
  constructor(futures: Futures<ProducerIdAndEpoch>) {
    super(KafkaFuture.allOf([...futures.values()]));
    this.futures = futures;
  }

  /** The future of each transactional id. */
  fencedProducers(): Futures<void> {
    const futures = this.handOut(this.futures);
    return new Map([...futures].map(([id, future]) => [id, future.thenApply(() => undefined)]));
  }

  /** The producer id of a transactional id. @throws IllegalArgumentException if the call was not about it */
  producerId(transactionalId: string): KafkaFuture<number> {
    return this.of(transactionalId).thenApply(({ producerId }) => producerId);
  }

  /** The epoch that fences the producers of a transactional id. @throws IllegalArgumentException if the call was not about it */
  epochId(transactionalId: string): KafkaFuture<number> {
    return this.of(transactionalId).thenApply(({ producerEpoch }) => producerEpoch);
  }

  /** A future that is done when all of `fencedProducers` are; it fails with the first error. */
  all(): KafkaFuture<void> {
    return this.handOut(KafkaFuture.allOf([...this.futures.values()]));
  }

  private of(transactionalId: string): KafkaFuture<ProducerIdAndEpoch> {
    const future = this.futures.get(transactionalId);
    if (future === undefined) {
      throw new IllegalArgumentException(`TransactionalId \`${transactionalId}\` was not included in the request`);
    }
    return this.handOut(future);
  }
}

export function fenceProducers(
  calls: RunningCalls,
  transactionalIds: Iterable<string>,
  options: CallOptions,
): FenceProducersResult {
  checkOptions('admin.fenceProducers()', options, CALL_OPTIONS);
  const ids = checkedList('admin.fenceProducers(transactionalIds)', transactionalIds, STRING);
  return new FenceProducersResult(runKeyed(calls, HANDLER, ids, options));
}

const HANDLER: ApiHandler<ProducerIdAndEpoch> = {
  apiName: 'fenceProducer',
  lookup: coordinators('transaction'),
  isBatched: false,
  request: ([transactionalId]) => ({
    api: 'InitProducerId',
    transactionalId: transactionalId!,
    producerId: NO_PRODUCER_ID,
    producerEpoch: NO_PRODUCER_EPOCH,
    // No transaction is going to be opened with the new epoch.
    transactionTimeoutMs: 1,
  }),
  handleResponse: (response, [transactionalId]) => {
    if (response.api !== 'InitProducerId') return result({});
    const { error, producerId, producerEpoch } = response;
    if (error !== 'NONE') return resultOfError(error, transactionalId!);
    return result({ completed: new Map([[transactionalId!, { producerId, producerEpoch }]]) });
  },
};

/** CONCURRENT_TRANSACTIONS, the answer while an open transaction is being aborted, is not among the errors that Java retries. */
function resultOfError(error: ErrorName, transactionalId: string): ApiResult<ProducerIdAndEpoch> {
  if (error === 'COORDINATOR_LOAD_IN_PROGRESS') return result({});
  if (error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE')
    return result({ unmapped: [transactionalId] });
  const message = `InitProducerId request for transactionalId \`${transactionalId}\` failed due to unexpected error`;
  return result({ failed: new Map([[transactionalId, exceptionFor(error, message)]]) });
}

function result({
  completed = new Map(),
  failed = new Map(),
  unmapped = [],
}: Partial<ApiResult<ProducerIdAndEpoch>>): ApiResult<ProducerIdAndEpoch> {
  return { completed, failed, unmapped };
}
