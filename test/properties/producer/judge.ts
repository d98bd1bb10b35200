/**
 * What has to hold after a story: the guarantees of src/invariants under the story's configuration, and that nothing of a closed
 * producer goes on.
 *
 * Owns: which guarantee a configuration is held to; which broken ones are 3.6.1's own doing (known-bugs.ts).
 */
import { GUARANTEES, type GuaranteeName, type RunView, type SentRecord } from '../../../src/guarantees/index.ts';
import { type Evidence, type Excuse, excuseFor } from './known-bugs.ts';
import type { Played } from './play.ts';
import type { Story } from './story.ts';

export interface Judgement {
  /** Each names its guarantee. Empty: all is well. */
  readonly problems: readonly string[];
  /** Guarantees that Kafka 3.6.1 breaks in the same way. */
  readonly excused: readonly Excuse[];
}

/** Whatever the configuration. */
const ALWAYS: readonly GuaranteeName[] = [
  'EverySendSettlesOnce',
  'EverySendSettlesInTime',
  'DefiniteFailureMeansAbsent',
  'BufferMemoryReturned',
  'NoPhantomRecord',
  'OffsetsUniqueAndTrue',
  'ReplicasAgreeBelowHighWatermark',
];

export function guaranteesOf({ config }: Story): readonly GuaranteeName[] {
  const guarantees = [...ALWAYS];
  if (config.acks === 'all') guarantees.push('NoAcknowledgedRecordLost');
  const isIdempotent = config['enable.idempotence'] === true;
  if (isIdempotent) guarantees.push('NoDuplicateWithIdempotence');
  if (isIdempotent || config['max.in.flight.requests.per.connection'] === 1)
    guarantees.push('OrderPerProducerAndPartition', 'CallbackOrder');
  return guarantees;
}

export function judge(story: Story, played: Played): Judgement {
  const subject: RunView = played.sim.trial;
  const evidence: Evidence = {
    isIdempotent: story.config['enable.idempotence'] === true,
    acks: String(story.config.acks),
    tap: played.tap,
    subject,
  };
  const problems: string[] = [];
  const excused: Excuse[] = [];
  for (const name of guaranteesOf(story)) {
    const guarantee = GUARANTEES[name].create();
    const problem = 'validate' in guarantee ? guarantee.validate(subject) : undefined;
    if (problem === undefined) continue;
    const excuse = excuseFor(name, evidence);
    if (excuse === undefined) problems.push(`${name}: ${problem}`);
    else excused.push(excuse);
  }
  problems.push(...afterClose(played, subject));
  return { problems, excused };
}

function afterClose({ tap, producer }: Played, subject: RunView): string[] {
  const problems: string[] = [];
  if (tap.endedMs === -1) problems.push('Closed: the I/O thread has not ended.');
  if (tap.requestsAfterEnd > 0) problems.push(`Closed: ${tap.requestsAfterEnd} requests were written after the end.`);
  if (tap.openConnections.length > 0) problems.push(`Closed: connections ${tap.openConnections.join(', ')} are open.`);
  const late = sendsOf(subject).find(({ sentMs, endedMs }) => sentMs <= tap.endedMs && endedMs > tap.endedMs);
  if (late !== undefined)
    problems.push(`Closed: record ${late.number} ended ${late.endedMs - tap.endedMs} ms after it.`);
  for (const [name, values] of Object.entries(producer.metrics())) {
    if (/waiting-threads/.test(name) && Number(values) > 0) problems.push(`Closed: ${name} is ${String(values)}.`);
  }
  return problems;
}

export function sendsOf({ producers }: RunView): readonly SentRecord[] {
  return producers.flatMap(({ sends }) => sends);
}
