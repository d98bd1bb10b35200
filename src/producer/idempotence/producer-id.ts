/**
 * The producer id and epoch under which a producer writes, and whether the epoch has to be raised.
 */
import type { ClientLogger } from '../../client/host/logging.ts';
import type { ClientTexts } from '../../client/versions/client-texts.ts';
import { NO_PRODUCER_ID_AND_EPOCH, type ProducerIdAndEpoch } from '../../protocol/records/producer-id-and-epoch.ts';

const MAX_EPOCH = 32_767;

export class ProducerIdentity {
  /** A new object whenever the id or the epoch changes, and only then. */
  current: ProducerIdAndEpoch = NO_PRODUCER_ID_AND_EPOCH;
  /** Whether sequences of this epoch are lost: the next turn, or the end of the transaction, raises the epoch. */
  isEpochBumpRequired = false;
  private readonly logger: ClientLogger;
  private readonly texts: ClientTexts;

  constructor(logger: ClientLogger, texts: ClientTexts) {
    this.logger = logger;
    this.texts = texts;
  }

  get isKnown(): boolean {
    return this.current.producerId !== NO_PRODUCER_ID_AND_EPOCH.producerId;
  }

  /** @param isUsual whether a new epoch of the same id is logged on level DEBUG only, as it comes with every transaction */
  set(identity: ProducerIdAndEpoch, isUsual: boolean = false): void {
    const { producerId, producerEpoch } = this.current;
    const line = `ProducerId set to ${identity.producerId} with epoch ${identity.producerEpoch}`;
    if (isUsual && identity.producerId === producerId) this.logger.debug(line);
    else this.logger.info(line);
    if (identity.producerId !== producerId || identity.producerEpoch !== producerEpoch) this.current = identity;
  }

  /**
   * Raises the epoch without asking a broker. If the epochs of the id are used up, the producer has no id afterwards.
   *
   * @returns whether the producer still has an id
   */
  bump(): boolean {
    const { producerId, producerEpoch } = this.current;
    const isExhausted = producerEpoch === MAX_EPOCH;
    this.set(isExhausted ? NO_PRODUCER_ID_AND_EPOCH : { producerId, producerEpoch: producerEpoch + 1 });
    return !isExhausted;
  }

  /** As Java prints it. */
  toString(): string {
    return this.texts.producerIdAndEpoch(this.current.producerId, this.current.producerEpoch);
  }
}
