/**
 * Checks what must be true after a case: the guarantees of src/guarantees that its configuration gives, and that a closed producer does
 * nothing more. A violation that a known bug of Kafka 3.6.1 explains (known-bugs.ts) is allowed.
 */
import { GUARANTEES, type GuaranteeName, type RunView, type SentRecord } from '../../../src/guarantees/index.ts';
import type { Case } from './case.ts';
import { type Evidence, type KnownViolation, knownViolationOf } from './known-bugs.ts';
import type { Played } from './play.ts';

export interface Judgment {
  /** The violated guarantees, each with its name. Empty if there are none. */
  readonly problems: readonly string[];
  /** Guarantees that Kafka 3.6.1 violates in the same way. */
  readonly knownViolations: readonly KnownViolation[];
}

/** Guaranteed with every configuration. */
const ALWAYS: readonly GuaranteeName[] = [
  'EverySendSettlesOnce',
  'EverySendSettlesInTime',
  'DefiniteFailureMeansAbsent',
  'BufferMemoryReturned',
  'NoPhantomRecord',
  'OffsetsUniqueAndTrue',
  'ReplicasAgreeBelowHighWatermark',
];

export function guaranteesOf({ config }: Case): readonly GuaranteeName[] {
  const guarantees = [...ALWAYS];
  if (config.acks === 'all') guarantees.push('NoAcknowledgedRecordLost');
  const isIdempotent = config['enable.idempotence'] === true;
  if (isIdempotent) guarantees.push('NoDuplicateWithIdempotence');
  if (isIdempotent || config['max.in.flight.requests.per.connection'] === 1)
    guarantees.push('OrderPerProducerAndPartition', 'CallbackOrder');
  return guarantees;
}

export function judge(drawn: Case, played: Played): Judgment {
  const subject: RunView = played.sim.trial;
  const evidence: Evidence = {
    isIdempotent: drawn.config['enable.idempotence'] === true,
    acks: String(drawn.config.acks),
    recorder: played.recorder,
    subject,
  };
  const problems: string[] = [];
  const knownViolations: KnownViolation[] = [];
  for (const name of guaranteesOf(drawn)) {
    const guarantee = GUARANTEES[name].create();
    const problem = 'validate' in guarantee ? guarantee.validate(subject) : undefined;
    if (problem === undefined) continue;
    const known = knownViolationOf(name, evidence);
    if (known === undefined) problems.push(`${name}: ${problem}`);
    else knownViolations.push(known);
  }
  problems.push(...afterClose(played, subject));
  return { problems, knownViolations };
}

function afterClose({ recorder, producer }: Played, subject: RunView): string[] {
  const problems: string[] = [];
  if (recorder.closedMs === -1) problems.push('Closed: the I/O thread is still running.');
  if (recorder.requestsAfterClose > 0)
    problems.push(`Closed: ${recorder.requestsAfterClose} requests were written afterwards.`);
  if (recorder.openConnections.length > 0)
    problems.push(`Closed: connections ${recorder.openConnections.join(', ')} are open.`);
  const late = sendsOf(subject).find(
    ({ sentMs, endedMs }) => sentMs <= recorder.closedMs && endedMs > recorder.closedMs,
  );
  if (late !== undefined)
    problems.push(`Closed: record ${late.number} ended ${late.endedMs - recorder.closedMs} ms later.`);
  for (const [name, values] of Object.entries(producer.metrics())) {
    if (/waiting-threads/.test(name) && Number(values) > 0) problems.push(`Closed: ${name} is ${String(values)}.`);
  }
  return problems;
}

export function sendsOf({ producers }: RunView): readonly SentRecord[] {
  return producers.flatMap(({ sends }) => sends);
}
