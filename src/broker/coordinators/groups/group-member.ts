/**
 * A member of a group at its coordinator (MemberMetadata).
 */
import type { GroupProtocol, JoinGroupResponse, SyncGroupResponse } from '../../../protocol/messages.ts';
import type { Timer } from '../../state/timers.ts';
import { CoordinatorException } from './coordinator-exception.ts';

export type JoinResult = Omit<JoinGroupResponse, 'api' | 'throttleTimeMs'>;
export type JoinCallback = (result: JoinResult) => void;
export type SyncResult = Omit<SyncGroupResponse, 'api' | 'throttleTimeMs'>;
export type SyncCallback = (result: SyncResult) => void;

export const NO_BYTES: Uint8Array = new Uint8Array(0);

export interface MemberOptions {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly protocolType: string;
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly protocols: readonly GroupProtocol[];
  readonly assignment?: Uint8Array;
}

export class GroupMember {
  /** Changes when a static member is replaced. */
  memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly protocolType: string;
  rebalanceTimeoutMs: number;
  sessionTimeoutMs: number;
  /** In the member's order of preference. */
  protocols: readonly GroupProtocol[];
  assignment: Uint8Array;
  /** The member has joined for the first time and has not been answered yet. */
  isNew = false;
  /** Answers the member's JoinGroup; undefined while none waits. */
  awaitingJoin: JoinCallback | undefined;
  /** Answers the member's SyncGroup; undefined while none waits. */
  awaitingSync: SyncCallback | undefined;
  /** Removes the member when it is due; undefined while nothing is expected from the member. */
  session: Timer | undefined;

  constructor(options: MemberOptions) {
    this.memberId = options.memberId;
    this.groupInstanceId = options.groupInstanceId;
    this.clientId = options.clientId;
    this.protocolType = options.protocolType;
    this.rebalanceTimeoutMs = options.rebalanceTimeoutMs;
    this.sessionTimeoutMs = options.sessionTimeoutMs;
    this.protocols = options.protocols;
    this.assignment = options.assignment ?? NO_BYTES;
  }

  get isStatic(): boolean {
    return this.groupInstanceId !== null;
  }

  /**
   * Whether the member need not be heard from because the coordinator owes it an answer. A new member, which does not know its id
   * yet, is not waited for without end (hasSatisfiedHeartbeat).
   */
  get isOwedAnAnswer(): boolean {
    return !this.isNew && (this.awaitingJoin !== undefined || this.awaitingSync !== undefined);
  }

  /** @throws CoordinatorException if the member does not support the protocol */
  metadata(protocol: string): Uint8Array {
    const found = this.protocols.find(({ name }) => name === protocol);
    if (found === undefined) throw new CoordinatorException('Member does not support protocol');
    return found.metadata;
  }

  /** Whether the member has joined with the same protocols and metadata. */
  matches(protocols: readonly GroupProtocol[]): boolean {
    return (
      protocols.length === this.protocols.length &&
      protocols.every(({ name, metadata }, place) => {
        const own = this.protocols[place] as GroupProtocol;
        return name === own.name && areEqual(metadata, own.metadata);
      })
    );
  }

  /** The first of the member's protocols that is a candidate. @throws CoordinatorException if there is none */
  vote(candidates: ReadonlySet<string>): string {
    const choice = this.protocols.find(({ name }) => candidates.has(name));
    if (choice === undefined) throw new CoordinatorException('Member does not support any of the candidate protocols');
    return choice.name;
  }
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, place) => byte === b[place]);
}
