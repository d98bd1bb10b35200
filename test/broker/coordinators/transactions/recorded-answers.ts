/**
 * Plays the requests in fixtures/ one after the other. Real brokers of 3.9.0 and 4.3.1 got the same requests, one broker in KRaft mode with the defaults but for
 * replication factors and CONFIG; their answers are beside the requests.
 */
import { readFileSync } from 'node:fs';
import { BROKER_VERSIONS, type BrokerVersionName } from '../../../../src/broker/versions/index.ts';
import type { ApiName, ProduceResponse, RequestOf, ResponseOf } from '../../../../src/protocol/messages.ts';
import { batchOf, type Pump } from '../../pump.ts';
import { withCoordinators } from './transactional-producer.ts';

/** A request of a producer. `epoch` is added to its epoch, `pid` names another producer whose id it uses. */
export interface Step {
  readonly do:
    | 'features'
    | 'init'
    | 'bumpTo'
    | 'produce'
    | 'end'
    | 'add'
    | 'addOffsets'
    | 'offsets'
    | 'marker'
    | 'describe';
  readonly version?: number;
  /** The name of the transactional id; default `a`. */
  readonly tx?: string;
  readonly pid?: string;
  readonly epoch?: number;
  readonly partition?: number;
  readonly seq?: number;
  readonly commit?: boolean;
  readonly own?: boolean;
  readonly timeoutMs?: number;
  /** The answer is lost, so that the producer keeps its epoch. */
  readonly lost?: boolean;
  readonly until?: string;
  readonly to?: number;
  readonly tv?: number;
}

export interface Recorded {
  readonly name: string;
  readonly steps: readonly (readonly [Step, string])[];
}

const TOPIC = 'payments';
const GROUP = 'group';
/** As the recorded brokers were configured. */
const CONFIG = { 'transaction.abort.timed.out.transaction.cleanup.interval.ms': 500 };

export class Player {
  private readonly pump: Pump;
  private readonly producers = new Map<string, { id: number; epoch: number }>();
  /** In the order in which the answers named them. */
  private readonly ids: number[] = [];

  constructor(version: BrokerVersionName) {
    this.pump = withCoordinators(CONFIG, undefined, BROKER_VERSIONS[version]);
  }

  play(step: Step): string {
    const { tx = 'a', pid, epoch = 0, version = 0, partition = 0, commit: committed = false } = step;
    const own = this.producers.get(tx) ?? { id: -1, epoch: -1 };
    const producerId = pid === undefined ? own.id : (this.producers.get(pid)?.id ?? -1);
    const producer = { transactionalId: tx, producerId, producerEpoch: own.epoch + epoch };
    switch (step.do) {
      case 'features':
        return this.features();
      case 'init':
        return this.init(tx, step, step.own === true ? producer : undefined);
      case 'bumpTo': {
        const { to = 0 } = step;
        for (
          let known = this.producers.get(tx);
          known !== undefined && known.epoch < to;
          known = this.producers.get(tx)
        )
          this.init(tx, { ...step, version: 5 }, { producerId: known.id, producerEpoch: known.epoch });
        return 'NONE';
      }
      case 'produce':
        return this.produce(step, producer);
      case 'end': {
        const answer = this.ask<'EndTxn'>({ api: 'EndTxn', ...producer, committed }, this.coordinator(tx), version);
        const { producerId: id = -1, producerEpoch: next = -1 } = answer;
        if (answer.error === 'NONE' && id >= 0 && step.lost !== true) this.producers.set(tx, { id, epoch: next });
        return version >= 5 ? `${answer.error} ${this.nameOf(id)} ${next}` : answer.error;
      }
      case 'add': {
        const partitions = [{ topic: TOPIC, partition }];
        const request = { api: 'AddPartitionsToTxn', ...producer, partitions } as const;
        return this.ask<'AddPartitionsToTxn'>(request, this.coordinator(tx), version).partitions[0]?.error ?? '';
      }
      case 'addOffsets': {
        const request = { api: 'AddOffsetsToTxn', ...producer, groupId: GROUP } as const;
        return this.ask<'AddOffsetsToTxn'>(request, this.coordinator(tx), version).error;
      }
      case 'offsets':
        return this.commitOffsets(producer, version);
      case 'marker':
        return this.writeMarker(step, producer);
      case 'describe':
        return this.describe(tx, step.until ?? '');
    }
  }

  private init(
    tx: string,
    { version = 5, timeoutMs = 60_000 }: Step,
    own?: { producerId: number; producerEpoch: number },
  ): string {
    const { producerId = -1, producerEpoch = -1 } = own ?? {};
    const answer = this.ask<'InitProducerId'>(
      { api: 'InitProducerId', transactionalId: tx, transactionTimeoutMs: timeoutMs, producerId, producerEpoch },
      this.coordinator(tx),
      version,
    );
    if (answer.error !== 'NONE') return answer.error;
    this.producers.set(tx, { id: answer.producerId, epoch: answer.producerEpoch });
    return `NONE ${this.nameOf(answer.producerId)} ${answer.producerEpoch}`;
  }

  private produce(
    { version = 0, partition = 0, seq: sequence = 0 }: Step,
    {
      transactionalId,
      producerId: id,
      producerEpoch: epoch,
    }: { transactionalId: string; producerId: number; producerEpoch: number },
  ): string {
    const batch = batchOf(['v'], { id, epoch, sequence }, { isTransactional: true, maxTimestampMs: this.pump.nowMs });
    const partitions = [{ topic: TOPIC, partition, batch }];
    const request = { api: 'Produce', acks: -1, timeoutMs: 30_000, transactionalId, partitions } as const;
    const { leader } = this.pump.partition(TOPIC, partition);
    const token = this.pump.send(request, leader, true, 'play', version);
    // The leader may try again while the transaction before is ending.
    for (let waitedMs = 0; this.pump.answers.get(token) === undefined && waitedMs < 200; waitedMs++)
      this.pump.advance(1);
    const [result] = (this.pump.answers.get(token) as ProduceResponse).partitions;
    return result?.errorMessage == null ? `${result?.error}` : `${result.error}: ${result.errorMessage}`;
  }

  private commitOffsets(
    producer: { transactionalId: string; producerId: number; producerEpoch: number },
    version: number,
  ): string {
    const find = { api: 'FindCoordinator', keyType: 'group', key: GROUP } as const;
    const coordinator = this.pump.ask<'FindCoordinator'>(find).node?.id ?? 0;
    const offset = {
      topic: TOPIC,
      partition: 0,
      committedOffset: 3,
      committedLeaderEpoch: -1,
      committedMetadata: null,
    };
    const member = { groupId: GROUP, generationId: -1, memberId: '', groupInstanceId: null };
    const request = { api: 'TxnOffsetCommit', ...producer, ...member, partitions: [offset] } as const;
    return this.ask<'TxnOffsetCommit'>(request, coordinator, version).partitions[0]?.error ?? '';
  }

  private writeMarker(
    { version = 0, tv = 0, commit: committed = false, partition = 0 }: Step,
    { producerId, producerEpoch }: { producerId: number; producerEpoch: number },
  ): string {
    const partitions = [{ topic: TOPIC, partition }];
    const marker = { producerId, producerEpoch, coordinatorEpoch: 0, committed, transactionVersion: tv, partitions };
    const { leader } = this.pump.partition(TOPIC, partition);
    const answer = this.ask<'WriteTxnMarkers'>({ api: 'WriteTxnMarkers', markers: [marker] }, leader, version);
    return answer.markers[0]?.partitions[0]?.error ?? '';
  }

  private describe(tx: string, until: string): string {
    const request = { api: 'DescribeTransactions', transactionalIds: [tx] } as const;
    for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 10, this.pump.advance(10)) {
      const answer = this.ask<'DescribeTransactions'>(request, this.coordinator(tx), 0);
      const { state = '', producerId = -1, producerEpoch, partitions } = answer.transactions[0] ?? {};
      const isWanted = until === '' ? !state.startsWith('Prepare') : state.startsWith(until);
      if (isWanted) return `${state} ${this.nameOf(producerId)} ${producerEpoch} partitions ${partitions?.length}`;
    }
    return 'never';
  }

  private features(): string {
    const request = { api: 'ApiVersions', clientSoftwareName: 'play', clientSoftwareVersion: '1' } as const;
    const { apiVersions, finalizedFeatures = {} } = this.pump.ask<'ApiVersions'>(request);
    const level = finalizedFeatures['transaction.version'];
    const ranges = TRANSACTIONAL_APIS.map((name) => {
      const range = apiVersions.find(({ api }) => api === name);
      return `, ${name} ${range?.minVersion}-${range?.maxVersion}`;
    });
    return `${level === undefined ? '' : `transaction.version ${level}`}${ranges.join('')}`;
  }

  private nameOf(producerId: number): string {
    if (producerId < 0) return String(producerId);
    if (!this.ids.includes(producerId)) this.ids.push(producerId);
    return `P${this.ids.indexOf(producerId)}`;
  }

  private coordinator(key: string): number {
    return this.pump.ask<'FindCoordinator'>({ api: 'FindCoordinator', keyType: 'transaction', key }).node?.id ?? 0;
  }

  private ask<A extends ApiName>(request: RequestOf<A>, broker: number, version: number): ResponseOf<A> {
    return this.pump.ask<A>(request, broker, version);
  }
}

const TRANSACTIONAL_APIS: readonly ApiName[] = [
  'Produce',
  'InitProducerId',
  'AddPartitionsToTxn',
  'AddOffsetsToTxn',
  'EndTxn',
  'WriteTxnMarkers',
  'TxnOffsetCommit',
];

export function recordedOf(release: string): readonly Recorded[] {
  return JSON.parse(readFileSync(new URL(`fixtures/kafka-${release}.json`, import.meta.url), 'utf8')) as Recorded[];
}

/** Whether all epochs of a producer id are used up, which takes a while. */
export function isLong({ steps }: Recorded): boolean {
  return steps.some(([step]) => step.do === 'bumpTo');
}

export const RELEASES = [
  ['3.9', '3.9.0'],
  ['4.3', '4.3.1'],
] as const;
