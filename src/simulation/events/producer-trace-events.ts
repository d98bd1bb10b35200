/** What the trace shows of the inside of a producer, and of the batches of a real client. The sources of these events are producers. */
import type { ReasonToSend } from '../../producer/index.ts';
import type { TransactionState } from '../../producer/transaction-state/transaction-state.ts';
import type { ListFact } from '../../protocol/description/facts.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';

/** Records are named by their numbers among the sends of the producer, from 1, and batches like `payments-0#2`: the second one for the partition. */
export type ProducerTraceEvents = {
  /** send() would block in Java. */
  readonly 'send waits': {
    readonly record: number;
    readonly topic: string;
    readonly for: 'metadata' | 'memory' | 'an earlier send';
  };
  /** The record was not put into a batch. `error` is the name of an exception. */
  readonly 'send failed': { readonly record: number; readonly topic: string; readonly error: string };
  /** Only of records that open a batch, and of those that had to wait. */
  readonly 'record appended': { readonly record: number; readonly batch: string; readonly row: number };
  /** The batch is in the Produce request that follows. The trace does not show why a real client sends a batch, and its requests in flight. */
  readonly 'batch sent': {
    readonly batch: string;
    readonly why?: ReasonToSend;
    /** Ranges of numbers: `[1-3, 7]`. */
    readonly records: ListFact;
    readonly bytes: number;
    /** 1 for the first attempt. */
    readonly try: number;
    /** Requests to the broker, including this one. */
    readonly inFlight?: number;
  };
  readonly 'batch put back': { readonly batch: string; readonly error: ErrorName; readonly backoffMs: number };
  readonly 'batch split': { readonly batch: string; readonly into: ListFact };
  readonly 'batch expired': { readonly batch: string; readonly ageMs: number };
  /** `offset` is that of the first record; -1 if a real client was not given one. */
  readonly 'batch acknowledged': { readonly batch: string; readonly offset: number };
  /** The name of an exception; of a real client's batch, the name of an error of the protocol. */
  readonly 'batch failed': { readonly batch: string; readonly error: string };
  /** The batch was sent with acks=0. */
  readonly 'batch forgotten': { readonly batch: string };
  /** The callbacks of these records run next. */
  readonly callbacks: { readonly batch: string; readonly records: ListFact };
  /** The callback of a record that was never in a batch runs next. */
  readonly callback: { readonly record: number; readonly error: string | undefined };
  /** A callback has made a call that has to wait. Without a batch it was another piece of user code. */
  readonly 'I/O thread stops': {
    readonly batch?: string;
    readonly row?: number;
    readonly calls: string;
    readonly for: string;
  };
  readonly 'I/O thread goes on': Readonly<Record<never, unknown>>;
  /** The names are those of Java's TransactionManager. */
  readonly 'state changed': { readonly from: TransactionState; readonly to: TransactionState };
};
