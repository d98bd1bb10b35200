/**
 * alterPartitionReassignments(): sent to the controller (KafkaAdminClient.alterPartitionReassignments).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedPartition } from '../../checks/lists.ts';
import { partitionName } from '../../protocol/cluster/topic-partition.ts';
import { exceptionFor, UnknownServerException } from '../../protocol/errors/exceptions.ts';
import type { AlterPartitionReassignmentsResponse, ReassignablePartition } from '../../protocol/messages.ts';
import { type Futures, failAll, futuresFor } from '../futures/keyed-futures.ts';
import { ValuesResult } from '../futures/values-result.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { BROKER_IDS, CALL_OPTIONS, checkedPairs, checkFields } from './check-arguments.ts';
import { type ByPartition, partitionProblem, partitionsByName, valuesByName } from './partitions.ts';

/** Where a partition moves to (Java's NewPartitionReassignment). */
export interface NewPartitionReassignment {
  /** Broker ids, the preferred leader first. */
  readonly targetReplicas: readonly number[];
}

/** The result of alterPartitionReassignments(), with a future for each partition (Java's AlterPartitionReassignmentsResult). */
export class AlterPartitionReassignmentsResult extends ValuesResult {}

export function alterPartitionReassignments(
  calls: RunningCalls,
  reassignments: ByPartition<NewPartitionReassignment | null>,
  options: CallOptions,
): AlterPartitionReassignmentsResult {
  checkOptions('admin.alterPartitionReassignments()', options, CALL_OPTIONS);
  const place = 'admin.alterPartitionReassignments(reassignments)';
  const wanted = checkedPairs(place, reassignments, (partition, target) => {
    checkedPartition(place, partition);
    if (target !== null) checkFields(place, target, { targetReplicas: BROKER_IDS }, ['targetReplicas']);
  });
  const targets = valuesByName(wanted);
  const futures = futuresFor<void>(targets.keys());
  const partitions: ReassignablePartition[] = [];
  for (const [name, { topic, partition }] of partitionsByName(wanted.map(([one]) => one))) {
    const problem = partitionProblem({ topic, partition });
    if (problem === null) partitions.push({ topic, partition, replicas: targets.get(name)?.targetReplicas ?? null });
    else futures.get(name)?.completeExceptionally(problem);
  }
  if (partitions.length > 0) {
    calls.start({
      api: 'AlterPartitionReassignments',
      name: 'alterPartitionReassignments',
      deadlineMs: calls.deadlineMs(options),
      target: 'controller',
      request: (timeoutMs) => ({ api: 'AlterPartitionReassignments', partitions, timeoutMs }),
      onResponse: (response) => settle(response, partitions.length, futures),
      onFailure: (error) => failAll(futures, error),
    });
  }
  return new AlterPartitionReassignmentsResult(futures);
}

function settle(
  { error, errorMessage, partitions }: AlterPartitionReassignmentsResponse,
  expected: number,
  futures: Futures<void>,
): void {
  if (error === 'NOT_CONTROLLER') throw exceptionFor(error);
  const hasNoError = error === 'NONE' && partitions.every((one) => one.error === 'NONE');
  if ((hasNoError || partitions.length === 0) && partitions.length !== expected) {
    const quantifier = partitions.length > expected ? 'many' : 'less';
    throw new UnknownServerException(
      `The server returned too ${quantifier} results.Expected ${expected} but received ${partitions.length}`,
    );
  }
  for (const one of partitions) {
    const future = futures.get(partitionName(one));
    if (error !== 'NONE') future?.completeExceptionally(exceptionFor(error, errorMessage));
    else if (one.error === 'NONE') future?.complete(undefined);
    else future?.completeExceptionally(exceptionFor(one.error, one.errorMessage));
  }
}
