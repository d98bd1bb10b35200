/**
 * A consumer as a member of its group: joins, takes over or gives the assignment, and stays alive (AbstractCoordinator).
 */
import type { ClientHost } from '../../client/host/client-host.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import type { JoinGroupResponse, SyncGroupResponse } from '../../protocol/messages.ts';
import { Attempts } from './attempts.ts';
import type { CoordinatorLink } from './coordinator-link.ts';
import { heartbeatRequest, joinRequest, leaveRequest, syncRequest } from './group-requests.ts';
import { Heartbeats } from './heartbeats.ts';
import {
  COORDINATOR_LOST,
  type Generation,
  JOIN_TIMEOUT_LAPSE_MS,
  type MembershipConfig,
  NO_GENERATION,
  REJOIN_AT_ONCE,
  type RebalanceListener,
  type State,
  whenDone,
} from './membership-parts.ts';
import { PollTurns } from './poll-turns.ts';
import { encountered, Rejoin, rebalanceFailed } from './rejoin.ts';

export class Membership {
  private readonly config: MembershipConfig;
  private readonly clientHost: ClientHost;
  private readonly link: CoordinatorLink;
  private readonly listener: RebalanceListener;
  private readonly heartbeats: Heartbeats;
  private state: State = 'UNJOINED';
  private current: Generation = NO_GENERATION;
  private readonly rejoin = new Rejoin();
  private needsPrepare = true;
  /** From the preparation of a rebalance until its completion. */
  private isJoining = false;
  private readonly attempts = new Attempts();
  private readonly turns = new PollTurns();
  private isClosed = false;

  constructor(config: MembershipConfig, clientHost: ClientHost, link: CoordinatorLink, listener: RebalanceListener) {
    this.config = config;
    this.clientHost = clientHost;
    this.link = link;
    this.listener = listener;
    this.heartbeats = new Heartbeats(clientHost, config, {
      send: () => this.sendHeartbeat(),
      sessionExpired: () => this.link.markUnknown(),
      pollExpired: () => this.leave('consumer poll timeout has expired.'),
    });
    link.onFound = () => this.heartbeats.renewSession();
  }

  /** The generation while the group is stable; undefined during a rebalance, and outside of the group. */
  get stableGeneration(): Generation | undefined {
    return this.state === 'STABLE' ? this.current : undefined;
  }

  get generation(): Generation {
    return this.current;
  }

  get isRebalancing(): boolean {
    return this.state === 'PREPARING_REBALANCE' || this.state === 'COMPLETING_REBALANCE';
  }

  /** Whether a rebalance has begun for this member and not ended. */
  get isJoiningAgain(): boolean {
    return this.isJoining;
  }

  /** The member joins again at its next poll(). */
  requestRejoin(reason: string): void {
    this.rejoin.request(reason);
  }

  /** So it does, unless it has to for another reason. */
  requestRejoinUnlessNeeded(reason: string): void {
    this.rejoin.requestUnlessNeeded(reason);
  }

  /** The coordinator has answered a commit that the member is not in the group any more. */
  expelled(error: 'UNKNOWN_MEMBER_ID' | 'ILLEGAL_GENERATION'): void {
    this.reset(error === 'ILLEGAL_GENERATION' ? this.current.memberId : '', encountered(error, 'OFFSET_COMMIT'));
  }

  /** Returns whether the member has its assignment; if it has not, it does what is needed. */
  poll(): boolean {
    this.heartbeats.pollBegins();
    this.turns.begin();
    if (!this.link.isKnown) {
      this.lookUpCoordinator();
      return false;
    }
    if (this.rejoin.isNeeded && !this.isJoining && this.listener.mayJoin()) this.join();
    return !this.rejoin.isNeeded && !this.isJoining;
  }

  /** poll() has returned to the program. */
  pollEnds(): void {
    if (this.turns.end()) this.heartbeats.pollEnds();
  }

  /** Leaves the group, unless the member is static. @param onEnd called when the coordinator has answered, or need not be asked */
  leave(reason: string, onEnd: () => void = () => undefined): void {
    const { memberId } = this.current;
    if (this.config.groupInstanceId === null && this.link.isKnown && this.state !== 'UNJOINED' && memberId !== '') {
      const request = leaveRequest(this.config, this.current, reason);
      this.link.send<'LeaveGroup'>({ request, onResponse: onEnd, onFailure: onEnd });
    } else onEnd();
    this.reset('', 'consumer pro-actively leaving the group');
    this.attempts.next();
    this.isJoining = false;
    this.needsPrepare = true;
    this.turns.forget();
  }

  close(): void {
    this.isClosed = true;
    this.attempts.next();
    this.heartbeats.stop();
  }

  lookUpCoordinator(): void {
    this.link.lookUp(
      () => this.listener.changed(),
      (error) => this.listener.failed(error),
    );
  }

  // --- Joining ---------------------------------------------------------------------------------------------------------

  private join(): void {
    this.isJoining = true;
    if (!this.needsPrepare) {
      this.sendJoin();
      return;
    }
    this.needsPrepare = false;
    this.after(this.listener.prepare(this.current), () => this.sendJoin());
  }

  private sendJoin(): void {
    const { maxPollIntervalMs, requestTimeoutMs } = this.config;
    this.state = 'PREPARING_REBALANCE';
    this.heartbeats.stop();
    this.attempts.next();
    const { current } = this;
    this.link.send<'JoinGroup'>({
      request: joinRequest(this.config, current, this.listener.protocols(), this.rejoin.reason),
      timeoutMs: Math.max(requestTimeoutMs, maxPollIntervalMs + JOIN_TIMEOUT_LAPSE_MS),
      onResponse: this.attempts.only((response) => this.inPoll(() => this.joined(response, current))),
      onFailure: this.attempts.only((error) => this.rejoinLater(error)),
    });
  }

  private joined(response: JoinGroupResponse, asked: Generation): void {
    const { error, generationId, memberId, protocolName } = response;
    if (error !== 'NONE') {
      if (error === 'MEMBER_ID_REQUIRED') this.current = { ...NO_GENERATION, memberId };
      if (error === 'UNKNOWN_MEMBER_ID' && this.current === asked) this.reset('', encountered(error, 'JOIN_GROUP'));
      this.failedToJoin(error);
      return;
    }
    this.state = 'COMPLETING_REBALANCE';
    this.current = { generationId, memberId, protocolName };
    this.heartbeats.start();
    const leads = response.leader === memberId && !response.skipAssignment;
    if (!leads) this.sendSync(new Map());
    else this.after(this.listener.assign(response), (assignment) => this.sendSync(assignment));
  }

  private sendSync(assignment: ReadonlyMap<string, Uint8Array>): void {
    const { current } = this;
    this.link.send<'SyncGroup'>({
      request: syncRequest(this.config, current, assignment),
      onResponse: this.attempts.only((response) => this.synced(response, current)),
      onFailure: this.attempts.only((error) => this.rejoinLater(error)),
    });
  }

  private synced({ error, assignment }: SyncGroupResponse, asked: Generation): void {
    if (this.current !== asked || this.state !== 'COMPLETING_REBALANCE') {
      this.rejoinLater(exceptionFor('ILLEGAL_GENERATION'));
      return;
    }
    if (error !== 'NONE') {
      if (error === 'UNKNOWN_MEMBER_ID') this.reset('', encountered(error, 'SYNC_GROUP'));
      if (error === 'ILLEGAL_GENERATION') this.reset(asked.memberId, encountered(error, 'SYNC_GROUP'));
      this.failedToJoin(error);
      return;
    }
    this.state = 'STABLE';
    this.rejoin.done();
    this.inPoll(() => this.complete(asked, assignment));
  }

  private complete(generation: Generation, assignment: Uint8Array): void {
    this.needsPrepare = true;
    if (this.current !== generation) {
      // A heartbeat has found out that the member is out of the group again.
      this.isJoining = false;
      this.listener.changed();
      return;
    }
    this.after(this.listener.complete(generation, assignment), () => {
      this.isJoining = false;
      this.listener.changed();
    });
  }

  private failedToJoin(error: ErrorName): void {
    const exception = exceptionFor(error);
    if (COORDINATOR_LOST.includes(error)) this.link.markUnknown();
    if (COORDINATOR_LOST.includes(error) || error === 'COORDINATOR_LOAD_IN_PROGRESS') {
      this.rejoinLater(exception);
      return;
    }
    this.rejoin.request(rebalanceFailed(exception));
    this.isJoining = false;
    if (REJOIN_AT_ONCE.includes(error)) this.listener.changed();
    else this.listener.failed(exception);
  }

  private rejoinLater(error: Error): void {
    this.rejoin.request(rebalanceFailed(error));
    const again = this.attempts.only(() => {
      this.isJoining = false;
      this.listener.changed();
    });
    this.clientHost.schedule(this.config.retryBackoffMs, () => again(undefined));
  }

  /** The member is not in the group any more. @param memberId that it keeps */
  private reset(memberId: string, reason: string): void {
    this.state = 'UNJOINED';
    this.current = { ...NO_GENERATION, memberId };
    this.rejoin.request(reason);
    this.heartbeats.stop();
  }

  // --- Heartbeats ------------------------------------------------------------------------------------------------------

  private sendHeartbeat(): void {
    if (this.isClosed) return;
    if (!this.link.isKnown) {
      this.lookUpCoordinator();
      this.heartbeats.failed();
      return;
    }
    const { current } = this;
    this.link.send<'Heartbeat'>({
      request: heartbeatRequest(this.config, current),
      onResponse: ({ error }) => this.answered(error, current),
      onFailure: () => this.heartbeats.failed(),
    });
  }

  private answered(error: ErrorName, asked: Generation): void {
    if (error === 'NONE') {
      this.heartbeats.received();
      return;
    }
    if (COORDINATOR_LOST.includes(error)) this.link.markUnknown();
    if (error === 'REBALANCE_IN_PROGRESS') {
      if (this.state === 'STABLE') this.rejoin.request('group is already rebalancing');
      this.heartbeats.received();
      this.listener.changed();
      return;
    }
    if (this.current === asked) {
      const reason = encountered(error, 'HEARTBEAT');
      if (error === 'UNKNOWN_MEMBER_ID' || error === 'FENCED_INSTANCE_ID') this.reset('', reason);
      else if (error === 'ILLEGAL_GENERATION') this.reset(asked.memberId, reason);
    }
    if (error === 'FENCED_INSTANCE_ID' || error === 'GROUP_AUTHORIZATION_FAILED')
      this.listener.failed(exceptionFor(error));
    else this.heartbeats.failed();
    this.listener.changed();
  }

  // --- Inside ----------------------------------------------------------------------------------------------------------

  private inPoll(action: () => void): void {
    if (!this.isClosed) this.turns.inPoll(action);
  }

  /** Goes on when what the listener does has ended. */
  private after<T>(result: Promise<T> | T, action: (value: T) => void): void {
    const goesOn = (value: T): void => {
      if (!this.isClosed) action(value);
    };
    whenDone(this.clientHost, result, goesOn, (error) => {
      this.isJoining = false;
      this.listener.failed(error);
    });
  }
}
