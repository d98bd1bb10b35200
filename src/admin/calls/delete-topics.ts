/**
 * deleteTopics(): sent to the controller (KafkaAdminClient.deleteTopics).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedList } from '../../checks/lists.ts';
import { STRING } from '../../checks/value-type.ts';
import type { ClientVersion } from '../../client/versions/index.ts';
import { checkNotRemoved } from '../../client/versions/removals.ts';
import { type Futures, failAll } from '../futures/keyed-futures.ts';
import { AllResult } from '../futures/values-result.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';
import { futuresForTopics, isSendable } from './topic-names.ts';
import { settleTopics } from './topic-outcomes.ts';

/** The result of deleteTopics(), with a future for each topic, by name (Java's DeleteTopicsResult). */
export class DeleteTopicsResult extends AllResult {
  private readonly version: ClientVersion;

  /** @internal */
  constructor(futures: Futures<void>, version: ClientVersion) {
    super(futures);
    this.version = version;
  }

  /** The future of each topic, by name. */
  topicNameValues(): Futures<void> {
    return this.handOut(this.futures);
  }

  /**
   * The same as `topicNameValues`.
   *
   * @deprecated Kafka 4.0 removed it (KAFKA-18093): use `topicNameValues`
   * @throws NoSuchMethodError from version 4.0 on
   */
  values(): Futures<void> {
    const futures = this.topicNameValues();
    checkNotRemoved(this.version, 'DeleteTopicsResult.values()');
    return futures;
  }
}

export function deleteTopics(calls: RunningCalls, topics: Iterable<string>, options: CallOptions): DeleteTopicsResult {
  checkOptions('admin.deleteTopics()', options, CALL_OPTIONS);
  const futures = futuresForTopics<void>(checkedList('admin.deleteTopics(topics)', topics, STRING));
  const names = [...futures.keys()].filter(isSendable);
  if (names.length > 0) {
    calls.start({
      api: 'DeleteTopics',
      name: 'deleteTopics',
      deadlineMs: calls.deadlineMs(options),
      target: 'controller',
      request: (timeoutMs) => ({ api: 'DeleteTopics', topics: names, timeoutMs }),
      onResponse: ({ topics: outcomes }) => settleTopics(futures, outcomes, () => undefined),
      onFailure: (error) => failAll(futures, error),
    });
  }
  return new DeleteTopicsResult(futures, calls.version);
}
