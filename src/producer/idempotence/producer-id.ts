/**
 * Under which id and epoch a producer writes, and whether the epoch has to change.
 *
 * Owns: the identity. Refuses to know: who hands it out, and sequences.
 */
import type { ClientLogger } from '../../client/host/logging.ts';
import type { ClientTexts } from '../../client/versions/client-texts.ts';
import { NO_PRODUCER_ID_AND_EPOCH, type ProducerIdAndEpoch } from '../../protocol/producer-id-and-epoch.ts';

const MAX_EPOCH = 32_767;

export class ProducerIdentity {
  /** Another object whenever id or epoch is another one, and only then. */
  current: ProducerIdAndEpoch = NO_PRODUCER_ID_AND_EPOCH;
  /** What was written under this epoch cannot be continued: the next turn, or the end of the transaction, raises it. */
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

  set(identity: ProducerIdAndEpoch): void {
    this.logger.info(`ProducerId set to ${identity.producerId} with epoch ${identity.producerEpoch}`);
    const { producerId, producerEpoch } = this.current;
    if (identity.producerId !== producerId || identity.producerEpoch !== producerEpoch) this.current = identity;
  }

  /** The next epoch, without asking anybody; an id whose epochs are used up is given back. False in that case. */
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
