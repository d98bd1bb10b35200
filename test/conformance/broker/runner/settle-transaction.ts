/**
 * Waits until a transaction is neither being committed nor aborted: its markers are written.
 */
import { type Fields, number, text } from './json.ts';
import type { World } from './world.ts';

const TRIES = 600;
const RETRY_PAUSE_MS = 30;
const DEFAULT_PAUSE_MS = 50;

export function settleTransaction({ cluster, connections, targets }: World, step: Fields): void {
  const transactionalId = text(step, 'transactionalId');
  const wanted = step.until === undefined ? undefined : text(step, 'until');
  const request = { api: 'DescribeTransactions', transactionalIds: [transactionalId] } as const;
  for (let tries = 0; tries < TRIES; tries++) {
    const coordinator = targets.brokerOf({ coordinator: ['transaction', transactionalId] });
    const described = connections.ask<'DescribeTransactions'>(coordinator, request, 0).transactions[0];
    const isOver = described?.error === 'NONE' && !described.state.startsWith('Prepare');
    if (isOver && (wanted === undefined || described.state === wanted)) break;
    cluster.advance(RETRY_PAUSE_MS);
  }
  cluster.advance(number(step, 'ms', DEFAULT_PAUSE_MS));
}
