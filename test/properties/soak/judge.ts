/**
 * What has to hold after a case: every guarantee of src/invariants, unless the configuration explains why it is broken
 * (allowances.ts), and that all works again once all is mended.
 *
 * Owns: going through the guarantees producer by producer, and the outcome of a case.
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
import { isBehindForgottenGap } from '../producer/known-bugs.ts';
import { isAffectedByLateBatch } from '../producer/late-batches.ts';
import { causesOf, type Evidence, LATE_BATCH } from './allowances.ts';
import { type Case, isTransactional, UNLIMITED } from './case.ts';
import { hasForgottenCommits } from './forgotten-commits.ts';
import type { Played } from './play.ts';
import type { PlayedProducer } from './played-producer.ts';
import { misreadTransactions, showsAborted } from './readers.ts';

export interface Outcome {
  readonly seed: number;
  /** Each names its guarantee. Empty: all is well. */
  readonly problems: readonly string[];
  /** `guarantee: cause`, once each: guarantees that are broken, and why they may be. */
  readonly allowed: readonly string[];
  readonly records: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
}

/** Longer than a follower waits for an answer that is lost, and is waited for. */
const PATIENCE_MS = 20_000;

/** Of the cluster, and of all producers together. */
const OF_THE_CLUSTER: readonly GuaranteeName[] = ['NoPhantomRecord', 'ReplicasAgreeBelowHighWatermark'];
/** Held to while the case is played (play.ts). */
const ON_THE_WAY: readonly GuaranteeName[] = ['HighWatermarkMonotonic', 'OneLeaderPerEpoch'];
const OF_A_PRODUCER: readonly GuaranteeName[] = GUARANTEE_NAMES.filter(
  (name) => !OF_THE_CLUSTER.includes(name) && !ON_THE_WAY.includes(name),
);

export function judge(drawn: Case, played: Played): Outcome {
  const subject: RunView = played.sim.trial;
  const problems = OF_THE_CLUSTER.flatMap((name) => problemsWith(name, subject));
  const allowed = new Set<string>();
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
    for (const record of notWorkingAgain(one, alone)) {
      if (isBehindForgottenGap(record, evidence)) allowed.add('WorksAgain: behind a forgotten gap');
      else problems.push(`WorksAgain: ${nameOf(record)}, sent when all was mended, failed: ${record.error}`);
    }
  }
  problems.push(...notMended(subject), ...notBegunAgain(drawn, played));
  if (drawn.producers.some(isTransactional)) {
    const isBroken =
      played.onFailedDisks.size > 0 ||
      played.leaderChanges.some(({ isUnclean }) => isUnclean) ||
      played.producers.some((one) => hasForgottenCommits(played, one.drawn.config['transactional.id']));
    for (const { record, problem } of isBroken ? [] : misreadTransactions(played.sim, subject)) {
      const index = subject.producers.findIndex(({ sends }) => sends.includes(record));
      const evidence = evidenceOf(played, played.producers[index]!, aloneIn(subject, index));
      if (isAffectedByLateBatch(record, evidence)) allowed.add(`ReadersSeeWhatWasDecided: ${LATE_BATCH}`);
      else problems.push(`ReadersSeeWhatWasDecided: ${problem}`);
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

/** As if no other producer had written. */
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

function evidenceOf(played: Played, { drawn: own, tap }: PlayedProducer, subject: RunView): Evidence {
  const { acks, 'enable.idempotence': isIdempotent, 'max.in.flight.requests.per.connection': inFlight } = own.config;
  return {
    acks: String(acks),
    isIdempotent: isIdempotent === true,
    maxInFlight: Number(inFlight),
    tap,
    leaderChanges: played.leaderChanges,
    onFailedDisks: played.onFailedDisks,
    hasForgottenCommits: hasForgottenCommits(played, own.config['transactional.id']),
    subject,
  };
}

// --- When all is mended --------------------------------------------------------------------------------------------------------

function notWorkingAgain({ drawn, firstAfterwards }: PlayedProducer, { producers }: RunView): readonly SentRecord[] {
  // Who may not try often enough, or for long enough, stumbles over metadata of before, and followers that still wait.
  const { retries, 'delivery.timeout.ms': deliveryMs } = drawn.config;
  if (firstAfterwards === -1 || retries !== UNLIMITED || Number(deliveryMs) < PATIENCE_MS) return [];
  return producers[0]!.sends.filter(
    ({ number, error, transaction }) =>
      number >= firstAfterwards && (error !== null || transaction?.outcome === 'unknown'),
  );
}

function notBegunAgain(drawn: Case, { producers }: Played): string[] {
  const ids = drawn.producers.flatMap(({ config }) => config['transactional.id'] ?? []);
  const begun = producers.filter(({ firstAfterwards }) => firstAfterwards !== -1);
  return ids
    .filter((id) => !begun.some(({ drawn: { config } }) => config['transactional.id'] === id))
    .map((id) => `WorksAgain: when all was mended, ${id} could not begin a transaction.`);
}

function notMended({ topics }: RunView): string[] {
  return topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ leader, isr, replicas }) => leader === -1 || isr.length < replicas.length)
      .map(
        ({ partition, leader, isr, replicas }) =>
          `WorksAgain: ${name}-${partition} has leader ${leader} and in sync ${isr.join(', ')} of ${replicas.join(', ')}.`,
      ),
  );
}
