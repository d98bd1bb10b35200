/**
 * DescribeTransactions (KIP-664).
 *
 * Checks, in the real broker's order, per transactional id: it is not empty; this broker coordinates it and has loaded it; it is
 * known.
 * Differs: no ACLs.
 */
import { type DescribedTransaction, undescribed } from '../../protocol/apis/describe-transactions.ts';
import type { DescribeTransactionsRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleDescribeTransactions(call: Call, { transactionalIds }: DescribeTransactionsRequest): void {
  const transactions = transactionalIds.map((transactionalId) => describe(call, transactionalId));
  answer(call, { api: 'DescribeTransactions', throttleTimeMs: 0, transactions });
}

function describe({ services }: Call, transactionalId: string): DescribedTransaction {
  if (transactionalId === '') return undescribed(transactionalId, 'INVALID_REQUEST');
  const found = services.transactions.describe(transactionalId);
  if (found.error !== 'NONE') return undescribed(transactionalId, found.error);
  const { metadata } = found;
  if (metadata === undefined) return undescribed(transactionalId, 'TRANSACTIONAL_ID_NOT_FOUND');
  return {
    transactionalId,
    error: 'NONE',
    state: metadata.state,
    transactionTimeoutMs: metadata.timeoutMs,
    transactionStartTimeMs: metadata.startMs,
    producerId: metadata.producerId,
    producerEpoch: metadata.producerEpoch,
    partitions: [...metadata.partitions.values()],
  };
}
