/** AddOffsetsToTxn. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertAddOffsetsToTxn(message: WireRequest<'AddOffsetsToTxn'>): Exchange<'AddOffsetsToTxn'> {
  const { transactionalId, producerId, producerEpoch, groupId } = message;
  return single(
    { api: 'AddOffsetsToTxn', transactionalId, producerId, producerEpoch, groupId },
    ({ throttleTimeMs, error }) => ({ throttleTimeMs, errorCode: errorCode(error) }),
  );
}
