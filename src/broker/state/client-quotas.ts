/**
 * How fast clients may write (ClientQuotaManager, QuotaUtils; KIP-13, KIP-219).
 *
 * A broker measures each client's rate in windows, as Kafka's Rate does, and throttles a client that exceeds its quota. The
 * client obeys the throttle time of the response.
 *
 * Differs from Kafka: the bytes of the batches count instead of those of the whole request, and a broker does not stop reading
 * from a client that it has throttled.
 */
import type { Broker, VolatileState } from './broker.ts';

/** quota.window.num, quota.window.size.seconds. */
const SAMPLES = 11;
const WINDOW_MS = 1_000;

interface Sample {
  readonly startMs: number;
  bytes: number;
}

/** producer_byte_rate per broker, in bytes per second. */
export class ProducerByteRates {
  private readonly byClientId = new Map<string, number>();
  /** The quota of clients without one of their own. */
  private defaultRate: number | undefined;

  /**
   * @param clientId `null` for all clients without a quota of their own
   * @param bytesPerSecond undefined removes the quota
   */
  set(clientId: string | null, bytesPerSecond: number | undefined): void {
    if (clientId === null) this.defaultRate = bytesPerSecond;
    else if (bytesPerSecond === undefined) this.byClientId.delete(clientId);
    else this.byClientId.set(clientId, bytesPerSecond);
  }

  get isEmpty(): boolean {
    return this.defaultRate === undefined && this.byClientId.size === 0;
  }

  of(clientId: string): number | undefined {
    return this.byClientId.get(clientId) ?? this.defaultRate;
  }
}

/** One broker's measurements. Without quotas nothing is measured. */
export class ClientQuotaManager implements VolatileState {
  readonly rates: ProducerByteRates;
  /** By client.id, of clients with a quota: at most SAMPLES of them, in order of time. */
  private readonly samplesByClient = new Map<string, Sample[]>();

  constructor(broker: Broker, rates: ProducerByteRates) {
    this.rates = rates;
    broker.keepInMemory(this);
  }

  /** Counts `bytes` that a client writes; returns for how long the client is throttled, in ms. */
  throttleTimeMs(clientId: string, bytes: number, nowMs: number): number {
    const bound = this.rates.of(clientId);
    if (bound === undefined) return 0;
    let samples = this.samplesByClient.get(clientId);
    if (samples === undefined) {
      samples = [];
      this.samplesByClient.set(clientId, samples);
    }
    record(samples, bytes, nowMs);
    const windowMs = windowOf(samples, nowMs);
    let total = 0;
    for (const sample of samples) total += sample.bytes;
    const rate = (total * 1_000) / windowMs;
    return rate <= bound ? 0 : Math.round(((rate - bound) / bound) * windowMs);
  }

  reset(): void {
    this.samplesByClient.clear();
  }
}

function record(samples: Sample[], bytes: number, nowMs: number): void {
  const last = samples[samples.length - 1];
  if (last !== undefined && nowMs - last.startMs < WINDOW_MS) last.bytes += bytes;
  else samples.push({ startMs: nowMs, bytes });
  while (samples.length > SAMPLES || nowMs - (samples[0] as Sample).startMs >= SAMPLES * WINDOW_MS) samples.shift();
}

/** The time the samples stand for: at least all windows but one, as if the client had written nothing before the first. */
function windowOf(samples: readonly Sample[], nowMs: number): number {
  const elapsedMs = nowMs - (samples[0] as Sample).startMs;
  const missing = SAMPLES - 1 - Math.floor(elapsedMs / WINDOW_MS);
  return Math.max(elapsedMs + Math.max(missing, 0) * WINDOW_MS, 1);
}
