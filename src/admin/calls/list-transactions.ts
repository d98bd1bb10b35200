/**
 * listTransactions(): sent to all brokers (KafkaAdminClient.listTransactions, ListTransactionsHandler).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedList, ITERABLE } from '../../checks/lists.ts';
import { INTEGER, STRING } from '../../checks/value-type.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import type { Response } from '../../protocol/messages.ts';
import type { ApiHandler, ApiResult } from '../driver/api-handler.ts';
import { ALL_BROKERS, ANY_BROKER, brokerKey } from '../driver/brokers.ts';
import { AdminResult } from '../futures/admin-result.ts';
import { KafkaFuture } from '../futures/kafka-future.ts';
import { runDriver } from '../running/run-driver.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';

/** The options of listTransactions(). */
export interface ListTransactionsOptions extends CallOptions {
  /** Kafka's names of the states that are listed, for example `Ongoing`. Default: all. */
  readonly filteredStates?: Iterable<string>;
  /** The producers that are listed. Default: all. */
  readonly filteredProducerIds?: Iterable<number>;
}

/** A transactional id (Java's TransactionListing). */
export interface TransactionListing {
  readonly transactionalId: string;
  readonly producerId: number;
  /** Kafka's name of the state, for example `Ongoing`. */
  readonly state: string;
}

type Listings = readonly TransactionListing[];
/** The listings of each broker, by its id. */
type ByBroker = ReadonlyMap<number, KafkaFuture<Listings>>;

/** The result of listTransactions(): awaited, the listings of all brokers (Java's ListTransactionsResult). */
export class ListTransactionsResult extends AdminResult<Listings> {
  private readonly brokers: KafkaFuture<ByBroker>;

  /** @internal @param brokers done when the brokers are known */
  constructor(brokers: KafkaFuture<ByBroker>) {
    super(allOf(brokers).thenApply(flat));
    this.brokers = brokers;
  }

  /** A future of the listings of all brokers; it fails if one of them fails. */
  all(): KafkaFuture<Listings> {
    return this.allByBrokerId().thenApply(flat);
  }

  /** A future of the listings by broker; it fails if one of them fails. */
  allByBrokerId(): KafkaFuture<ReadonlyMap<number, Listings>> {
    return this.handOut(allOf(this.brokers));
  }

  /** A future, done when the brokers are known, with a future for each of them. */
  byBrokerId(): KafkaFuture<ByBroker> {
    return this.handOut(this.brokers);
  }
}

function flat(byBroker: ReadonlyMap<number, Listings>): Listings {
  return [...byBroker.values()].flat();
}

function allOf(brokers: KafkaFuture<ByBroker>): KafkaFuture<ReadonlyMap<number, Listings>> {
  const all = new KafkaFuture<ReadonlyMap<number, Listings>>();
  brokers.whenDone(() => {
    const error = brokers.error();
    if (error !== null) {
      all.completeExceptionally(error);
      return;
    }
    const futures: ByBroker = brokers.getNow(new Map());
    // Unlike allOf(), this fails as soon as the first broker has failed.
    for (const future of futures.values()) {
      future.whenDone(() => {
        if (future.isCompletedExceptionally()) all.completeExceptionally(future.error()!);
      });
    }
    const listings = KafkaFuture.mapOf(futures);
    listings.whenDone(() => {
      if (!listings.isCompletedExceptionally()) all.complete(listings.getNow(new Map()));
    });
  });
  return all;
}

export function listTransactions(calls: RunningCalls, options: ListTransactionsOptions): ListTransactionsResult {
  checkOptions<ListTransactionsOptions>('admin.listTransactions()', options, {
    ...CALL_OPTIONS,
    filteredStates: ITERABLE,
    filteredProducerIds: ITERABLE,
  });
  const states = checkedList("admin.listTransactions(), option 'filteredStates'", options.filteredStates ?? [], STRING);
  const producerIds = checkedList(
    "admin.listTransactions(), option 'filteredProducerIds'",
    options.filteredProducerIds ?? [],
    INTEGER,
  );
  const brokers = new KafkaFuture<ByBroker>();
  const futures = new Map<string, KafkaFuture<Listings>>();
  runDriver(calls, handlerOf(states, producerIds), options, {
    lookupKeys: new Set([ANY_BROKER]),
    complete: (key, listings) => futures.get(key)?.complete(listings),
    completeExceptionally: (key, error) => futures.get(key)?.completeExceptionally(error),
    completeLookup: (mapped) => {
      for (const key of mapped.keys()) futures.set(key, new KafkaFuture());
      brokers.complete(new Map([...mapped].map(([key, id]) => [id, futures.get(key)!])));
    },
    completeLookupExceptionally: (_key, error) => brokers.completeExceptionally(error),
  });
  return new ListTransactionsResult(brokers);
}

function handlerOf(stateFilters: readonly string[], producerIdFilters: readonly number[]): ApiHandler<Listings> {
  return {
    apiName: 'listTransactions',
    lookup: ALL_BROKERS,
    isBatched: true,
    request: () => ({ api: 'ListTransactions', stateFilters, producerIdFilters }),
    handleResponse: (response, _keys, brokerId) => resultOf(response, brokerId),
  };
}

function resultOf(response: Response, brokerId: number): ApiResult<Listings> {
  const completed = new Map<string, Listings>();
  const failed = new Map<string, Error>();
  if (response.api === 'ListTransactions') {
    const { error, transactions } = response;
    const key = brokerKey(brokerId);
    const problem = `ListTransactions request sent to broker ${brokerId} failed`;
    if (error === 'NONE') completed.set(key, transactions);
    else if (error === 'COORDINATOR_NOT_AVAILABLE')
      failed.set(key, exceptionFor(error, `${problem} because the coordinator is shutting down`));
    else if (error !== 'COORDINATOR_LOAD_IN_PROGRESS')
      failed.set(key, exceptionFor(error, `${problem} with an unexpected exception`));
  }
  return { completed, failed, unmapped: [] };
}
