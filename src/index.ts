/**
 * The public door of kafka-trial: everything a user may import, in groups.
 */

// --- The cluster -----------------------------------------------------------------------------------------------------------
export {
  type BrokerConfigInput,
  type ClusterSnapshot,
  type CommittedOffset,
  parseServerProperties,
  type TopicOptions,
} from './broker/index.ts';
// --- Promises ---------------------------------------------------------------------------------------------------------
export { type Fate, PROMISE_NAMES, type PromiseName } from './invariants/index.ts';
// --- Clients -------------------------------------------------------------------------------------------------------------
export * from './producer/index.ts';
// --- Kafka's errors ----------------------------------------------------------------------------------------------------
export { ERRORS, type ErrorName } from './protocol/errors.ts';
export * from './protocol/exceptions.ts';
export type { Payload } from './protocol/payload.ts';
export type { CompressionType, Header, TimestampType, TopicPartition } from './protocol/record-batch.ts';
// --- Scenarios -----------------------------------------------------------------------------------------------------------
export {
  defineScenario,
  renderTelling,
  type Scenario,
  ScenarioError,
  type Stage,
  type Telling,
  type TranscriptLine,
  tell,
} from './scenario.ts';
export {
  type Breach,
  describeEnding,
  type Ending,
  firstDivergence,
  SimulationError,
  type SimulationFailureKind,
  Trace,
  type TraceEntry,
} from './sim/index.ts';
export type { Moment } from './simulation/broker-control.ts';
export { type Fault, type FaultAction, FaultError, type FaultScope, type FaultTrigger } from './simulation/fault.ts';
export { type Logger, silentLogger, textLogger } from './simulation/log-sinks.ts';
export type { SimulationOptions } from './simulation/simulation-options.ts';
export { type ReadOptions, type TopicRecord, TopicView } from './simulation/topic-view.ts';
export type { PromiseChoice } from './simulation/trial.ts';
export type { ProvenFinding, RecordVerdict, Verdict } from './simulation/verdict.ts';
// --- The simulation ----------------------------------------------------------------------------------------------------
export { Simulation } from './simulation.ts';
