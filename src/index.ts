/**
 * The main entry point of kafka-trial: what most tests and programs need. Clients, futures and the trace are exported
 * as types, since a simulation creates them.
 *
 * The other entry points: `/producer`, `/admin`, `/serialization`, `/errors`, `/guarantees`, `/report`, `/scenario`, `/sim`, and the kits
 * `/assert`, `/vitest`, `/explore` and `/fast-check`. test/index.test.ts pins the names of each.
 */

// --- The simulation: a cluster, its clients, a network and a clock ---------------------------------------------------

export type { BrokerConfigInput, BrokerVersionName, TopicConfigInput, TopicOptions } from './broker/index.ts';
export { parseServerProperties } from './broker/index.ts';
export type { ClientVersionName } from './client/versions/index.ts';
export { SimulationError } from './sim/index.ts';
export type {
  Trace,
  TraceEvent,
} from './simulation/events/simulation-events.ts';
export type { History } from './simulation/history/history.ts';
export { Simulation } from './simulation/simulation.ts';
export type { SimulationOptions } from './simulation/simulation-options.ts';
export type { TopicRecord } from './simulation/topic-view.ts';

// --- Forks: two runs of one seed that differ from a given moment on --------------------------------------------------

export { type Fork, ForkError, type ForkOptions, fork } from './scenario/fork.ts';

// --- Faults: `sim.faults`, `sim.at()` and fault plans ----------------------------------------------------------------

export type { ApiName } from './protocol/messages.ts';
export { type Fault, FaultError, type HeldFault } from './simulation/faults/definition/fault.ts';
export type { FaultPlan, PlannedFault } from './simulation/faults/fault-plan.ts';
export { randomFaultPlan } from './simulation/faults/random-fault-plan.ts';
export { readFaultPlan } from './simulation/faults/read-fault-plan.ts';
export type { FaultScope } from './simulation/faults/requests/request-scope.ts';

// --- The verdict: `sim.verdict()` ------------------------------------------------------------------------------------

export type { GuaranteeName } from './guarantees/index.ts';
export type { RecordVerdict, RunVerdict } from './simulation/checking/verdict.ts';

// --- The clients: `sim.producer()`, `sim.consumer()`, `sim.admin()` --------------------------------------------------

export type { AdminClient, AdminClientConfigInput } from './admin/index.ts';
export { NewPartitions, NewTopic, OffsetSpec, RecordsToDelete } from './admin/index.ts';
export type { Deserializer, Properties, Serializer } from './client/index.ts';
export { Headers } from './client/index.ts';
export type { ConsumerConfigInput, ConsumerRecord, ConsumerRecords, KafkaConsumer } from './consumer/index.ts';
export type {
  Callback,
  KafkaProducer,
  ProducerConfigInput,
  ProducerRecordLike,
  PromisedProducer,
  RecordFuture,
} from './producer/index.ts';
export { ProducerRecord, RecordMetadata } from './producer/index.ts';
export type { TopicPartition } from './protocol/cluster/topic-partition.ts';

// --- The usual serializers; all others are in kafka-trial/serialization ----------------------------------------------

export { JsonDeserializer, JsonSerializer, StringDeserializer, StringSerializer } from './client/index.ts';

// --- The usual exceptions; all others are in kafka-trial/errors ------------------------------------------------------

export {
  KafkaException,
  ProducerFencedException,
  RecordTooLargeException,
  RetriableException,
  SerializationException,
  TimeoutException,
} from './protocol/errors/exceptions.ts';

// --- Logging: the option `logger` ------------------------------------------------------------------------------------

export { type LogLine, renderLogLine } from './client/index.ts';
export { type Logger, silentLogger, textLogger } from './simulation/hosts/logger.ts';
