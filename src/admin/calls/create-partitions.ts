/**
 * createPartitions(): sent to the controller (KafkaAdminClient.createPartitions).
 */
import { checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { INTEGER } from '../../checks/value-type.ts';
import type { CreatePartitionsTopic } from '../../protocol/messages.ts';
import { failAll, futuresFor } from '../futures/keyed-futures.ts';
import { ValuesResult } from '../futures/values-result.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { type ByName, entriesOf } from './by-name.ts';
import { ASSIGNMENTS, checkFields, VALIDATING_OPTIONS } from './check-arguments.ts';
import { settleTopics } from './topic-outcomes.ts';

/** How many partitions a topic gets (Java's NewPartitions). `NewPartitions.increaseTo(6)` makes one. */
export interface NewPartitions {
  /** The number of all partitions that the topic has afterwards. */
  readonly totalCount: number;
  /** The brokers of each new partition, the preferred leader first. Default: the controller chooses them. */
  readonly assignments?: readonly (readonly number[])[];
}

export const NewPartitions = {
  /**
   * Increases a topic to `totalCount` partitions.
   *
   * @param assignments the brokers of each new partition, the preferred leader first; default: the controller chooses them
   */
  increaseTo(totalCount: number, assignments?: readonly (readonly number[])[]): NewPartitions {
    return assignments === undefined ? { totalCount } : { totalCount, assignments };
  },
} as const;

const FIELDS: OptionTypes<NewPartitions> = { totalCount: INTEGER, assignments: ASSIGNMENTS };

/** The options of createPartitions(). */
export interface CreatePartitionsOptions extends CallOptions {
  /** Whether the partitions are only checked, and not created. Default: false. */
  readonly validateOnly?: boolean;
}

/** The result of createPartitions(), with a future for each topic, by name (Java's CreatePartitionsResult). */
export class CreatePartitionsResult extends ValuesResult {}

export function createPartitions(
  calls: RunningCalls,
  newPartitions: ByName<NewPartitions>,
  options: CreatePartitionsOptions,
): CreatePartitionsResult {
  checkOptions('admin.createPartitions()', options, VALIDATING_OPTIONS);
  const { validateOnly = false } = options;
  const wanted = entriesOf('admin.createPartitions(newPartitions)', newPartitions);
  for (const [name, value] of wanted) {
    checkFields(`admin.createPartitions(newPartitions), topic '${name}'`, value, FIELDS, ['totalCount']);
  }
  const topics = [...wanted].map(([name, { totalCount, assignments }]): CreatePartitionsTopic => {
    return assignments === undefined ? { name, count: totalCount } : { name, count: totalCount, assignments };
  });
  const futures = futuresFor<void>(wanted.keys());
  if (topics.length > 0) {
    calls.start({
      api: 'CreatePartitions',
      name: 'createPartitions',
      deadlineMs: calls.deadlineMs(options),
      target: 'controller',
      request: (timeoutMs) => ({ api: 'CreatePartitions', topics, timeoutMs, validateOnly }),
      onResponse: ({ topics: outcomes }) => settleTopics(futures, outcomes, () => undefined),
      onFailure: (error) => failAll(futures, error),
    });
  }
  return new CreatePartitionsResult(futures);
}
