/** The entry point `kafka-trial/sim`: a general discrete-event simulator, without Kafka. */

// --- Time: the clock, its events, and how a run ends -----------------------------------------------------------------

export type { ClockSource } from './clock-source.ts';
export { describeEnding, type Ending } from './ending.ts';
export { Kernel, type RunLimits } from './kernel.ts';
export { NOT_QUEUED, type QueuedEvent } from './queued-event.ts';
export type { Alarm, Timer } from './timer.ts';

// --- Random numbers: streams from a seed -----------------------------------------------------------------------------

export { RandomStream } from './random.ts';

// --- Network: links, connections, and rules that decide what happens to messages --------------------------------------

export { Barrier } from './barrier.ts';
export type { Socket, SocketHandlers } from './connection.ts';
export type { LatencyRange } from './link.ts';
export { type Accept, type ConnectHandlers, Network } from './network.ts';
export { answer, DISCONNECT, DROP, delay, hold, type Message, PASS, type Rule, Rules, type Verdict } from './rule.ts';

// --- Trace: what happened, line by line ------------------------------------------------------------------------------

export { firstDivergence } from './divergence.ts';
export { Trace, type TraceListener } from './trace.ts';
export type { TraceEntry, TraceEntryOf, TraceEvents, TraceFacts } from './trace-entry.ts';
export { renderEntry } from './trace-line.ts';

// --- Guarantees: what must hold after every event, and at the end ------------------------------------------------------

export { Guarantees, type GuaranteesOptions, type Invariant, type Validation, type Violation } from './invariant.ts';
export {
  type Circumstances,
  SimulationError,
  type SimulationFailureKind,
  type SimulationProblem,
} from './simulation-error.ts';
