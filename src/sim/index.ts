/**
 * The door of the simulator, and of `kafka-trial/sim`: a simulator of anything. Owns: what others may see of it.
 */

// --- Time: the clock, its events, and how a run ends -----------------------------------------------------------------

export { describeEnding, type Ending } from './ending.ts';
export { type Alarm, Kernel, type RunLimits, type Timer } from './kernel.ts';
export { NOT_QUEUED, type QueuedEvent } from './queued-event.ts';

// --- Chance: streams from a seed -------------------------------------------------------------------------------------

export { RandomStream } from './random.ts';

// --- Network: links, connections, and rules that judge messages ------------------------------------------------------

export { Barrier } from './barrier.ts';
export type { Socket, SocketHandlers } from './connection.ts';
export type { LatencyRange } from './link.ts';
export { type Accept, type ConnectHandlers, Network } from './network.ts';
export { answer, DISCONNECT, DROP, delay, hold, type Message, PASS, type Rule, Rules, type Verdict } from './rule.ts';

// --- History: what happened, line by line ----------------------------------------------------------------------------

export { firstDivergence } from './divergence.ts';
export { Trace, type TraceEntry, type TraceFacts, type TraceListener } from './trace.ts';
export { renderEntry } from './trace-line.ts';

// --- Guarantees: what must hold after every event, and at the end ------------------------------------------------------

export { type Breach, Guarantees, type GuaranteesOptions, type Invariant, type Validation } from './invariant.ts';
export {
  type Circumstances,
  SimulationError,
  type SimulationFailureKind,
  type SimulationProblem,
} from './simulation-error.ts';
