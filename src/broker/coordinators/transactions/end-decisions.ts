/**
 * What a coordinator decides about a request to end a transaction (TransactionCoordinator.endTransactionWithTV1, endTransaction), by the version of
 * the transaction.
 */
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/records/producer-id-and-epoch.ts';
import { isEpochExhausted, type TransactionMetadata, type TransactionVersion } from './transaction-metadata.ts';
import type { TransactionState } from './transaction-state.ts';

/** Who ends a transaction. A client must have the current epoch; the coordinator itself has just raised it. */
export type Origin = 'client' | 'coordinator';

export interface EndRequest extends ProducerIdAndEpoch {
  readonly committed: boolean;
}

/**
 * `end`; `end nothing`: the same although nothing was added to the transaction; or the answer. NONE means that the transaction has ended in the
 * same way already.
 */
export type EndDecision = 'end' | 'end nothing' | ErrorName;

type Decide = (metadata: TransactionMetadata, request: EndRequest, origin: Origin) => EndDecision;

export const END_DECISIONS: Readonly<Record<TransactionVersion, Decide>> = { 0: decideByState, 2: decideByEpoch };

interface Decisions {
  readonly commit: EndDecision;
  readonly abort: EndDecision;
}

/** An empty transaction cannot be ended. */
const BY_STATE: Readonly<Partial<Record<TransactionState, Decisions>>> = {
  Ongoing: { commit: 'end', abort: 'end' },
  PrepareCommit: { commit: 'CONCURRENT_TRANSACTIONS', abort: 'INVALID_TXN_STATE' },
  PrepareAbort: { commit: 'INVALID_TXN_STATE', abort: 'CONCURRENT_TRANSACTIONS' },
  CompleteCommit: { commit: 'NONE', abort: 'INVALID_TXN_STATE' },
  CompleteAbort: { commit: 'INVALID_TXN_STATE', abort: 'NONE' },
};

function decideByState(
  metadata: TransactionMetadata,
  { producerId, producerEpoch, committed }: EndRequest,
  origin: Origin,
): EndDecision {
  if (metadata.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  const isFenced =
    origin === 'client' ? producerEpoch !== metadata.producerEpoch : producerEpoch < metadata.producerEpoch;
  if (isFenced) return 'PRODUCER_FENCED';
  const { pendingState } = metadata;
  if (pendingState !== undefined && pendingState !== 'PrepareEpochFence') return 'CONCURRENT_TRANSACTIONS';
  return BY_STATE[metadata.state]?.[committed ? 'commit' : 'abort'] ?? 'INVALID_TXN_STATE';
}

/** As the end of a transaction takes a new epoch, the epoch tells whether the request is repeated. */
interface DecisionsByEpoch {
  /** The producer has the epoch before; undefined if it cannot have had an answer in this state. */
  readonly repeated: Decisions | undefined;
  readonly current: Decisions | undefined;
}

const ENDING_COMMIT: DecisionsByEpoch = {
  repeated: { commit: 'CONCURRENT_TRANSACTIONS', abort: 'INVALID_TXN_STATE' },
  current: undefined,
};
const ENDING_ABORT: DecisionsByEpoch = {
  repeated: { commit: 'INVALID_TXN_STATE', abort: 'CONCURRENT_TRANSACTIONS' },
  current: undefined,
};

/**
 * A client that aborts may not know whether its transaction has begun at the coordinator. What is missing is PRODUCER_FENCED. Kafka has
 * nearly this table in a comment of TransactionCoordinator.
 */
const BY_EPOCH: Readonly<Partial<Record<TransactionState, DecisionsByEpoch>>> = {
  Empty: { repeated: undefined, current: { commit: 'INVALID_TXN_STATE', abort: 'end nothing' } },
  Ongoing: { repeated: undefined, current: { commit: 'end', abort: 'end' } },
  PrepareCommit: ENDING_COMMIT,
  PrepareAbort: ENDING_ABORT,
  CompleteCommit: {
    repeated: { commit: 'NONE', abort: 'INVALID_TXN_STATE' },
    current: { commit: 'INVALID_TXN_STATE', abort: 'end nothing' },
  },
  CompleteAbort: {
    repeated: { commit: 'INVALID_TXN_STATE', abort: 'NONE' },
    current: { commit: 'INVALID_TXN_STATE', abort: 'end nothing' },
  },
};

function decideByEpoch(metadata: TransactionMetadata, request: EndRequest, origin: Origin): EndDecision {
  const { pendingState } = metadata;
  if (pendingState === 'PrepareEpochFence') return decideDuringFence(metadata, request, origin);
  // First, since the producer may have a new id already that is only pending here.
  if (pendingState !== undefined) return 'CONCURRENT_TRANSACTIONS';
  const isOfIdBefore = hasIdBefore(metadata, request);
  if (metadata.producerId !== request.producerId && !isOfIdBefore) return 'INVALID_PRODUCER_ID_MAPPING';
  const decisions = BY_EPOCH[metadata.state];
  let chosen: Decisions | undefined;
  if (metadata.producerEpoch === request.producerEpoch + 1) chosen = decisions?.repeated;
  else if (isOfIdBefore) chosen = isComplete(metadata) ? decisions?.repeated : undefined;
  else if (metadata.producerEpoch === request.producerEpoch) chosen = decisions?.current;
  return chosen?.[request.committed ? 'commit' : 'abort'] ?? 'PRODUCER_FENCED';
}

/** The coordinator raises the epoch of a transaction that is open, to abort it. */
function decideDuringFence(
  metadata: TransactionMetadata,
  { producerId, producerEpoch }: EndRequest,
  origin: Origin,
): EndDecision {
  if (metadata.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  const isFenced =
    origin === 'client' ? producerEpoch !== metadata.producerEpoch : producerEpoch < metadata.producerEpoch;
  return isFenced ? 'PRODUCER_FENCED' : 'end';
}

/** The producer has got a new id with the end of its transaction, and does not know of it. */
function hasIdBefore(metadata: TransactionMetadata, { producerId, producerEpoch }: EndRequest): boolean {
  return metadata.lastProducerId === producerId && isEpochExhausted(producerEpoch) && metadata.producerEpoch === 0;
}

function isComplete({ state }: TransactionMetadata): boolean {
  return state === 'CompleteCommit' || state === 'CompleteAbort';
}
