/**
 * What can be watched inside a producer. One event per batch or request, never per record.
 */
import { EventEmitter } from 'eventemitter3';
import type { ErrorName } from '../protocol/errors.ts';
import type { TransactionState } from './transactions/state.ts';

/** A batch, as its watchers see it. */
export interface BatchView {
  readonly topic: string;
  readonly partition: number;
  readonly recordCount: number;
  readonly estimatedSizeInBytes: number;
  readonly attempts: number;
  /** -1 without a sequence. */
  readonly baseSequence: number;
  readonly createdMs: number;
}

/** Event name -> its arguments. */
export interface ProducerEventMap {
  /** A record opened a batch. */
  batchCreated: (batch: BatchView) => void;
  /** Batches left their queues for one node's request. */
  batchesSent: (nodeId: number, batches: readonly BatchView[]) => void;
  /** The batch's outcome is known; its callbacks run next. `null`: acknowledged. */
  batchCompleted: (batch: BatchView, error: Error | null) => void;
  batchRetried: (batch: BatchView, error: ErrorName) => void;
  batchSplit: (batch: BatchView) => void;
  /** delivery.timeout.ms was over. */
  batchExpired: (batch: BatchView) => void;
  /** send() cannot go on: it waits for metadata or for memory. */
  sendBlocked: (topic: string, reason: 'metadata' | 'memory') => void;
  stateChanged: (source: TransactionState, target: TransactionState) => void;
}

export class ProducerEvents extends EventEmitter<ProducerEventMap> {}
