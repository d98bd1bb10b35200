/**
 * The expected compression ratio of each topic (Java's CompressionRatioEstimator): observed ratios lower it slowly and raise it at
 * once. Java shares the estimates between all producers of a JVM; here each producer has its own.
 *
 * Java computes with floats, and whether a record fits can depend on the last bit, so that the computation here rounds in the same
 * way.
 */
import { RECORD_BATCH_OVERHEAD } from '../../protocol/records/record-size.ts';

const { fround } = Math;

const INITIAL_RATIO = 1;
/** The most by which a batch that shrank better than expected lowers the ratio. */
const IMPROVING_STEP: number = fround(0.005);
/** The least by which a batch that shrank worse than expected raises the ratio. */
const DETERIORATE_STEP: number = fround(0.05);
/** The safety margin in the estimate of a batch's size. */
const COMPRESSION_RATE_ESTIMATION_FACTOR: number = fround(1.05);

export class RatioEstimates {
  private readonly ratios = new Map<string, number>();

  /** Compressed by uncompressed bytes of the records. */
  of(topic: string): number {
    return this.ratios.get(topic) ?? INITIAL_RATIO;
  }

  /** Adapts the estimate to the ratio of a batch that was built. */
  update(topic: string, observed: number): void {
    const current = this.of(topic);
    if (observed > current) this.ratios.set(topic, Math.max(fround(current + DETERIORATE_STEP), observed));
    else if (observed < current) this.ratios.set(topic, Math.max(fround(current - IMPROVING_STEP), observed));
  }

  /** After a batch that was too large: starts again with 1, or with the batch's ratio if that is higher. */
  reset(topic: string, observed: number): void {
    this.ratios.set(topic, Math.max(INITIAL_RATIO, observed));
  }
}

/** The ratio as a float. */
export function compressionRatio(compressedSize: number, uncompressedSize: number): number {
  return fround(compressedSize / uncompressedSize);
}

/** The expected size of a batch with these records on the wire, header included. */
export function estimatedBytesWritten(recordsSizeInBytes: number, ratio: number): number {
  const records = fround(fround(recordsSizeInBytes * ratio) * COMPRESSION_RATE_ESTIMATION_FACTOR);
  return RECORD_BATCH_OVERHEAD + Math.trunc(records);
}
