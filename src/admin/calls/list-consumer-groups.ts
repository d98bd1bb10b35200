/**
 * listConsumerGroups(): sent to all brokers (KafkaAdminClient.listConsumerGroups).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedList, ITERABLE } from '../../checks/lists.ts';
import { oneOf } from '../../checks/value-type.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import { ERRORS, type ErrorName } from '../../protocol/errors/errors.ts';
import { exceptionFor, KafkaException } from '../../protocol/errors/exceptions.ts';
import type { ListGroupsResponse } from '../../protocol/messages.ts';
import { AdminResult } from '../futures/admin-result.ts';
import { KafkaFuture } from '../futures/kafka-future.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';
import { CONSUMER_GROUP_STATES, CONSUMER_PROTOCOL_TYPES, type ConsumerGroupState } from './consumer-group-state.ts';

/** The options of listConsumerGroups(). */
export interface ListConsumerGroupsOptions extends CallOptions {
  /** The states of the groups that are listed. Default: all. */
  readonly inStates?: Iterable<ConsumerGroupState>;
}

/** A consumer group (Java's ConsumerGroupListing). */
export interface ConsumerGroupListing {
  readonly groupId: string;
  /** Whether the group only stores offsets, and has never had a member. */
  readonly isSimpleConsumerGroup: boolean;
  readonly state: ConsumerGroupState;
}

interface Found {
  readonly listings: readonly ConsumerGroupListing[];
  /** Of brokers that have not answered. */
  readonly errors: readonly Error[];
}

/** The result of listConsumerGroups(): awaited, the groups of all brokers (Java's ListConsumerGroupsResult). */
export class ListConsumerGroupsResult extends AdminResult<readonly ConsumerGroupListing[]> {
  private readonly found: KafkaFuture<Found>;

  /** @internal */
  constructor(found: KafkaFuture<Found>) {
    super(found.thenApply(listingsOrFirstError));
    this.found = found;
  }

  /** A future of all groups; it fails with the first error. */
  all(): KafkaFuture<readonly ConsumerGroupListing[]> {
    return this.handOut(this.found).thenApply(listingsOrFirstError);
  }

  /** A future of the groups of those brokers that have answered. */
  valid(): KafkaFuture<readonly ConsumerGroupListing[]> {
    return this.handOut(this.found).thenApply(({ listings }) => listings);
  }

  /** A future of the errors of the other brokers. */
  errors(): KafkaFuture<readonly Error[]> {
    return this.handOut(this.found).thenApply(({ errors }) => errors);
  }
}

function listingsOrFirstError({ listings, errors }: Found): readonly ConsumerGroupListing[] {
  if (errors[0] !== undefined) throw errors[0];
  return listings;
}

export function listConsumerGroups(calls: RunningCalls, options: ListConsumerGroupsOptions): ListConsumerGroupsResult {
  const place = 'admin.listConsumerGroups()';
  checkOptions<ListConsumerGroupsOptions>(place, options, { ...CALL_OPTIONS, inStates: ITERABLE });
  const states = checkedList(`${place}, option 'inStates'`, options.inStates ?? [], oneOf(CONSUMER_GROUP_STATES));
  const deadlineMs = calls.deadlineMs(options);
  const found = new KafkaFuture<Found>();
  calls.start({
    api: 'Metadata',
    name: 'findAllBrokers',
    deadlineMs,
    target: 'least-loaded',
    request: () => ({ api: 'Metadata', topics: [], allowAutoTopicCreation: true }),
    onResponse: ({ brokers }) => listAt(calls, brokers, { states, deadlineMs }, found),
    onFailure: (cause) => {
      const error = new KafkaException('Failed to find brokers to send ListGroups', { cause });
      found.complete({ listings: [], errors: [error] });
    },
  });
  return new ListConsumerGroupsResult(found);
}

function listAt(
  calls: RunningCalls,
  brokers: readonly Node[],
  { states, deadlineMs }: { readonly states: readonly string[]; readonly deadlineMs: number },
  found: KafkaFuture<Found>,
): void {
  const listings = new Map<string, ConsumerGroupListing>();
  const errors: Error[] = [];
  let pending = brokers.length;
  const answered = (): void => {
    pending--;
    if (pending === 0) found.complete({ listings: [...listings.values()], errors });
  };
  for (const broker of brokers) {
    calls.start({
      api: 'ListGroups',
      name: 'listConsumerGroups',
      deadlineMs,
      target: { nodeId: broker.id },
      request: () => ({ api: 'ListGroups', statesFilter: states }),
      onResponse: (response) => {
        const { error } = response;
        if (error === 'COORDINATOR_LOAD_IN_PROGRESS' || error === 'COORDINATOR_NOT_AVAILABLE')
          throw exceptionFor(error);
        if (error !== 'NONE') errors.push(errorAt(broker, exceptionFor(error)));
        else for (const listing of listingsOf(response)) listings.set(listing.groupId, listing);
        answered();
      },
      onFailure: (error) => {
        errors.push(errorAt(broker, error));
        answered();
      },
    });
  }
}

function listingsOf({ groups }: ListGroupsResponse): ConsumerGroupListing[] {
  const ofConsumers = groups.filter(({ protocolType }) => CONSUMER_PROTOCOL_TYPES.includes(protocolType));
  return ofConsumers.map(({ groupId, protocolType, groupState }) => ({
    groupId,
    isSimpleConsumerGroup: protocolType === '',
    state: groupState as ConsumerGroupState,
  }));
}

/** ListConsumerGroupsResults.addError. */
function errorAt({ id, host, port, rack }: Node, error: Error): Error {
  const name = errorNameOf(error);
  const problem = `Error listing groups on ${host}:${port} (id: ${id} rack: ${rack ?? null})`;
  const isPlain = name === 'UNKNOWN_SERVER_ERROR' || error.message === ERRORS[name].message;
  return exceptionFor(name, isPlain ? problem : `${problem}: ${error.message}`);
}

/** The error whose exception it is (Errors.forException). */
function errorNameOf({ name }: Error): ErrorName {
  const rows = Object.entries(ERRORS) as [ErrorName, { readonly exception: string | null }][];
  return rows.find(([, { exception }]) => exception === name)?.[0] ?? 'UNKNOWN_SERVER_ERROR';
}
