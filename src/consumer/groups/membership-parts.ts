/**
 * What a member of a group is made of: its configuration, its generation, and what it does in a rebalance.
 */
import type { RetryBackoff } from '../../client/backoff/retry-backoff.ts';
import type { ClientHost } from '../../client/host/client-host.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { GroupProtocol, JoinGroupResponse } from '../../protocol/messages.ts';

/** A generation of the group, as the member knows it. */
export interface Generation {
  readonly generationId: number;
  readonly memberId: string;
  readonly protocolName: string | null;
}

export interface MembershipConfig {
  readonly groupId: string;
  readonly groupInstanceId: string | null;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  /** Also the rebalance timeout. */
  readonly maxPollIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoff: RetryBackoff;
}

/** What a member does in a rebalance. Each may take time, in which the member waits. */
export interface RebalanceListener {
  /** Whether the member may join now; otherwise `changed` follows when it may. */
  mayJoin(): boolean;
  /** The assignors, each with what the member tells the leader. */
  protocols(): readonly GroupProtocol[];
  /** The member is about to join. @param generation the one up to now */
  prepare(generation: Generation): Promise<void> | void;
  /** The member leads. @returns the assignment by member id */
  assign(joined: JoinGroupResponse): Promise<ReadonlyMap<string, Uint8Array>> | ReadonlyMap<string, Uint8Array>;
  /** The member has its assignment. */
  complete(generation: Generation, assignment: Uint8Array): Promise<void> | void;
  /** Something has changed on which a waiting poll() may depend. */
  changed(): void;
  /** The member cannot go on. */
  failed(error: Error): void;
}

export const NO_GENERATION: Generation = { generationId: -1, memberId: '', protocolName: null };

export type State = 'UNJOINED' | 'PREPARING_REBALANCE' | 'COMPLETING_REBALANCE' | 'STABLE';

/** A JoinGroup may take so much longer than the rebalance timeout (AbstractCoordinator.JOIN_GROUP_TIMEOUT_LAPSE). */
export const JOIN_TIMEOUT_LAPSE_MS = 5_000;

/** Errors after which the coordinator is looked up again. */
export const COORDINATOR_LOST: readonly ErrorName[] = ['COORDINATOR_NOT_AVAILABLE', 'NOT_COORDINATOR'];
/** Errors after which the member joins again at once. */
export const REJOIN_AT_ONCE: readonly ErrorName[] = [
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'REBALANCE_IN_PROGRESS',
  'MEMBER_ID_REQUIRED',
];

/** Goes on when what the program or its listener does has ended, at once if it is not asynchronous. */
export function whenDone<T>(
  clientHost: ClientHost,
  result: Promise<T> | T,
  action: (value: T) => void,
  failed: (error: Error) => void,
): void {
  if (!(result instanceof Promise)) {
    action(result);
    return;
  }
  // Lets the promise settle at this instant, if it waits for nothing.
  clientHost.userVisible();
  void result.then(action, failed);
}
