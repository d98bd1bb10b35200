/**
 * The events in the trace of a simulation, by name, each with the type of its facts. Every event that is written is checked against
 * them, so that viewers and matchers can rely on them.
 */
import type { ClusterEvents } from '../../broker/index.ts';
import type { LogLevel } from '../../client/index.ts';
import type { TraceEntryOf, Trace as TraceOf } from '../../sim/index.ts';
import type { ConnectionEvents, MessageEvents } from './message-events.ts';
import type { ProducerTraceEvents } from './producer-trace-events.ts';

/** Events of brokers, with `trace: 'replication'`. The sources are the names of their hosts. */
export type ReplicationEvents = {
  /** `offsets`: `7`, or `7-9`. */
  readonly appends: ReplicaFacts & { readonly offsets: string };
  /** The records from offset `to` on are removed. */
  readonly truncates: ReplicaFacts & { readonly to: number };
  readonly 'high watermark': ReplicaFacts & { readonly from: number; readonly to: number };
};

type ReplicaFacts = {
  /** Such as `payments-0`. */
  readonly partition: string;
  readonly as: 'leader' | 'follower';
};

/** The source of these events is `fault`. */
type FaultEvents = {
  /** `fault` is the description of the fault. */
  readonly fired: { readonly fault: string };
  readonly undone: { readonly fault: string };
};

type OtherEvents = {
  /** A line of a client's log. */
  readonly log: { readonly level: LogLevel; readonly message: string };
  /** Compression takes real time, so that runs of real clients may differ. The source is `real clients`. */
  readonly 'zlib is not taken over': { readonly problem: string };
  /**
   * A program with real clients connects to an address that is not of the simulation, such as `to=localhost:9092`. To reach a broker
   * there, `install()` has the option `addresses`. The source is `real clients`.
   */
  readonly 'real connection': { readonly to: string; readonly because: string };
};

/** The events of a simulation by name, each with its facts. */
export type SimulationEvents = ConnectionEvents &
  MessageEvents &
  ProducerTraceEvents &
  ClusterEvents &
  ReplicationEvents &
  FaultEvents &
  OtherEvents;

/** The trace of a simulation. */
export type Trace = TraceOf<SimulationEvents>;

/** An entry of the trace of a simulation: a union whose members are told apart by `event`. */
export type TraceEvent = TraceEntryOf<SimulationEvents>;

/** The name of an event in the trace of a simulation, such as `batch sent`. */
export type TraceEventName = keyof SimulationEvents;

/** Adds an event, now and of one source, to the trace. @typeParam Names the events that it may be */
export type EventWriter<Names extends TraceEventName> = <Name extends Names>(
  event: Name,
  facts: SimulationEvents[Name],
) => void;
