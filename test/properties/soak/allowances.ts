/**
 * The causes for which a guarantee may be violated: the configuration does not give it, or a known bug of 3.6.1 violates it
 * (producer/known-bugs.ts). A cause is looked for in every record that shows the violation, so that one violation cannot hide another.
 */

import type { GuaranteeName, RunView, SentRecord } from '../../../src/guarantees/index.ts';
import { lostRecords } from '../../../src/guarantees/no-acknowledged-record-lost.ts';
import { duplicatedRecords } from '../../../src/guarantees/no-duplicate-with-idempotence.ts';
import { overlapProblem, untrueOffsets } from '../../../src/guarantees/offsets-unique-and-true.ts';
import { reorderedRecords } from '../../../src/guarantees/order-per-producer-and-partition.ts';
import { brokenTransactions } from '../../../src/guarantees/transactions-all-or-nothing.ts';
import { type Evidence as BugEvidence, causeOfReuse, knownBugsOf } from '../producer/known-bugs.ts';
import { isAffectedByLateBatch } from '../producer/late-batches.ts';
import type { LeaderChange } from './leader-changes.ts';

export interface Evidence extends BugEvidence {
  readonly maxInFlight: number;
  readonly leaderChanges: readonly LeaderChange[];
  readonly withEmptyReplica: ReadonlySet<string>;
  readonly areMarkersDropped: boolean;
  /** Its coordinator has confirmed a commit that is not in the coordinator's log. */
  readonly hasForgottenCommits: boolean;
}

/** One cause for every record that shows the violation; `undefined` for a record that nothing explains. */
export function causesOf(guarantee: GuaranteeName, evidence: Evidence): readonly (string | undefined)[] {
  switch (guarantee) {
    case 'NoAcknowledgedRecordLost':
      return lostRecords(evidence.subject).map(({ record }) => causeOfLoss(record as SentRecord, evidence));
    case 'OffsetsUniqueAndTrue':
      // The acknowledged copy is lost; an earlier one is not.
      if (overlapProblem(evidence.subject) !== undefined) return [undefined];
      return untrueOffsets(evidence.subject).map(({ record }) => causeOfLoss(record as SentRecord, evidence));
    case 'NoDuplicateWithIdempotence':
      if (evidence.isIdempotent) break;
      return duplicatedRecords(evidence.subject).map(({ record }) => causeOfDuplicate(record as SentRecord, evidence));
    case 'OrderPerProducerAndPartition':
      if (evidence.isIdempotent || evidence.maxInFlight === 1) break;
      return reorderedRecords(evidence.subject).map(({ record }) => causeOfReordering(record as SentRecord, evidence));
    case 'TransactionsAllOrNothing':
      return brokenTransactions(evidence.subject).map(({ record }) =>
        causeOfPartialTransaction(record as SentRecord, evidence),
      );
    case 'CallbackOrder':
      if (evidence.isIdempotent || evidence.maxInFlight === 1) break;
      return ['without idempotence: reordered in flight'];
    default:
  }
  return knownBugsOf(guarantee, evidence);
}

/** The cause of what goes wrong in a partition of which a replica in sync has lost its disk. */
export const EMPTY_REPLICA = 'KAFKA-18106: a replica in sync started with an empty disk';

/** KIP-101; documentation of acks and unclean.leader.election.enable. */
function causeOfLoss(record: SentRecord, evidence: Evidence): string | undefined {
  const { topic, batch } = record;
  const { acks, leaderChanges, withEmptyReplica } = evidence;
  const changes = leaderChanges.filter((one) => one.topic === topic && one.partition === batch?.partition);
  if (changes.some(({ isUnclean }) => isUnclean)) return 'unclean election';
  if (withEmptyReplica.has(`${topic}-${batch?.partition}`)) return EMPTY_REPLICA;
  const leaders = new Set(changes.map(({ to }) => to));
  return acks === '1' && leaders.size > 0 ? 'acks=1: the leader failed' : causeOfReuse(record, evidence);
}

/** The cause of a transaction with a batch that arrived after its end. */
export const LATE_BATCH = 'KIP-890: a late batch in the next transaction';
export const LATE_MARKER = 'KIP-890: a late marker in the next transaction';

/** The cause of what goes wrong in a partition that had no leader with brokers of 4.3. */
export const DROPPED_MARKER = 'KAFKA-20734: a marker without a leader';

/**
 * Whether a partition of the record's transaction had no leader at some time, with brokers that drop its markers then. What is open there
 * ends with the next marker of the producer, in another way than the transaction in its other partitions.
 */
export function mayMissMarker(record: SentRecord, { areMarkersDropped, leaderChanges, subject }: Evidence): boolean {
  if (!areMarkersDropped) return false;
  const hadNoLeader = ({ topic, batch }: SentRecord): boolean =>
    leaderChanges.some((one) => one.topic === topic && one.partition === batch?.partition && one.to === -1);
  return sameTransactionAs(record, subject).some(hadNoLeader);
}

/** The records of its transaction; the record alone if it is in none. */
function sameTransactionAs(record: SentRecord, { producers }: RunView): readonly SentRecord[] {
  const { transaction } = record;
  return transaction === null ? [record] : producers[0]!.sends.filter((other) => other.transaction === transaction);
}

/** Why a part of a transaction is lost, or is visible although the transaction was aborted. */
function causeOfPartialTransaction(record: SentRecord, evidence: Evidence): string | undefined {
  if (isAffectedByLateBatch(record, evidence)) return LATE_BATCH;
  const sameTransaction = sameTransactionAs(record, evidence.subject);
  const cause = sameTransaction.map((one) => causeOfLoss(one, evidence)).find((one) => one !== undefined);
  if (cause === undefined && mayMissMarker(record, evidence)) return DROPPED_MARKER;
  return cause ?? (evidence.hasForgottenCommits ? 'a coordinator that answers too early' : undefined);
}

/** KIP-98, motivation: the response was lost, and the batch was sent again. */
function causeOfDuplicate({ number }: SentRecord, { recorder }: Evidence): string | undefined {
  return recorder.attemptsOf(number).length > 1 ? 'without idempotence: retried' : undefined;
}

/** Documentation of max.in.flight.requests.per.connection. */
function causeOfReordering({ number }: SentRecord, { recorder }: Evidence): string | undefined {
  const attempts = recorder.attemptsOf(number);
  if (attempts.length > 1) return 'without idempotence: reordered in flight';
  return attempts.some(({ answeredMs }) => answeredMs === -1)
    ? 'without idempotence: unanswered, and stored late'
    : undefined;
}
