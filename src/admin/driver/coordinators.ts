/**
 * Looks up the coordinators of transactional ids or groups with FindCoordinator requests (Java's CoordinatorStrategy).
 *
 * Each request is about one key, as Java's are with brokers that do not know KIP-699.
 */
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import type { FindCoordinatorRequest } from '../../protocol/messages.ts';
import type { LookupResult, LookupStrategy } from './api-handler.ts';

const NOT_FOUND_YET: LookupResult = { failed: new Map(), mapped: new Map(), completed: [] };

export function coordinators(keyType: FindCoordinatorRequest['keyType']): LookupStrategy {
  return {
    brokerId: null,
    isBatched: false,
    request: ([key]) => ({ api: 'FindCoordinator', keyType, key: key! }),
    handleResponse: (response, [key]) => {
      if (response.api !== 'FindCoordinator') return NOT_FOUND_YET;
      const { error, node } = response;
      if (error === 'NONE') return { failed: new Map(), mapped: new Map([[key!, node!.id]]), completed: [] };
      if (error === 'COORDINATOR_NOT_AVAILABLE' || error === 'COORDINATOR_LOAD_IN_PROGRESS') return NOT_FOUND_YET;
      const name = keyType === 'group' ? 'GROUP' : 'TRANSACTION';
      const message = `FindCoordinator request for key \`CoordinatorKey(idValue='${key}', type=${name})\` failed due to an unexpected error`;
      return { failed: new Map([[key!, exceptionFor(error, message)]]), mapped: new Map(), completed: [] };
    },
  };
}
