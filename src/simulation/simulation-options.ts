/**
 * What a simulation can be made with.
 *
 * Owns: the options, their meaning and defaults. Refuses to know: what is built from them (simulation.ts).
 */
import type { BrokerConfigInput } from '../broker/index.ts';
import type { GuaranteeChoice, GuaranteeName } from '../guarantees/index.ts';
import type { LatencyRange } from '../sim/index.ts';
import type { Logger } from './hosts/logger.ts';

export interface SimulationOptions {
  /** Every draw of the run comes from it. Default 1. */
  readonly seed?: number;
  /** Number of brokers; their ids count from 1, their addresses are `broker-1:9092`, ... Default 3. */
  readonly brokers?: number;
  /** Broker configuration by Kafka's names, the same for all brokers; a parsed server.properties fits. */
  readonly config?: BrokerConfigInput;
  readonly network?: {
    /** One way, per message, in ms: a number, or a range drawn from the seed. Default 1. */
    readonly latencyMs?: number | LatencyRange;
  };
  /** What the virtual clock shows at the start, in ms since the epoch. Default 1700000000000. */
  readonly startMs?: number;
  /** Keep a trace of everything observable. Default true; without it memory stays flat however long the run. */
  readonly trace?: boolean;
  /**
   * Keep every state of the control plane (leaders, epochs, in-sync replicas), for `sim.history`. Default false. Costs a few
   * small objects per change of the control plane, and nothing per record.
   */
  readonly history?: boolean;
  /** Takes the clients' log lines. Default: none is printed (they are in the trace). */
  readonly logger?: Logger;
  /** A run gives up after this many events. Default 10,000,000. */
  readonly maxEvents?: number;
  readonly clusterId?: string;
  /** The first producer id the cluster hands out. Default 0. */
  readonly firstProducerId?: number;
  /** What a failure tells its reader to type to see it again. Default: a sentence that names the seed. */
  readonly replayCommand?: string;
  /**
   * What the run is held to: a broken guarantee stops it. Default 'none'. With any, every record is written down until the end,
   * and `verdict()` can tell what became of it. A list may hold guarantees of your own beside the names of ours:
   * `[...GUARANTEE_NAMES, { name: 'NoEmptyValue', validate: ({ replicas }) => ... }]`.
   */
  readonly guarantees?: GuaranteeChoice;
  /** Guarantees the run is meant to break: it fails if it keeps one of them. Default: none. */
  readonly breaks?: readonly GuaranteeName[];
}
