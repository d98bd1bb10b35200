/** What the recorder of a producer is made with. */
import type { Payload } from '../../protocol/records/payload.ts';
import type { ProducerTraceEvents } from '../events/producer-trace-events.ts';
import type { EventWriter } from '../events/simulation-events.ts';
import type { BatchEntry, RecordedRun } from './record-log.ts';

/** What a run gives to the recorder of each of its producers. */
export interface RecordingOptions {
  /** Name of the producer; no other producer of the run has it. */
  readonly name: string;
  readonly run: RecordedRun;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Adds a line to the trace; `null` if the trace is off. */
  readonly trace: EventWriter<keyof ProducerTraceEvents> | null;
  /** Every batch of the run, by its array of values. */
  readonly batches: Map<readonly Payload[], BatchEntry>;
  /** Whether the entries of records are kept until the end of the run. */
  readonly keepsEntries: boolean;
  /** Returns the id of a topic; `undefined` if it does not exist. */
  readonly topicIdOf: (topic: string) => string | undefined;
}

export interface ProducerRecorderOptions extends RecordingOptions {
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly pool: { readonly totalMemory: number; readonly availableMemory: number; readonly heldByRequests: number };
}
