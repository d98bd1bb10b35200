/**
 * Refusing a part of a request: the partitions in scope are answered with an error, and the broker serves the others. The two
 * responses are joined in the order of the request.
 */
import { apiOf, type Request, type Response } from '../../protocol/messages.ts';
import type { TopicPartition } from '../../protocol/record-batch.ts';
import { isIn } from './request-scope.ts';

interface Part {
  /** What the broker is to serve. */
  readonly rest: Request;
  /** What the client is answered, given the response that refuses the whole request and the broker's response to the rest. */
  readonly join: (refused: Response, served: Response) => Response;
}

interface ByPartition {
  readonly partitions: readonly TopicPartition[];
}

/** Undefined if the whole request is to be refused, or if its API does not allow to refuse a part. */
export function partOf(request: Request, topic: string | undefined, partition: number | undefined): Part | undefined {
  const { withoutPartitions } = apiOf(request);
  if (topic === undefined || withoutPartitions === undefined) return undefined;
  const isRefused = (asked: TopicPartition): boolean => isIn(asked, topic, partition);
  const rest = withoutPartitions(request, isRefused);
  if (partitionsOf(rest).length === 0) return undefined;
  const join = (refused: Response, served: Response): Response => {
    const partitions = partitionsOf(request).flatMap((asked) =>
      partitionsOf(isRefused(asked) ? refused : served).filter((result) => isIn(result, asked.topic, asked.partition)),
    );
    return { ...served, partitions } as unknown as Response;
  };
  return { rest, join };
}

function partitionsOf(message: Request | Response): readonly TopicPartition[] {
  return (message as unknown as ByPartition).partitions;
}
