/**
 * Covers: src/producer/transactions/ and src/broker/coordinators/, by random programs.
 *
 * A consumer with read_committed sees all records of a transaction or none of them. Two applications begin, write, commit offsets, commit,
 * abort and restart, while brokers crash, restart and lose leaderships, and time passes (transactions time out after 60 s).
 */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { RawCluster } from '../simulation/raw-cluster.ts';
import { RawProducer } from '../simulation/raw-producer.ts';

const TOPIC = 'payments';
const PARTITIONS = 2;

type Step =
  | { readonly do: 'write'; readonly id: number; readonly partition: number }
  | { readonly do: 'offsets' | 'commit' | 'abort' | 'restart application'; readonly id: number }
  | { readonly do: 'crash' | 'restart'; readonly broker: number }
  | { readonly do: 'lead'; readonly broker: number; readonly topic: string; readonly partition: number }
  | { readonly do: 'wait'; readonly ms: number };

const id = fc.integer({ min: 0, max: 1 });
const broker = fc.integer({ min: 1, max: 3 });
const partition = fc.integer({ min: 0, max: PARTITIONS - 1 });
const topic = fc.constantFrom(TOPIC, '__transaction_state', '__consumer_offsets');

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('write' as const), id, partition }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('offsets' as const), id }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('commit' as const, 'abort' as const), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart application' as const), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), broker }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const), broker }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lead' as const), broker, topic, partition }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 80_000 }) }) },
);

interface Transaction {
  /** Values of acknowledged records. */
  readonly values: string[];
  offset: number | undefined;
  /** Whether a request failed, after which the transaction can only be aborted. */
  hasFailed: boolean;
  outcome: 'open' | 'committed' | 'aborted' | 'unknown';
}

/** An application with its transactional id, and all of its transactions so far. */
class Application {
  readonly transactions: Transaction[] = [];
  private readonly producer: RawProducer;
  private isInitialized = false;
  private written = 0;

  constructor(raw: RawCluster, name: string) {
    this.producer = new RawProducer(raw, name);
  }

  get groupId(): string {
    return `group of ${this.producer.transactionalId}`;
  }

  write(partition: number): void {
    const transaction = this.open();
    if (transaction === undefined || transaction.hasFailed) return;
    const to = { topic: TOPIC, partition };
    const value = `${this.producer.transactionalId}/${this.transactions.length}/${this.written++}`;
    if (this.producer.add([to]) === 'NONE' && this.producer.produce(to, [value]) === 'NONE')
      transaction.values.push(value);
    else transaction.hasFailed = true;
  }

  commitOffset(): void {
    const transaction = this.open();
    if (transaction === undefined || transaction.hasFailed) return;
    const offset = ++this.written;
    const ended = this.producer.commitOffset(this.groupId, { topic: TOPIC, partition: 0 }, offset);
    if (ended === 'NONE') transaction.offset = offset;
    else transaction.hasFailed = true;
  }

  end(committed: boolean): void {
    const transaction = this.transactions.at(-1);
    if (transaction?.outcome !== 'open') return;
    const isCommit = committed && !transaction.hasFailed;
    const error = this.producer.end(isCommit);
    if (error === 'NONE') transaction.outcome = isCommit ? 'committed' : 'aborted';
    else transaction.outcome = error === 'PRODUCER_FENCED' ? 'aborted' : 'unknown';
    this.isInitialized = error === 'NONE';
  }

  /** The coordinator aborts the open transaction. */
  restart(): void {
    const transaction = this.transactions.at(-1);
    this.isInitialized = this.producer.init() === 'NONE';
    if (transaction?.outcome === 'open') transaction.outcome = this.isInitialized ? 'aborted' : 'unknown';
  }

  private open(): Transaction | undefined {
    if (!this.isInitialized) this.restart();
    if (!this.isInitialized) return undefined;
    const last = this.transactions.at(-1);
    if (last?.outcome === 'open') return last;
    const fresh: Transaction = { values: [], offset: undefined, hasFailed: false, outcome: 'open' };
    this.transactions.push(fresh);
    return fresh;
  }
}

function play(steps: readonly Step[]): void {
  const raw = new RawCluster({
    config: { 'transaction.state.log.num.partitions': 2, 'offsets.topic.num.partitions': 2 },
  });
  raw.nodes.apply((cluster, nowMs) =>
    cluster.createTopic(TOPIC, { partitions: PARTITIONS, replicationFactor: 3 }, nowMs),
  );
  const applications = [new Application(raw, 'one'), new Application(raw, 'two')];
  for (const one of steps) perform(raw, applications, one);
  for (const { id: brokerId } of raw.cluster.nodes) if (!raw.cluster.isUp(brokerId)) raw.restart(brokerId);
  raw.advance(120_000);
  check(raw, applications);
}

function perform(raw: RawCluster, applications: readonly Application[], one: Step): void {
  switch (one.do) {
    case 'write':
      applications[one.id]?.write(one.partition);
      return;
    case 'offsets':
      applications[one.id]?.commitOffset();
      return;
    case 'commit':
    case 'abort':
      applications[one.id]?.end(one.do === 'commit');
      return;
    case 'restart application':
      applications[one.id]?.restart();
      return;
    case 'crash': {
      // At most one broker is down, so that every partition has a leader and enough in-sync replicas.
      const isOneDown = raw.cluster.nodes.some(({ id: other }) => !raw.cluster.isUp(other));
      if (!isOneDown) raw.crash(one.broker);
      return;
    }
    case 'restart':
      if (!raw.cluster.isUp(one.broker)) raw.restart(one.broker);
      return;
    case 'lead': {
      const state = raw.cluster.snapshot().topics.find(({ name }) => name === one.topic)?.partitions[one.partition];
      if (state?.isr.includes(one.broker) !== true || !raw.cluster.isUp(one.broker)) return;
      raw.nodes.apply((cluster, nowMs) => cluster.setLeader(one.topic, one.partition, one.broker, nowMs));
      return;
    }
    case 'wait':
      raw.advance(one.ms);
  }
}

function check(raw: RawCluster, applications: readonly Application[]): void {
  const visible = [...raw.cluster.readRecords(TOPIC, undefined, 'read_committed')].map(({ value }) => value as string);
  const seen = new Set(visible);
  if (seen.size !== visible.length) throw new Error(`A record is visible twice: ${visible.join(' ')}`);
  for (const application of applications) {
    let lastOffset: number | undefined;
    for (const { values, outcome, offset } of application.transactions) {
      const found = values.filter((value) => seen.delete(value)).length;
      const isAllOrNothing = found === 0 || found === values.length;
      const isRight = outcome === 'committed' ? found === values.length : outcome !== 'aborted' || found === 0;
      if (!isAllOrNothing || !isRight) throw new Error(`${found} of [${values.join(' ')}], ${outcome}, are visible`);
      if (outcome === 'committed' && offset !== undefined) lastOffset = offset;
    }
    const committed = raw.cluster.committedOffsets(application.groupId)[0]?.offset;
    const isCertain = application.transactions.every(({ outcome }) => outcome === 'committed' || outcome === 'aborted');
    if (isCertain && committed !== lastOffset)
      throw new Error(`The group's committed offset is ${committed}, expected ${lastOffset}`);
  }
  checkNoneOpen(raw);
}

/** All transactions are completed and replicated, so the last stable offset is the end of the log. */
function checkNoneOpen(raw: RawCluster): void {
  for (const one of [0, 1]) {
    const last = [...raw.cluster.readRecords(TOPIC, one)].length;
    const leader = raw.cluster.snapshot().topics.find(({ name }) => name === TOPIC)?.partitions[one]?.leader ?? 0;
    const ends = (['read_committed', 'read_uncommitted'] as const).map((isolationLevel) => {
      const partitions = [{ topic: TOPIC, partition: one, currentLeaderEpoch: -1, timestampMs: -1 }];
      const request = { api: 'ListOffsets', replicaId: -1, isolationLevel, partitions } as const;
      return raw.call<'ListOffsets'>(leader, request)?.partitions[0]?.offset;
    });
    if (ends[0] !== ends[1] || ends[0] === undefined || ends[0] < last) {
      throw new Error(`${TOPIC}-${one} has last stable offset ${ends[0]} and end ${ends[1]}, with ${last} records`);
    }
  }
}

/** A follower joins the in-sync replicas while a fetch response with further records is in flight to it. */
const JOINED_BEHIND: Step[] = [
  { do: 'write', id: 0, partition: 1 },
  { do: 'restart application', id: 0 },
  { do: 'wait', ms: 1 },
  { do: 'restart', broker: 1 },
  { do: 'write', id: 0, partition: 1 },
  { do: 'commit', id: 0 },
  { do: 'crash', broker: 1 },
];

describe('Transactions', () => {
  it('are visible as a whole or not at all', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), play), {
      seed: 7,
      numRuns: 40,
      examples: [[JOINED_BEHIND]],
    });
  });
});
