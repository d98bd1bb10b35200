/**
 * Refusing a part of a request: the partitions in scope are answered with an error, the broker serves the others.
 *
 * Owns: taking a request apart, and putting the two answers together in the order of the request.
 * Refuses to know: the error, and why.
 */
import type { FetchRequest, ProduceRequest, Request, Response } from '../../protocol/messages.ts';
import type { TopicPartition } from '../../protocol/record-batch.ts';
import { isIn } from './request-scope.ts';

interface Part {
  /** What the broker is to serve. */
  readonly rest: Request;
  /** What the client is answered; `refused` is the answer that refuses all of the request. */
  readonly join: (refused: Response, served: Response) => Response;
}

/** Undefined if all of the request is to be refused, or if its API is answered as a whole. */
export function partOf(request: Request, topic: string | undefined, partition: number | undefined): Part | undefined {
  if (topic === undefined || (request.api !== 'Produce' && request.api !== 'Fetch')) return undefined;
  const isRefused = (asked: TopicPartition): boolean => isIn(asked, topic, partition);
  const rest = withoutRefused(request, isRefused);
  if (rest.partitions.length === 0) return undefined;
  return {
    rest,
    join: (refused, served) => {
      const { partitions: refusals } = refused as { partitions: readonly TopicPartition[] };
      const { partitions: results } = served as { partitions: readonly TopicPartition[] };
      const partitions = request.partitions.flatMap((asked) =>
        (isRefused(asked) ? refusals : results).filter((result) => isIn(result, asked.topic, asked.partition)),
      );
      return { ...served, partitions } as unknown as Response;
    },
  };
}

function withoutRefused(
  request: ProduceRequest | FetchRequest,
  isRefused: (asked: TopicPartition) => boolean,
): ProduceRequest | FetchRequest {
  if (request.api === 'Produce') {
    return { ...request, partitions: request.partitions.filter((asked) => !isRefused(asked)) };
  }
  // A fetch with an error in it is answered at once.
  return { ...request, maxWaitMs: 0, partitions: request.partitions.filter((asked) => !isRefused(asked)) };
}
