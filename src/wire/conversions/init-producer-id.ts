/** InitProducerId. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertInitProducerId(message: WireRequest<'InitProducerId'>): Exchange<'InitProducerId'> {
  const { transactionalId, transactionTimeoutMs, producerId, producerEpoch } = message;
  return single(
    { api: 'InitProducerId', transactionalId, transactionTimeoutMs, producerId, producerEpoch },
    (response) => ({
      throttleTimeMs: response.throttleTimeMs,
      errorCode: errorCode(response.error),
      producerId: response.producerId,
      producerEpoch: response.producerEpoch,
    }),
  );
}
