/**
 * Where requests go that are not about partitions or coordinators: to one broker (Java's StaticBrokerStrategy), or to all
 * (AllBrokersStrategy).
 */
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { LookupStrategy } from './api-handler.ts';

/** The key that is looked up to find all brokers. */
export const ANY_BROKER = 'any broker';

export function brokerKey(brokerId: number): string {
  return `broker ${brokerId}`;
}

/** All keys belong to one broker. */
export function oneBroker(brokerId: number): LookupStrategy {
  const fail = (): never => {
    throw new IllegalStateException(`The broker is known: it is ${brokerId}.`);
  };
  return { brokerId, isBatched: true, request: fail, handleResponse: fail };
}

/** Each broker that is up has a key of its own: see brokerKey. */
export const ALL_BROKERS: LookupStrategy = {
  brokerId: null,
  isBatched: true,
  // The brokers are in the response to any request.
  request: () => ({ api: 'Metadata', topics: [], allowAutoTopicCreation: true }),
  handleResponse: (response) => {
    const brokers = response.api === 'Metadata' ? response.brokers : [];
    return {
      failed: new Map(),
      mapped: new Map(brokers.map(({ id }) => [brokerKey(id), id])),
      completed: brokers.length > 0 ? [ANY_BROKER] : [],
    };
  },
};
