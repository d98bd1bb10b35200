/**
 * What brokers do among themselves, for the trace: the fetches of followers, appends to logs, and high watermarks. It is what a
 * record with acks=all waits for.
 *
 * Logs are compared with what they were after the event before, so that a simulation without this trace does no work for it.
 */
import type { Cluster } from '../../broker/index.ts';
import { fetchApi } from '../../protocol/apis/fetch.ts';
import type { FetchRequest, FetchResponse } from '../../protocol/messages.ts';
import type { MessageEvents } from '../events/message-events.ts';
import type { ReplicationEvents, SimulationEvents } from '../events/simulation-events.ts';

type Replica = ReturnType<Cluster['replicas']> extends Iterable<infer One> ? One : never;

/** Takes an event of a broker. */
export type BrokerTrace = <Name extends keyof ReplicationEvents | FetchEvent>(
  broker: string,
  event: Name,
  facts: SimulationEvents[Name],
) => void;

type FetchEvent = Extract<keyof MessageEvents, `Fetch ${string}`>;

/** What was last seen of a log. */
interface Seen {
  endOffset: number;
  highWatermark: number;
}

export class ReplicationTrace {
  private readonly cluster: Pick<Cluster, 'replicas' | 'nodes'>;
  private readonly record: BrokerTrace;
  private readonly seen = new Map<Replica, Seen>();

  constructor(cluster: Pick<Cluster, 'replicas' | 'nodes'>, record: BrokerTrace) {
    this.cluster = cluster;
    this.record = record;
  }

  /** A follower sends a fetch to a leader. */
  fetches(followerId: number, leaderId: number, request: FetchRequest): void {
    this.record(this.nameOf(followerId), 'Fetch request', {
      leader: this.nameOf(leaderId),
      ...fetchApi.requestFacts(request),
    });
  }

  /** The response has arrived at the follower. */
  fetched(followerId: number, leaderId: number, response: FetchResponse): void {
    this.record(this.nameOf(followerId), 'Fetch response', {
      leader: this.nameOf(leaderId),
      ...fetchApi.responseFacts(response),
      highWatermark: response.partitions.map(({ highWatermark }) => highWatermark).join(',') || undefined,
    });
  }

  /** The cluster may have changed: records which logs have become longer or shorter, and where a high watermark has moved. */
  logsMayHaveChanged(): void {
    for (const replica of this.cluster.replicas()) {
      const { endOffset, highWatermark } = replica.log;
      const before = this.seen.get(replica);
      if (before?.endOffset === endOffset && before.highWatermark === highWatermark) continue;
      this.seen.set(replica, { endOffset, highWatermark });
      this.recordChange(replica, before ?? { endOffset: 0, highWatermark: 0 });
    }
  }

  private recordChange({ topic, partition, brokerId, isLeader, log }: Replica, before: Seen): void {
    const broker = this.nameOf(brokerId);
    const place = { partition: `${topic}-${partition}`, as: isLeader ? 'leader' : 'follower' } as const;
    const { endOffset, highWatermark } = log;
    if (endOffset > before.endOffset) {
      const offsets =
        endOffset - before.endOffset === 1 ? `${before.endOffset}` : `${before.endOffset}-${endOffset - 1}`;
      this.record(broker, 'appends', { ...place, offsets });
    } else if (endOffset < before.endOffset) this.record(broker, 'truncates', { ...place, to: endOffset });
    if (highWatermark !== before.highWatermark)
      this.record(broker, 'high watermark', { ...place, from: before.highWatermark, to: highWatermark });
  }

  private nameOf(brokerId: number): string {
    return this.cluster.nodes.find(({ id }) => id === brokerId)?.host ?? `broker ${brokerId}`;
  }
}
