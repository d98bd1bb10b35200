/** EndTxn. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertEndTxn(message: WireRequest<'EndTxn'>): Exchange<'EndTxn'> {
  const { transactionalId, producerId, producerEpoch, committed } = message;
  return single(
    { api: 'EndTxn', transactionalId, producerId, producerEpoch, committed },
    ({ throttleTimeMs, error }) => ({ throttleTimeMs, errorCode: errorCode(error) }),
  );
}
