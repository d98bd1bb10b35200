/**
 * Waits until a transaction is neither being committed nor aborted.
 *
 * The recorded runs asked with DescribeTransactions. Until our brokers serve it, the runner waits for as long as markers can take.
 */
import { type Fields, number } from './json.ts';
import type { World } from './world-steps.ts';

const MARKERS_MS = 2_000;
const DEFAULT_PAUSE_MS = 50;

export function settleTransaction({ cluster }: World, step: Fields): void {
  cluster.advance(MARKERS_MS);
  cluster.advance(number(step, 'ms', DEFAULT_PAUSE_MS));
}
