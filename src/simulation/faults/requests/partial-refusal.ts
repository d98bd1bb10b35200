/**
 * Refuses a part of a request: the partitions in scope are answered with an error, and the broker serves the others.
 */

import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import { apiOf, type ProducePartition, type Request, type Response } from '../../../protocol/messages.ts';
import { namesRecords, type RecordScope, rowsInScope } from './record-scope.ts';
import { isIn } from './request-scope.ts';

interface PartialRefusal {
  /** The request without the refused partitions, which the broker serves. */
  readonly rest: Request;
  /**
   * Combines the two responses, with the partitions in the order of the request. `refusal` is the response that refuses
   * the whole request.
   */
  readonly combine: (refusal: Response, served: Response) => Response;
}

/**
 * Undefined if the whole request is to be refused: all its partitions are in scope, or its API cannot be refused in
 * part.
 */
export function partialRefusal(request: Request, scope: RecordScope): PartialRefusal | undefined {
  const { topic, partition } = scope;
  const { withoutPartitions, wantedPartitions = partitionsOf } = apiOf(request);
  const hasRecords = request.api === 'Produce' && namesRecords(scope);
  if ((topic === undefined && !hasRecords) || withoutPartitions === undefined) return undefined;
  const isRefused = (asked: TopicPartition): boolean =>
    hasRecords ? rowsInScope(asked as ProducePartition, scope).length > 0 : isIn(asked, topic, partition);
  const rest = withoutPartitions(request, isRefused);
  if (wantedPartitions(rest).length === 0) return undefined;
  const wanted = wantedPartitions(request);
  const combine = (refusal: Response, served: Response): Response => {
    const partitions = wanted.flatMap((asked) =>
      partitionsOf(isRefused(asked) ? refusal : served).filter((result) => isIn(result, asked.topic, asked.partition)),
    );
    return { ...served, partitions } as unknown as Response;
  };
  return { rest, combine };
}

function partitionsOf(message: Request | Response): readonly TopicPartition[] {
  return (message as unknown as { readonly partitions: readonly TopicPartition[] }).partitions;
}
