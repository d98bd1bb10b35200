/** CreatePartitions. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';
import { timeout } from './parts/timeouts.ts';

export function convertCreatePartitions(message: WireRequest<'CreatePartitions'>): Exchange<'CreatePartitions'> {
  const { timeoutMs, validateOnly } = message;
  const asked = message.topics.map(({ name, count, assignments }) =>
    assignments === null
      ? { name, count }
      : { name, count, assignments: assignments.map(({ brokerIds }) => brokerIds) },
  );
  return single(
    { api: 'CreatePartitions', topics: asked, timeoutMs: timeout(timeoutMs), validateOnly },
    ({ throttleTimeMs, topics }) => ({
      throttleTimeMs,
      results: topics.map(({ name, error, errorMessage }) => ({ name, errorCode: errorCode(error), errorMessage })),
    }),
  );
}
