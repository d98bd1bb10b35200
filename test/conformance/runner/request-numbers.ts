/**
 * The numbers by which rules and traces speak of requests and batches.
 *
 * Owns: a request's ordinal among those of its API, and the attempt each of its batches is at.
 * Refuses to know: rules and traces.
 */

import type { TopicPartition } from '../../../src/protocol/cluster/topic-partition.ts';
import type { ApiName, RequestEnvelope } from '../../../src/protocol/messages.ts';

export interface RequestNumbers {
  /** From 1. */
  readonly n: number;
  /** PRODUCE: by `topic-partition`, which batch of it the brokers see, from 1. */
  readonly attempts: ReadonlyMap<string, number>;
}

export class RequestCounter {
  private readonly perApi = new Map<ApiName, number>();
  private readonly perPartition = new Map<string, number>();
  private readonly known = new WeakMap<RequestEnvelope, RequestNumbers>();

  /** The numbers of a request; the same however often it is asked. */
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

/** The place a name stands for: a topic's name may hold dashes as well. */
export function placeOf(name: string): TopicPartition {
  const dash = name.lastIndexOf('-');
  return { topic: name.slice(0, dash), partition: Number(name.slice(dash + 1)) };
}

function next<K>(counts: Map<K, number>, key: K): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
