/**
 * Counts requests and batches, as rules and traces refer to them: the ordinal of a request among those of its API, and the ordinal of each
 * batch in its partition.
 */

import type { TopicPartition } from '../../../src/protocol/cluster/topic-partition.ts';
import type { ApiName, RequestEnvelope } from '../../../src/protocol/messages.ts';

export interface RequestNumbers {
  /** From 1. */
  readonly n: number;
  /** PRODUCE: by `topic-partition`, the ordinal of the batch among all that brokers received for the partition, from 1. */
  readonly attempts: ReadonlyMap<string, number>;
}

export class RequestCounter {
  private readonly perApi = new Map<ApiName, number>();
  private readonly perPartition = new Map<string, number>();
  private readonly known = new WeakMap<RequestEnvelope, RequestNumbers>();

  /** The numbers of a request: counted at the first call, and the same at every later one. */
  of(envelope: RequestEnvelope): RequestNumbers {
    const known = this.known.get(envelope);
    if (known !== undefined) return known;
    const numbers = this.count(envelope);
    this.known.set(envelope, numbers);
    return numbers;
  }

  private count({ request }: RequestEnvelope): RequestNumbers {
    const attempts = new Map<string, number>();
    for (const place of request.api === 'Produce' ? request.partitions : []) {
      const name = placeName(place);
      attempts.set(name, next(this.perPartition, name));
    }
    return { n: next(this.perApi, request.api), attempts };
  }
}

/** `topic-partition`. */
export function placeName({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/** The opposite of placeName. A topic's name may contain dashes, so the last one counts. */
export function placeOf(name: string): TopicPartition {
  const dash = name.lastIndexOf('-');
  return { topic: name.slice(0, dash), partition: Number(name.slice(dash + 1)) };
}

function next<K>(counts: Map<K, number>, key: K): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
