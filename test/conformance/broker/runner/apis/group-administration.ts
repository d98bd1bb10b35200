/**
 * The APIs that list and delete groups and their offsets in the scenario format.
 */
import { texts } from '../json.ts';
import { type ApiFormat, partitionsOf, shownErrors, sortedByText } from './api-format.ts';

export const listGroups: ApiFormat<'ListGroups'> = {
  version: 4,
  request: (fields) => ({
    api: 'ListGroups',
    statesFilter: fields.statesFilter === undefined ? [] : texts('statesFilter', fields.statesFilter),
  }),
  answer: ({ error, groups }, symbols, version) => {
    const named = groups.filter(({ groupId }) => symbols.groups.has(groupId));
    return {
      error,
      groups: sortedByText(named, ({ groupId }) => groupId).map(({ groupId, protocolType, groupState }) => ({
        groupId,
        protocolType,
        groupState: version >= 4 ? groupState : '',
      })),
    };
  },
};

export const deleteGroups: ApiFormat<'DeleteGroups'> = {
  version: 2,
  request: (fields, symbols) => ({
    api: 'DeleteGroups',
    groupsNames: symbols.namedGroups('groupsNames', fields.groupsNames),
  }),
  answer: ({ results }) => ({
    results: sortedByText(results, ({ groupId }) => groupId).map(({ groupId, error }) => ({ groupId, error })),
  }),
};

export const offsetDelete: ApiFormat<'OffsetDelete'> = {
  version: 0,
  request: (fields, symbols) => ({
    api: 'OffsetDelete',
    groupId: symbols.group(fields),
    partitions: partitionsOf(fields, symbols, () => ({})),
  }),
  answer: ({ error, partitions }) => ({ error, partitions: shownErrors(partitions) }),
};
