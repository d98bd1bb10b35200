/**
 * The public door of kafka-trial: everything a user may import, in groups.
 *
 * Owns: the list, name by name; test/index.test.ts pins it. What a simulation makes for its user (clients, futures, the
 * trace) is here as a type: it is got from the simulation, not constructed.
 */

// --- The simulation: a cluster, its clients, a network and a clock ---------------------------------------------------

export type { Ending, LatencyRange } from './sim/index.ts';
export { describeEnding, SimulationError, type SimulationFailureKind } from './sim/index.ts';
export type { History, HistoryChange, HistoryMoment } from './simulation/history.ts';
export type { Operator } from './simulation/hosts/operator.ts';
export type { ReadOptions, TopicRecord, TopicView } from './simulation/hosts/topic-view.ts';
export { Simulation } from './simulation/simulation.ts';
export type { SimulationOptions } from './simulation/simulation-options.ts';
export type { Timers } from './timers/timers.ts';

// --- Forks: a run from its seed up to a moment, and differently from there --------------------------------------------

export { type Fork, ForkError, type ForkedProgram, type ForkOptions, type ForkSide, fork } from './scenario/fork.ts';

// --- Faults: what `sim.faults` takes and gives -----------------------------------------------------------------------

export type { ApiName } from './protocol/messages.ts';
export {
  type Fault,
  type FaultAction,
  FaultError,
  type FaultScope,
  type FaultTrigger,
  type HeldFault,
} from './simulation/faults/fault.ts';
export type {
  FaultPlan,
  Hosts,
  PlannedAction,
  PlannedFault,
  PlannedRequestFault,
  PlannedSelection,
  PlannedWorldFault,
} from './simulation/faults/fault-plan.ts';
export { type FaultShape, type FaultWord, randomFaultPlan } from './simulation/faults/random-faults.ts';
export { readFaultPlan } from './simulation/faults/read-fault-plan.ts';
export type { BrokerName, Moment, Span } from './simulation/faults/world-words.ts';

// --- The history: what `sim.trace` keeps and loggers get -------------------------------------------------------------

export { type LogLevel, type LogLine, renderLogLine } from './client/index.ts';
export type { Trace, TraceEntry } from './sim/index.ts';
export { firstDivergence } from './sim/index.ts';
export { type Logger, silentLogger, textLogger } from './simulation/hosts/log-sinks.ts';

// --- The guarantees: what every run is held to, and what became of each record ----------------------------------------

export {
  type Fate,
  GUARANTEE_NAMES,
  type Guarantee,
  type GuaranteeName,
  type SendingProducer,
  type SentRecord,
  type TrialSubject,
} from './guarantees/index.ts';
export type { CustomGuarantee, GuaranteeChoice } from './simulation/checking/trial.ts';
export type { ProvenFinding, RecordVerdict, RunVerdict } from './simulation/checking/verdict.ts';

// --- The cluster: its configuration, and a look at it ----------------------------------------------------------------

export type {
  BrokerConfigInput,
  BrokerRegistration,
  ClusterSnapshot,
  CommittedOffset,
  ControlPlane,
  PartitionState,
  ReplicaNumbers,
  ServerProperties,
  TopicOptions,
  TopicState,
} from './broker/index.ts';
export { parseServerProperties } from './broker/index.ts';

// --- The producer: `sim.producer()` and what it takes and gives ------------------------------------------------------

export type { HeaderInput, Properties } from './client/index.ts';
export { Headers } from './client/index.ts';
export type {
  Callback,
  CallbackFunction,
  CallbackObject,
  ConsumerGroupMetadata,
  KafkaProducer,
  OffsetAndMetadata,
  OffsetsToCommit,
  ProducerConfigInput,
  ProducerRecordLike,
  ProducerSerializers,
  RecordFuture,
} from './producer/index.ts';
export { FutureTimeoutException, ProducerRecord, RecordMetadata } from './producer/index.ts';
export type { CompressionType, Header } from './protocol/record-batch.ts';

// --- The producer's inside: events, interceptors, metrics ------------------------------------------------------------

export type {
  BatchSending,
  BatchView,
  MetricName,
  MetricValue,
  MetricValues,
  ProducerEventMap,
  ProducerEvents,
  ProducerInterceptor,
  ReasonToSend,
} from './producer/index.ts';
export { metricValue } from './producer/index.ts';

// --- Partitioners: Java's, and what one of your own implements -------------------------------------------------------

export type { ClusterView, PartitionInfo } from './client/index.ts';
export type { Partitioner } from './producer/index.ts';
export { murmur2, RoundRobinPartitioner, UniformStickyPartitioner } from './producer/index.ts';
export type { Node } from './protocol/messages.ts';

// --- Serializers: Java's and JSON, and what one of your own implements -----------------------------------------------

export type { Deserializer, DeserializerClass, Serializer, SerializerClass } from './client/index.ts';
export {
  ByteArrayDeserializer,
  ByteArraySerializer,
  BytesDeserializer,
  BytesSerializer,
  DoubleDeserializer,
  DoubleSerializer,
  FloatDeserializer,
  FloatSerializer,
  IntegerDeserializer,
  IntegerSerializer,
  JsonDeserializer,
  JsonSerializer,
  LongDeserializer,
  LongSerializer,
  ShortDeserializer,
  ShortSerializer,
  StringDeserializer,
  StringSerializer,
  UUIDDeserializer,
  UUIDSerializer,
  VoidDeserializer,
  VoidSerializer,
} from './client/index.ts';
export type { Payload } from './protocol/payload.ts';

// --- The admin client: `sim.admin()` ---------------------------------------------------------------------------------

export type {
  AdminClient,
  AdminClientConfigInput,
  NewTopicLike,
  TopicDescription,
  TopicListing,
} from './admin/index.ts';
export { NewTopic } from './admin/index.ts';

// --- The consumer: `sim.consumer()` ----------------------------------------------------------------------------------

export type { ConsumerConfigInput, ConsumerRecord, ConsumerRecords, KafkaConsumer } from './consumer/index.ts';
export { NoOffsetForPartitionException } from './consumer/index.ts';
export type { TimestampType, TopicPartition } from './protocol/record-batch.ts';

// --- Scenarios: stories that print themselves ------------------------------------------------------------------------

export {
  defineScenario,
  renderScenarioRun,
  runScenario,
  type Scenario,
  type ScenarioContext,
  ScenarioError,
  type ScenarioRun,
  type TranscriptLine,
} from './scenario/scenario.ts';

// --- Kafka's errors: the protocol's table; the roots, and the client's own, by their Java names --

export { ERRORS, type ErrorName } from './protocol/errors.ts';
export {
  ApiException,
  BufferExhaustedException,
  CommitFailedException,
  ConfigException,
  DisconnectException,
  IllegalArgumentException,
  IllegalStateException,
  InterruptException,
  InvalidMetadataException,
  KafkaException,
  RetriableException,
  SerializationException,
  TransactionAbortedException,
  WakeupException,
} from './protocol/exceptions.ts';

// --- Kafka's errors: those a broker can answer with ------------------------------------------------------------------

export {
  AuthenticationException,
  AuthorizationException,
  BrokerIdNotRegisteredException,
  BrokerNotAvailableException,
  ClusterAuthorizationException,
  ConcurrentTransactionsException,
  ControllerMovedException,
  CoordinatorLoadInProgressException,
  CoordinatorNotAvailableException,
  CorruptRecordException,
  DelegationTokenAuthorizationException,
  DelegationTokenDisabledException,
  DelegationTokenExpiredException,
  DelegationTokenNotFoundException,
  DelegationTokenOwnerMismatchException,
  DuplicateBrokerRegistrationException,
  DuplicateResourceException,
  DuplicateSequenceException,
  ElectionNotNeededException,
  EligibleLeadersNotAvailableException,
  FeatureUpdateFailedException,
  FencedInstanceIdException,
  FencedLeaderEpochException,
  FencedMemberEpochException,
  FetchSessionIdNotFoundException,
  FetchSessionTopicIdException,
  GroupAuthorizationException,
  GroupIdNotFoundException,
  GroupMaxSizeReachedException,
  GroupNotEmptyException,
  GroupSubscribedToTopicException,
  IllegalGenerationException,
  IllegalSaslStateException,
  InconsistentClusterIdException,
  InconsistentGroupProtocolException,
  InconsistentTopicIdException,
  InconsistentVoterSetException,
  IneligibleReplicaException,
  InvalidCommitOffsetSizeException,
  InvalidConfigurationException,
  InvalidFetchSessionEpochException,
  InvalidFetchSizeException,
  InvalidGroupIdException,
  InvalidOffsetException,
  InvalidPartitionsException,
  InvalidPidMappingException,
  InvalidPrincipalTypeException,
  InvalidProducerEpochException,
  InvalidRecordException,
  InvalidReplicaAssignmentException,
  InvalidReplicationFactorException,
  InvalidRequestException,
  InvalidRequiredAcksException,
  InvalidSessionTimeoutException,
  InvalidTimestampException,
  InvalidTopicException,
  InvalidTxnStateException,
  InvalidTxnTimeoutException,
  InvalidUpdateVersionException,
  KafkaStorageException,
  LeaderNotAvailableException,
  ListenerNotFoundException,
  LogDirNotFoundException,
  MemberIdRequiredException,
  NetworkException,
  NewLeaderElectedException,
  NoReassignmentInProgressException,
  NotControllerException,
  NotCoordinatorException,
  NotEnoughReplicasAfterAppendException,
  NotEnoughReplicasException,
  NotLeaderForPartitionException,
  NotLeaderOrFollowerException,
  OffsetMetadataTooLarge,
  OffsetMovedToTieredStorageException,
  OffsetNotAvailableException,
  OffsetOutOfRangeException,
  OperationNotAttemptedException,
  OutOfOrderSequenceException,
  PolicyViolationException,
  PositionOutOfRangeException,
  PreferredLeaderNotAvailableException,
  PrincipalDeserializationException,
  ProducerFencedException,
  ReassignmentInProgressException,
  RebalanceInProgressException,
  RecordBatchTooLargeException,
  RecordTooLargeException,
  ReplicaNotAvailableException,
  ResourceNotFoundException,
  SaslAuthenticationException,
  SecurityDisabledException,
  SnapshotNotFoundException,
  StaleBrokerEpochException,
  StaleMemberEpochException,
  ThrottlingQuotaExceededException,
  TimeoutException,
  TopicAuthorizationException,
  TopicDeletionDisabledException,
  TopicExistsException,
  TransactionalIdAuthorizationException,
  TransactionalIdNotFoundException,
  TransactionCoordinatorFencedException,
  UnacceptableCredentialException,
  UnknownLeaderEpochException,
  UnknownMemberIdException,
  UnknownProducerIdException,
  UnknownServerException,
  UnknownTopicIdException,
  UnknownTopicOrPartitionException,
  UnreleasedInstanceIdException,
  UnstableOffsetCommitException,
  UnsupportedAssignorException,
  UnsupportedByAuthenticationException,
  UnsupportedCompressionTypeException,
  UnsupportedForMessageFormatException,
  UnsupportedSaslMechanismException,
  UnsupportedVersionException,
} from './protocol/exceptions.ts';
