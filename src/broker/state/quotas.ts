/**
 * How fast clients may write (ClientQuotaManager, QuotaUtils; KIP-13, KIP-219).
 *
 * Owns: the rate of each client at each broker, in windows as Kafka's Rate measures it, and for how long who exceeds it is
 * throttled. Refuses to know: how a client obeys.
 *
 * Differs: the bytes of the batches count, not those of the whole request; and a broker that has throttled a client does not
 * stop reading from it, as the clients here obey.
 */
import type { Broker } from './broker.ts';
import type { ClusterState } from './cluster-state.ts';

/** quota.window.num, quota.window.size.seconds. */
const SAMPLES = 11;
const WINDOW_MS = 1_000;

interface Sample {
  readonly startMs: number;
  bytes: number;
}

/** What one client has written at one broker, in the order of time; at most SAMPLES of them. */
export type ProduceSamples = Sample[];

/** The quota of every client without one of its own is kept under this name, which no client.id can be. */
export const DEFAULT_QUOTA = null;

/** producer_byte_rate, per broker, in bytes per second; undefined takes it away. */
export function setProducerByteRate(
  state: ClusterState,
  clientId: string | null,
  bytesPerSecond: number | undefined,
): void {
  if (bytesPerSecond === undefined) state.producerByteRates.delete(clientId);
  else state.producerByteRates.set(clientId, bytesPerSecond);
}

/** Counts what a client writes; returns for how long it is throttled, in ms. Without quotas nothing is counted. */
export function throttleProduce(
  state: ClusterState,
  broker: Broker,
  clientId: string,
  bytes: number,
  nowMs: number,
): number {
  const rates = state.producerByteRates;
  const bound = rates.get(clientId) ?? rates.get(DEFAULT_QUOTA);
  if (bound === undefined) return 0;
  let samples = broker.producedBytes.get(clientId);
  if (samples === undefined) {
    samples = [];
    broker.producedBytes.set(clientId, samples);
  }
  record(samples, bytes, nowMs);
  const windowMs = windowOf(samples, nowMs);
  let total = 0;
  for (const sample of samples) total += sample.bytes;
  const rate = (total * 1_000) / windowMs;
  return rate <= bound ? 0 : Math.round(((rate - bound) / bound) * windowMs);
}

function record(samples: ProduceSamples, bytes: number, nowMs: number): void {
  const last = samples[samples.length - 1];
  if (last !== undefined && nowMs - last.startMs < WINDOW_MS) last.bytes += bytes;
  else samples.push({ startMs: nowMs, bytes });
  while (samples.length > SAMPLES || nowMs - (samples[0] as Sample).startMs >= SAMPLES * WINDOW_MS) samples.shift();
}

/** The time the samples stand for: at least all windows but one, as if the client had been silent before. */
function windowOf(samples: ProduceSamples, nowMs: number): number {
  const elapsedMs = nowMs - (samples[0] as Sample).startMs;
  const missing = SAMPLES - 1 - Math.floor(elapsedMs / WINDOW_MS);
  return Math.max(elapsedMs + Math.max(missing, 0) * WINDOW_MS, 1);
}
