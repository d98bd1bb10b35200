/**
 * electLeaders(): sent to the controller (KafkaAdminClient.electLeaders).
 */
import { checkArgument, checkOptions } from '../../checks/arguments.ts';
import { checkedPartitions } from '../../checks/lists.ts';
import { oneOf } from '../../checks/value-type.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import type { ElectionType } from '../../protocol/messages.ts';
import { AdminResult } from '../futures/admin-result.ts';
import { KafkaFuture } from '../futures/kafka-future.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';
import { partitionsByName } from './partitions.ts';

type Outcomes = ReadonlyMap<string, Error | null>;

/** The result of electLeaders(): awaited, it rejects with the error of the first partition that has one (Java's ElectLeadersResult). */
export class ElectLeadersResult extends AdminResult<void> {
  private readonly future: KafkaFuture<Outcomes>;

  /** @internal */
  constructor(future: KafkaFuture<Outcomes>) {
    super(allOf(future));
    this.future = future;
  }

  /** The error of each partition, by `topic-partition`; `null`: it has the leader that was asked for. */
  partitions(): KafkaFuture<Outcomes> {
    return this.handOut(this.future);
  }

  /** A future that fails with the error of the first partition that has one. */
  all(): KafkaFuture<void> {
    return this.handOut(allOf(this.future));
  }
}

function allOf(future: KafkaFuture<Outcomes>): KafkaFuture<void> {
  const all = new KafkaFuture<void>();
  future.whenDone(() => {
    const outcomes: (Error | null)[] = future.isCompletedExceptionally()
      ? [future.error()]
      : [...future.getNow([]).values()];
    const error = outcomes.find((outcome) => outcome !== null);
    if (error === null || error === undefined) all.complete(undefined);
    else all.completeExceptionally(error);
  });
  return all;
}

export function electLeaders(
  calls: RunningCalls,
  electionType: ElectionType,
  partitions: Iterable<TopicPartition> | null,
  options: CallOptions,
): ElectLeadersResult {
  checkOptions('admin.electLeaders()', options, CALL_OPTIONS);
  checkArgument('admin.electLeaders(electionType, partitions)', electionType, oneOf(['PREFERRED', 'UNCLEAN']));
  const place = 'admin.electLeaders(electionType, partitions)';
  const future = new KafkaFuture<Outcomes>();
  const asked = partitions === null ? null : [...partitionsByName(checkedPartitions(place, partitions)).values()];
  calls.start({
    api: 'ElectLeaders',
    name: 'electLeaders',
    deadlineMs: calls.deadlineMs(options),
    target: 'controller',
    request: (timeoutMs) => ({ api: 'ElectLeaders', electionType, partitions: asked, timeoutMs }),
    onResponse: (response) => {
      // Java does not send this call again if the broker is not the controller.
      if (response.error !== 'NONE') {
        future.completeExceptionally(exceptionFor(response.error));
        return;
      }
      const outcomes = response.partitions.map(({ topic, partition, error, errorMessage }) => {
        const outcome = error === 'NONE' ? null : exceptionFor(error, errorMessage);
        return [partitionName({ topic, partition }), outcome] as const;
      });
      future.complete(new Map(outcomes));
    },
    onFailure: (error) => future.completeExceptionally(error),
  });
  return new ElectLeadersResult(future);
}
