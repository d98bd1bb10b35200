/**
 * deleteConsumerGroups(): sent to the coordinators of the groups (KafkaAdminClient.deleteConsumerGroups,
 * DeleteConsumerGroupsHandler).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedList } from '../../checks/lists.ts';
import { STRING } from '../../checks/value-type.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import type { Response } from '../../protocol/messages.ts';
import type { ApiHandler, ApiResult } from '../driver/api-handler.ts';
import { coordinators } from '../driver/coordinators.ts';
import type { Futures } from '../futures/keyed-futures.ts';
import { AllResult } from '../futures/values-result.ts';
import { runKeyed } from '../running/run-driver.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';

/** The result of deleteConsumerGroups(), with a future for each group, by its id (Java's DeleteConsumerGroupsResult). */
export class DeleteConsumerGroupsResult extends AllResult {
  /** The future of each group, by its id. */
  deletedGroups(): Futures<void> {
    return this.handOut(this.futures);
  }
}

export function deleteConsumerGroups(
  calls: RunningCalls,
  groupIds: Iterable<string>,
  options: CallOptions,
): DeleteConsumerGroupsResult {
  checkOptions('admin.deleteConsumerGroups()', options, CALL_OPTIONS);
  const ids = checkedList('admin.deleteConsumerGroups(groupIds)', groupIds, STRING);
  return new DeleteConsumerGroupsResult(runKeyed(calls, HANDLER, ids, options));
}

const HANDLER: ApiHandler<void> = {
  apiName: 'deleteConsumerGroups',
  lookup: coordinators('group'),
  isBatched: true,
  request: (groupsNames) => ({ api: 'DeleteGroups', groupsNames }),
  handleResponse: resultOf,
};

function resultOf(response: Response): ApiResult<void> {
  const completed = new Map<string, void>();
  const failed = new Map<string, Error>();
  const unmapped: string[] = [];
  for (const { groupId, error } of response.api === 'DeleteGroups' ? response.results : []) {
    if (error === 'NONE') completed.set(groupId, undefined);
    else if (error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE') unmapped.push(groupId);
    else if (error !== 'COORDINATOR_LOAD_IN_PROGRESS') failed.set(groupId, exceptionFor(error));
  }
  return { completed, failed, unmapped };
}
