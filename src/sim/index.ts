/**
 * The door of the simulator: a simulator of anything.
 */

// --- Network -------------------------------------------------------------------------------------------------------------
export type { Socket, SocketHandlers } from './connection.ts';
// --- History -------------------------------------------------------------------------------------------------------------
export { firstDivergence } from './divergence.ts';
// --- Time ----------------------------------------------------------------------------------------------------------------
export { describeEnding, type Ending } from './ending.ts';
export { QueuedEvent } from './event-queue.ts';
// --- Promises ------------------------------------------------------------------------------------------------------------
export { type Breach, type Invariant, Promises, type PromisesOptions, type Validation } from './invariant.ts';
export { Kernel, type RunLimits, type Timer } from './kernel.ts';
export type { LatencyRange } from './link.ts';
export { type Accept, type ConnectHandlers, Network } from './network.ts';
// --- Chance --------------------------------------------------------------------------------------------------------------
export { RandomStream } from './random.ts';
export { answer, DISCONNECT, DROP, delay, type Message, PASS, type Rule, Rules, type Verdict } from './rule.ts';
export {
  type Circumstances,
  SimulationError,
  type SimulationFailureKind,
  type SimulationProblem,
} from './simulation-error.ts';
export { Trace, type TraceEntry, type TraceFacts, type TraceListener } from './trace.ts';
export { renderEntry } from './trace-line.ts';
