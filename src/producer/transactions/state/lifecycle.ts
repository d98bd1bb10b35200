/**
 * Where the producer stands between its first producer id and its end, and what put it into an error.
 *
 * Owns: the state and the last error; every move of either.
 * Refuses to know: what a state means for requests and records.
 */

import { type ClientLogger, describeException } from '../../../client/host/logging.ts';
import {
  IllegalStateException,
  InvalidProducerEpochException,
  KafkaException,
  ProducerFencedException,
} from '../../../protocol/exceptions.ts';
import { checkTransition, type TransactionState } from './transaction-state.ts';

export interface LifecycleOptions {
  readonly transactionalId: string | null;
  readonly logger: ClientLogger;
  /** True on the I/O thread: there, an illegal move is our own mistake and ends the producer (KAFKA-14831). */
  readonly isIoThread: () => boolean;
  readonly onTransition: (source: TransactionState, target: TransactionState) => void;
  /** Told of an error nothing can follow. */
  readonly onFatalError: (error: Error) => void;
}

export class Lifecycle {
  private readonly options: LifecycleOptions;
  private current: TransactionState = 'UNINITIALIZED';
  /** What put it into an error state; `null` in all others. */
  lastError: Error | null = null;

  constructor(options: LifecycleOptions) {
    this.options = options;
  }

  get state(): TransactionState {
    return this.current;
  }

  get hasFatalError(): boolean {
    return this.current === 'FATAL_ERROR';
  }

  get hasAbortableError(): boolean {
    return this.current === 'ABORTABLE_ERROR';
  }

  get hasError(): boolean {
    return this.hasAbortableError || this.hasFatalError;
  }

  get isAborting(): boolean {
    return this.current === 'ABORTING_TRANSACTION';
  }

  /** Committing or aborting: everything that is buffered has to go, or to fail, first. */
  get isCompleting(): boolean {
    return this.current === 'COMMITTING_TRANSACTION' || this.isAborting;
  }

  /** From beginTransaction() until it is completed, or lost to a fatal error. */
  get hasOngoingTransaction(): boolean {
    return this.current === 'IN_TRANSACTION' || this.isCompleting || this.hasAbortableError;
  }

  /** @throws IllegalStateException if the move is not allowed */
  moveTo(target: Exclude<TransactionState, 'ABORTABLE_ERROR' | 'FATAL_ERROR'>): void {
    this.transition(target, null);
  }

  /** The transaction has to be aborted; unless it already is being. */
  failAbortably(error: Error): void {
    if (this.isAborting) return;
    this.options.logger.info(`Transiting to abortable error state due to ${describeException(error)}`);
    this.transition('ABORTABLE_ERROR', error);
  }

  /** The producer is good for nothing but being closed. */
  failFatally(error: Error): void {
    this.options.logger.info(`Transiting to fatal error state due to ${describeException(error)}`);
    this.transition('FATAL_ERROR', error);
    this.options.onFatalError(error);
  }

  /** Throws what a call is answered with in an error state; `identity` as Java prints it. */
  throwIfInError(identity: { toString(): string }): void {
    const { lastError } = this;
    if (!this.hasError) return;
    const who = `Producer with transactionalId '${this.options.transactionalId}' and ${identity.toString()}`;
    if (lastError instanceof ProducerFencedException) {
      throw new ProducerFencedException(`${who} has been fenced by another producer with the same transactionalId`);
    }
    if (lastError instanceof InvalidProducerEpochException) {
      throw new InvalidProducerEpochException(`${who} attempted to produce with an old epoch`);
    }
    if (lastError instanceof IllegalStateException) {
      const problem = `${who} cannot execute transactional method because of previous invalid state transition attempt`;
      throw new IllegalStateException(problem, { cause: lastError });
    }
    throw new KafkaException('Cannot execute transactional method because we are in an error state', {
      cause: lastError,
    });
  }

  private transition(target: TransactionState, error: Error | null): void {
    const source = this.current;
    try {
      checkTransition(source, target, this.options.transactionalId);
    } catch (illegal) {
      if (this.options.isIoThread()) {
        this.current = 'FATAL_ERROR';
        this.lastError = illegal as Error;
      }
      throw illegal;
    }
    this.lastError = error;
    this.current = target;
    this.options.onTransition(source, target);
  }
}
