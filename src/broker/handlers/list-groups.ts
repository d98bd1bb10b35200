/**
 * ListGroups (KIP-518): the groups whose coordinator this broker is.
 *
 * Checks that none of its partitions of `__consumer_offsets` is being loaded; otherwise the groups that are loaded come with the error.
 * Differs: there are no ACLs.
 */
import type { ListGroupsRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleListGroups(call: Call, { statesFilter }: ListGroupsRequest): void {
  const { groups, isLoading } = call.services.groups.list();
  const { stateName } = call.services.groups.rules;
  const states = statesFilter.map(stateName);
  const wanted = groups.filter(({ state }) => states.length === 0 || states.includes(stateName(state)));
  answer(call, {
    api: 'ListGroups',
    throttleTimeMs: 0,
    error: isLoading ? 'COORDINATOR_LOAD_IN_PROGRESS' : 'NONE',
    groups: wanted.map(({ groupId, protocolType, state }) => ({
      groupId,
      protocolType: protocolType ?? '',
      groupState: state,
    })),
  });
}
