/**
 * The state of the transaction manager, and the error that put it into an error state.
 */
import { type ClientLogger, describeException } from '../../client/host/logging.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import {
  IllegalStateException,
  InvalidProducerEpochException,
  KafkaException,
  ProducerFencedException,
} from '../../protocol/errors/exceptions.ts';
import { checkTransition, type TransactionState } from './transaction-state.ts';

export interface LifecycleOptions {
  readonly transactionalId: string | null;
  readonly policies: Pick<ClientPolicies, 'epochAfterCommit'>;
  readonly logger: ClientLogger;
  /** On the I/O thread an illegal move is a bug of the producer, and puts it into a fatal error (KAFKA-14831). */
  readonly isIoThread: () => boolean;
  readonly onTransition: (source: TransactionState, target: TransactionState) => void;
  readonly onFatalError: (error: Error) => void;
}

export class Lifecycle {
  private readonly options: LifecycleOptions;
  private current: TransactionState = 'UNINITIALIZED';
  /** `null` in all states but the two error states. */
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

  /** Whether the transaction is being committed or aborted: all that is buffered has to be sent, or to fail, first. */
  get isCompleting(): boolean {
    return this.current === 'COMMITTING_TRANSACTION' || this.isAborting;
  }

  /** From beginTransaction() until the transaction has ended, or is lost to a fatal error. */
  get hasOngoingTransaction(): boolean {
    return this.current === 'IN_TRANSACTION' || this.isCompleting || this.hasAbortableError;
  }

  /** @throws IllegalStateException if the move is not legal */
  moveTo(target: Exclude<TransactionState, 'ABORTABLE_ERROR' | 'FATAL_ERROR'>): void {
    this.transition(target, null);
  }

  /** From now on the transaction can only be aborted. Does nothing if it is being aborted already. */
  failAbortably(error: Error): void {
    if (this.isAborting) return;
    this.options.logger.info(`Transiting to abortable error state due to ${describeException(error)}`);
    this.transition('ABORTABLE_ERROR', error);
  }

  /** From now on the producer can only be closed. */
  failFatally(error: Error): void {
    this.options.logger.info(`Transiting to fatal error state due to ${describeException(error)}`);
    this.transition('FATAL_ERROR', error);
    this.options.onFatalError(error);
  }

  /**
   * @param identity the producer's id and epoch, as Java prints them
   * @throws the exception with which a call is refused in an error state
   */
  throwIfInError(identity: { toString(): string }): void {
    const { lastError } = this;
    if (!this.hasError) return;
    const producer = `Producer with transactionalId '${this.options.transactionalId}' and ${identity.toString()}`;
    if (lastError instanceof ProducerFencedException) {
      throw new ProducerFencedException(
        `${producer} has been fenced by another producer with the same transactionalId`,
      );
    }
    if (lastError instanceof InvalidProducerEpochException) {
      throw new InvalidProducerEpochException(`${producer} attempted to produce with an old epoch`);
    }
    if (lastError instanceof IllegalStateException) {
      const problem = `${producer} cannot execute transactional method because of previous invalid state transition attempt`;
      throw new IllegalStateException(problem, { cause: lastError });
    }
    throw new KafkaException('Cannot execute transactional method because we are in an error state', {
      cause: lastError,
    });
  }

  private transition(target: TransactionState, error: Error | null): void {
    const source = this.current;
    try {
      checkTransition(source, target, this.options.transactionalId, this.options.policies);
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
