/**
 * Checks what must be true after a case: every guarantee of src/guarantees, unless there is a known cause for its violation
 * (allowances.ts), and that the cluster and the producers recover after the last fault. Guarantees are checked for each producer alone.
 */

import { fateOf } from '../../../src/guarantees/fate.ts';
import { nameOf } from '../../../src/guarantees/finding.ts';
import {
  GUARANTEE_NAMES,
  GUARANTEES,
  type GuaranteeName,
  type RunView,
  type SentRecord,
} from '../../../src/guarantees/index.ts';
import { lostRecords } from '../../../src/guarantees/no-acknowledged-record-lost.ts';
import { duplicatedRecords } from '../../../src/guarantees/no-duplicate-with-idempotence.ts';
import { reorderedRecords } from '../../../src/guarantees/order-per-producer-and-partition.ts';
import { replicaDifferences } from '../../../src/guarantees/replicas-agree-below-high-watermark.ts';
import { isBehindUnnoticedGap } from '../producer/known-bugs.ts';
import { isAffectedByLateBatch } from '../producer/late-batches.ts';
import {
  causesOf,
  DROPPED_MARKER,
  EMPTY_REPLICA,
  type Evidence,
  LATE_BATCH,
  LATE_MARKER,
  mayMissMarker,
} from './allowances.ts';
import { type Case, isTransactional, UNLIMITED } from './case.ts';
import { hasForgottenCommits } from './forgotten-commits.ts';
import { isAbortedByLateMarker } from './late-markers.ts';
import type { Played } from './play.ts';
import type { PlayedProducer } from './played-producer.ts';
import { readViolations, showsAborted } from './readers.ts';

export interface Outcome {
  readonly seed: number;
  /** The violations without a known cause, each with the name of its guarantee. Empty if there are none. */
  readonly problems: readonly string[];
  /** `guarantee: cause`, each once: violated guarantees and the known causes. */
  readonly allowed: readonly string[];
  readonly records: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
}

/** Longer than a follower waits for a lost response, and the leader for that follower. */
const RECOVERY_MS = 20_000;

/** Guarantees about the cluster, or about all producers together. */
const OF_THE_CLUSTER: readonly GuaranteeName[] = [
  'NoPhantomRecord',
  'ReplicasAgreeBelowHighWatermark',
  // Checked while the case is played (play.ts):
  'HighWatermarkMonotonic',
  'OneLeaderPerEpoch',
];
const OF_A_PRODUCER: readonly GuaranteeName[] = GUARANTEE_NAMES.filter((name) => !OF_THE_CLUSTER.includes(name));

export function judge(drawn: Case, played: Played): Outcome {
  const subject: RunView = played.sim.trial;
  const problems = problemsWith('NoPhantomRecord', subject);
  const allowed = new Set<string>();
  for (const [name, problem] of problemsOfPartitions(played)) {
    const isExplained = problem.split(/[ ,]+/).some((word) => played.withEmptyReplica.has(word));
    if (isExplained) allowed.add(`${name}: ${EMPTY_REPLICA}`);
    else problems.push(`${name}: ${problem}`);
  }
  for (const [i, one] of played.producers.entries()) {
    const alone = aloneIn(subject, i);
    const evidence = evidenceOf(played, one, alone);
    for (const name of OF_A_PRODUCER) {
      const [problem] = problemsWith(name, alone);
      if (problem === undefined) continue;
      const causes = causesOf(name, evidence);
      if (causes.length === 0 || causes.includes(undefined)) problems.push(problem);
      else for (const cause of causes) allowed.add(`${name}: ${cause}`);
    }
    for (const record of failedAfterFaults(one, alone)) {
      if (isBehindUnnoticedGap(record, evidence)) allowed.add('RecoversAfterFaults: behind an unnoticed gap');
      else problems.push(`RecoversAfterFaults: ${nameOf(record)}, sent after the faults, failed: ${record.error}`);
    }
  }
  problems.push(...unrecoveredPrograms(drawn, played));
  if (drawn.producers.some(isTransactional)) {
    const isBroken =
      played.withEmptyReplica.size > 0 ||
      played.leaderChanges.some(({ isUnclean }) => isUnclean) ||
      played.producers.some((one) => hasForgottenCommits(played, one.drawn.config['transactional.id']));
    for (const { record, place, problem } of isBroken ? [] : readViolations(played.sim, subject)) {
      const index = subject.producers.findIndex(({ sends }) => sends.includes(record));
      const evidence = evidenceOf(played, played.producers[index]!, aloneIn(subject, index));
      if (isAffectedByLateBatch(record, evidence)) allowed.add(`ReadCommittedMatchesOutcome: ${LATE_BATCH}`);
      else if (isAbortedByLateMarker(played, place)) allowed.add(`ReadCommittedMatchesOutcome: ${LATE_MARKER}`);
      else if (mayMissMarker(record, evidence)) allowed.add(`ReadCommittedMatchesOutcome: ${DROPPED_MARKER}`);
      else problems.push(`ReadCommittedMatchesOutcome: ${problem}`);
    }
    if (showsAborted(played.sim, subject)) allowed.add('TransactionsAllOrNothing: read_uncommitted');
  }
  const sends = subject.producers.flatMap((producer) => producer.sends);
  return {
    seed: drawn.seed,
    problems,
    allowed: [...allowed],
    records: sends.length,
    acknowledged: sends.filter((record) => fateOf(record) === 'acknowledged').length,
    lost: lostRecords(subject).length,
    duplicated: duplicatedRecords(subject).length,
    reordered: reorderedRecords(subject).length,
  };
}

function problemsWith(name: GuaranteeName, subject: RunView): string[] {
  const guarantee = GUARANTEES[name].create();
  const problem = 'validate' in guarantee ? guarantee.validate(subject) : undefined;
  return problem === undefined ? [] : [`${name}: ${problem}`];
}

/** What is violated, and how. Each text names a partition. */
function problemsOfPartitions({ sim, highWatermarkProblems }: Played): (readonly [string, string])[] {
  return [
    ...Array.from(highWatermarkProblems, (text) => ['HighWatermarkMonotonic', text] as const),
    ...Array.from(replicaDifferences(sim.trial), (text) => ['ReplicasAgreeBelowHighWatermark', text] as const),
    ...unrecoveredPartitions(sim.trial).map((text) => ['RecoversAfterFaults', text] as const),
  ];
}

/** The run as if no other producer had sent anything. */
function aloneIn(subject: RunView, index: number): RunView {
  const producer = subject.producers[index]!;
  return {
    nowMs: subject.nowMs,
    clusterVersion: subject.clusterVersion,
    topics: subject.topics,
    replicas: subject.replicas,
    producers: [producer],
    batchOf: (values) => {
      const batch = subject.batchOf(values);
      return batch?.records[0]?.producer === producer.name ? batch : undefined;
    },
  };
}

function evidenceOf(played: Played, { drawn: own, recorder }: PlayedProducer, subject: RunView): Evidence {
  const { acks, 'enable.idempotence': isIdempotent, 'max.in.flight.requests.per.connection': inFlight } = own.config;
  return {
    acks: String(acks),
    isIdempotent: isIdempotent === true,
    maxInFlight: Number(inFlight),
    recorder,
    leaderChanges: played.leaderChanges,
    withEmptyReplica: played.withEmptyReplica,
    areMarkersDropped: played.areMarkersDropped,
    hasForgottenCommits: hasForgottenCommits(played, own.config['transactional.id']),
    subject,
  };
}

// --- After the faults ----------------------------------------------------------------------------------------------------------

function failedAfterFaults({ drawn, firstAfterFaults }: PlayedProducer, { producers }: RunView): readonly SentRecord[] {
  // With few retries or a short timeout, a record may still fail because of old metadata, or of followers that still wait.
  const { retries, 'delivery.timeout.ms': deliveryMs } = drawn.config;
  if (firstAfterFaults === -1 || retries !== UNLIMITED || Number(deliveryMs) < RECOVERY_MS) return [];
  return producers[0]!.sends.filter(
    ({ number, error, transaction }) =>
      number >= firstAfterFaults && (error !== null || transaction?.outcome === 'unknown'),
  );
}

function unrecoveredPrograms(drawn: Case, { producers }: Played): string[] {
  const ids = drawn.producers.flatMap(({ config }) => config['transactional.id'] ?? []);
  const begun = producers.filter(({ firstAfterFaults }) => firstAfterFaults !== -1);
  return ids
    .filter((id) => !begun.some(({ drawn: { config } }) => config['transactional.id'] === id))
    .map((id) => `RecoversAfterFaults: after the faults, ${id} could not begin a transaction.`);
}

function unrecoveredPartitions({ topics }: RunView): string[] {
  return topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ leader, isr, replicas }) => leader === -1 || isr.length < replicas.length)
      .map(
        ({ partition, leader, isr, replicas }) =>
          `${name}-${partition} has leader ${leader}; in sync: ${isr.join(', ')} of ${replicas.join(', ')}.`,
      ),
  );
}
