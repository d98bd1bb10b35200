/**
 * How well a producer expects its records to shrink, by topic (CompressionRatioEstimator).
 *
 * Owns: one ratio for each topic, and how what is observed moves it: down slowly, up at once.
 * Refuses to know: batches. Java keeps the estimates for all producers of a JVM; here each producer has a JVM of its own.
 *
 * Java reckons in floats, and whether a record fits can hang on the last bit: so do we.
 */
import { RECORD_BATCH_OVERHEAD } from '../../protocol/records/record-size.ts';

const { fround } = Math;

const INITIAL_RATIO = 1;
/** A batch that shrank better than expected lowers the ratio by this at most. */
const IMPROVING_STEP: number = fround(0.005);
/** One that shrank worse raises it by this at least. */
const DETERIORATE_STEP: number = fround(0.05);
/** What the estimate of a batch's size adds for safety. */
const COMPRESSION_RATE_ESTIMATION_FACTOR: number = fround(1.05);

export class RatioEstimates {
  private readonly ratios = new Map<string, number>();

  /** Compressed by uncompressed bytes of the records. */
  of(topic: string): number {
    return this.ratios.get(topic) ?? INITIAL_RATIO;
  }

  /** Takes note of what became of a batch. */
  update(topic: string, observed: number): void {
    const current = this.of(topic);
    if (observed > current) this.ratios.set(topic, Math.max(fround(current + DETERIORATE_STEP), observed));
    else if (observed < current) this.ratios.set(topic, Math.max(fround(current - IMPROVING_STEP), observed));
  }

  /** After a batch that was too large: begins anew, or where that batch was, if that is worse. */
  reset(topic: string, observed: number): void {
    this.ratios.set(topic, Math.max(INITIAL_RATIO, observed));
  }
}

/** Ratio of whole numbers of bytes, as a float. */
export function compressionRatio(compressedSize: number, uncompressedSize: number): number {
  return fround(compressedSize / uncompressedSize);
}

/** What a batch with these records is expected to take on the wire, header included. */
export function estimatedBytesWritten(recordsSizeInBytes: number, ratio: number): number {
  const records = fround(fround(recordsSizeInBytes * ratio) * COMPRESSION_RATE_ESTIMATION_FACTOR);
  return RECORD_BATCH_OVERHEAD + Math.trunc(records);
}
