/**
 * Waits until a transaction is not in a Prepare state, which means that its markers are written.
 */
import { type Fields, number, text } from './json.ts';
import type { StepContext } from './step-context.ts';

const MAX_ATTEMPTS = 600;
const RETRY_PAUSE_MS = 30;
const DEFAULT_PAUSE_MS = 50;

export function settleTransaction({ cluster, connections, targets }: StepContext, step: Fields): void {
  const transactionalId = text(step, 'transactionalId');
  const wanted = step.until === undefined ? undefined : text(step, 'until');
  const request = { api: 'DescribeTransactions', transactionalIds: [transactionalId] } as const;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const coordinator = targets.brokerOf({ coordinator: ['transaction', transactionalId] });
    const described = connections.ask<'DescribeTransactions'>(coordinator, request, 0).transactions[0];
    const isOver = described?.error === 'NONE' && !described.state.startsWith('Prepare');
    if (isOver && (wanted === undefined || described.state === wanted)) break;
    cluster.advance(RETRY_PAUSE_MS);
  }
  cluster.advance(number(step, 'ms', DEFAULT_PAUSE_MS));
}
