/**
 * Kafka's exceptions, by their Java names and with Java's inheritance.
 *
 * Owns: the classes a user catches (`error instanceof TimeoutException`), the Java class name each stands for, and which
 * exception an error code becomes.
 * Refuses to know: when any of them is raised.
 */
import { ERRORS, type ErrorName } from './errors.ts';

/** The root of Kafka's exceptions (org.apache.kafka.common.KafkaException). */
export class KafkaException extends Error {
  /** Java's package of this exception. */
  static readonly javaPackage: string = 'org.apache.kafka.common';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }

  /** Java's full class name, as it appears in log lines. */
  get javaClass(): string {
    return `${(this.constructor as typeof KafkaException).javaPackage}.${this.name}`;
  }
}

/** An error of the protocol, or one the client raises in its words. */
export class ApiException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** Trying again may help. */
export class RetriableException extends ApiException {}

/** Trying again may help once the metadata is fresh. */
export class InvalidMetadataException extends RetriableException {}

export class AuthenticationException extends ApiException {}

export class AuthorizationException extends ApiException {}

export class InvalidOffsetException extends ApiException {}

export class OutOfOrderSequenceException extends ApiException {}

export class UnknownServerException extends ApiException {}

export class OffsetOutOfRangeException extends InvalidOffsetException {}

export class CorruptRecordException extends RetriableException {}

export class UnknownTopicOrPartitionException extends InvalidMetadataException {}

export class InvalidFetchSizeException extends ApiException {}

export class LeaderNotAvailableException extends InvalidMetadataException {}

/** Deprecated in Java, and still the parent of the next. */
export class NotLeaderForPartitionException extends InvalidMetadataException {}

export class NotLeaderOrFollowerException extends NotLeaderForPartitionException {}

export class TimeoutException extends RetriableException {}

export class BrokerNotAvailableException extends ApiException {}

export class ReplicaNotAvailableException extends InvalidMetadataException {}

export class RecordTooLargeException extends ApiException {}

export class ControllerMovedException extends ApiException {}

export class OffsetMetadataTooLarge extends ApiException {}

export class NetworkException extends InvalidMetadataException {}

export class CoordinatorLoadInProgressException extends RetriableException {}

export class CoordinatorNotAvailableException extends RetriableException {}

export class NotCoordinatorException extends RetriableException {}

export class InvalidTopicException extends ApiException {}

export class RecordBatchTooLargeException extends ApiException {}

export class NotEnoughReplicasException extends RetriableException {}

export class NotEnoughReplicasAfterAppendException extends RetriableException {}

export class InvalidRequiredAcksException extends ApiException {}

export class IllegalGenerationException extends ApiException {}

export class InconsistentGroupProtocolException extends ApiException {}

export class InvalidGroupIdException extends ApiException {}

export class UnknownMemberIdException extends ApiException {}

export class InvalidSessionTimeoutException extends ApiException {}

export class RebalanceInProgressException extends ApiException {}

export class InvalidCommitOffsetSizeException extends ApiException {}

export class TopicAuthorizationException extends AuthorizationException {}

export class GroupAuthorizationException extends AuthorizationException {}

export class ClusterAuthorizationException extends AuthorizationException {}

export class InvalidTimestampException extends ApiException {}

export class UnsupportedSaslMechanismException extends AuthenticationException {}

export class IllegalSaslStateException extends AuthenticationException {}

export class UnsupportedVersionException extends ApiException {}

export class TopicExistsException extends ApiException {}

export class InvalidPartitionsException extends ApiException {}

export class InvalidReplicationFactorException extends ApiException {}

export class InvalidReplicaAssignmentException extends ApiException {}

export class InvalidConfigurationException extends ApiException {}

export class NotControllerException extends RetriableException {}

export class InvalidRequestException extends ApiException {}

export class UnsupportedForMessageFormatException extends ApiException {}

export class PolicyViolationException extends ApiException {}

export class DuplicateSequenceException extends ApiException {}

export class InvalidProducerEpochException extends ApiException {}

export class InvalidTxnStateException extends ApiException {}

export class InvalidPidMappingException extends ApiException {}

export class InvalidTxnTimeoutException extends ApiException {}

export class ConcurrentTransactionsException extends RetriableException {}

export class TransactionCoordinatorFencedException extends ApiException {}

export class TransactionalIdAuthorizationException extends AuthorizationException {}

export class SecurityDisabledException extends ApiException {}

export class OperationNotAttemptedException extends ApiException {}

export class KafkaStorageException extends InvalidMetadataException {}

export class LogDirNotFoundException extends ApiException {}

export class SaslAuthenticationException extends AuthenticationException {}

export class UnknownProducerIdException extends OutOfOrderSequenceException {}

export class ReassignmentInProgressException extends ApiException {}

export class DelegationTokenDisabledException extends ApiException {}

export class DelegationTokenNotFoundException extends ApiException {}

export class DelegationTokenOwnerMismatchException extends ApiException {}

export class UnsupportedByAuthenticationException extends ApiException {}

export class DelegationTokenAuthorizationException extends AuthorizationException {}

export class DelegationTokenExpiredException extends ApiException {}

export class InvalidPrincipalTypeException extends ApiException {}

export class GroupNotEmptyException extends ApiException {}

export class GroupIdNotFoundException extends ApiException {}

export class FetchSessionIdNotFoundException extends RetriableException {}

export class InvalidFetchSessionEpochException extends RetriableException {}

export class ListenerNotFoundException extends InvalidMetadataException {}

export class TopicDeletionDisabledException extends ApiException {}

export class FencedLeaderEpochException extends InvalidMetadataException {}

export class UnknownLeaderEpochException extends RetriableException {}

export class UnsupportedCompressionTypeException extends ApiException {}

export class StaleBrokerEpochException extends ApiException {}

export class OffsetNotAvailableException extends RetriableException {}

export class MemberIdRequiredException extends ApiException {}

export class PreferredLeaderNotAvailableException extends InvalidMetadataException {}

export class GroupMaxSizeReachedException extends ApiException {}

export class FencedInstanceIdException extends ApiException {}

export class EligibleLeadersNotAvailableException extends InvalidMetadataException {}

export class ElectionNotNeededException extends InvalidMetadataException {}

export class NoReassignmentInProgressException extends ApiException {}

export class GroupSubscribedToTopicException extends ApiException {}

export class InvalidRecordException extends ApiException {
  static override readonly javaPackage: string = 'org.apache.kafka.common';
}

export class UnstableOffsetCommitException extends RetriableException {}

export class ThrottlingQuotaExceededException extends RetriableException {}

export class ProducerFencedException extends ApiException {}

export class ResourceNotFoundException extends ApiException {}

export class DuplicateResourceException extends ApiException {}

export class UnacceptableCredentialException extends ApiException {}

export class InconsistentVoterSetException extends ApiException {}

export class InvalidUpdateVersionException extends ApiException {}

export class FeatureUpdateFailedException extends ApiException {}

export class PrincipalDeserializationException extends ApiException {}

export class SnapshotNotFoundException extends ApiException {}

export class PositionOutOfRangeException extends ApiException {}

export class UnknownTopicIdException extends InvalidMetadataException {}

export class DuplicateBrokerRegistrationException extends ApiException {}

export class BrokerIdNotRegisteredException extends ApiException {}

export class InconsistentTopicIdException extends InvalidMetadataException {}

export class InconsistentClusterIdException extends ApiException {}

export class TransactionalIdNotFoundException extends ApiException {}

export class FetchSessionTopicIdException extends RetriableException {}

export class IneligibleReplicaException extends ApiException {}

export class NewLeaderElectedException extends ApiException {}

export class OffsetMovedToTieredStorageException extends ApiException {}

export class FencedMemberEpochException extends ApiException {}

export class UnreleasedInstanceIdException extends ApiException {}

export class UnsupportedAssignorException extends ApiException {}

export class StaleMemberEpochException extends ApiException {}

/** A serializer refused a key or value. Thrown by send() itself. */
export class SerializationException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** A configuration value is not acceptable. */
export class ConfigException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.config';
}

/** A blocked call was interrupted. */
export class InterruptException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** The producer waited max.block.ms for buffer memory in vain. */
export class BufferExhaustedException extends TimeoutException {
  static override readonly javaPackage: string = 'org.apache.kafka.clients.producer';
}

/** The record was dropped because its transaction was aborted. */
export class TransactionAbortedException extends ApiException {
  constructor(message = 'Failing batch since transaction was aborted') {
    super(message);
  }
}

/** Offsets could not be committed: the group has moved on without their consumer. */
export class CommitFailedException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.clients.consumer';
}

/** The connection was lost before an answer came. */
export class DisconnectException extends RetriableException {}

export class WakeupException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.errors';
}

/** java.lang.IllegalStateException: the call does not fit the state the client is in. */
export class IllegalStateException extends Error {
  readonly javaClass: string = 'java.lang.IllegalStateException';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IllegalStateException';
  }
}

/** java.lang.IllegalArgumentException: the argument makes no sense, in any state. */
export class IllegalArgumentException extends Error {
  readonly javaClass: string = 'java.lang.IllegalArgumentException';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IllegalArgumentException';
  }
}

type ExceptionClass = new (message: string) => ApiException;

/** By the simple name of the Java class, for the exceptions that an error code can become. */
const CLASSES: Readonly<Record<string, ExceptionClass>> = {
  UnknownServerException,
  OffsetOutOfRangeException,
  CorruptRecordException,
  UnknownTopicOrPartitionException,
  InvalidFetchSizeException,
  LeaderNotAvailableException,
  NotLeaderOrFollowerException,
  TimeoutException,
  BrokerNotAvailableException,
  ReplicaNotAvailableException,
  RecordTooLargeException,
  ControllerMovedException,
  OffsetMetadataTooLarge,
  NetworkException,
  CoordinatorLoadInProgressException,
  CoordinatorNotAvailableException,
  NotCoordinatorException,
  InvalidTopicException,
  RecordBatchTooLargeException,
  NotEnoughReplicasException,
  NotEnoughReplicasAfterAppendException,
  InvalidRequiredAcksException,
  IllegalGenerationException,
  InconsistentGroupProtocolException,
  InvalidGroupIdException,
  UnknownMemberIdException,
  InvalidSessionTimeoutException,
  RebalanceInProgressException,
  InvalidCommitOffsetSizeException,
  TopicAuthorizationException,
  GroupAuthorizationException,
  ClusterAuthorizationException,
  InvalidTimestampException,
  UnsupportedSaslMechanismException,
  IllegalSaslStateException,
  UnsupportedVersionException,
  TopicExistsException,
  InvalidPartitionsException,
  InvalidReplicationFactorException,
  InvalidReplicaAssignmentException,
  InvalidConfigurationException,
  NotControllerException,
  InvalidRequestException,
  UnsupportedForMessageFormatException,
  PolicyViolationException,
  OutOfOrderSequenceException,
  DuplicateSequenceException,
  InvalidProducerEpochException,
  InvalidTxnStateException,
  InvalidPidMappingException,
  InvalidTxnTimeoutException,
  ConcurrentTransactionsException,
  TransactionCoordinatorFencedException,
  TransactionalIdAuthorizationException,
  SecurityDisabledException,
  OperationNotAttemptedException,
  KafkaStorageException,
  LogDirNotFoundException,
  SaslAuthenticationException,
  UnknownProducerIdException,
  ReassignmentInProgressException,
  DelegationTokenDisabledException,
  DelegationTokenNotFoundException,
  DelegationTokenOwnerMismatchException,
  UnsupportedByAuthenticationException,
  DelegationTokenAuthorizationException,
  DelegationTokenExpiredException,
  InvalidPrincipalTypeException,
  GroupNotEmptyException,
  GroupIdNotFoundException,
  FetchSessionIdNotFoundException,
  InvalidFetchSessionEpochException,
  ListenerNotFoundException,
  TopicDeletionDisabledException,
  FencedLeaderEpochException,
  UnknownLeaderEpochException,
  UnsupportedCompressionTypeException,
  StaleBrokerEpochException,
  OffsetNotAvailableException,
  MemberIdRequiredException,
  PreferredLeaderNotAvailableException,
  GroupMaxSizeReachedException,
  FencedInstanceIdException,
  EligibleLeadersNotAvailableException,
  ElectionNotNeededException,
  NoReassignmentInProgressException,
  GroupSubscribedToTopicException,
  InvalidRecordException,
  UnstableOffsetCommitException,
  ThrottlingQuotaExceededException,
  ProducerFencedException,
  ResourceNotFoundException,
  DuplicateResourceException,
  UnacceptableCredentialException,
  InconsistentVoterSetException,
  InvalidUpdateVersionException,
  FeatureUpdateFailedException,
  PrincipalDeserializationException,
  SnapshotNotFoundException,
  PositionOutOfRangeException,
  UnknownTopicIdException,
  DuplicateBrokerRegistrationException,
  BrokerIdNotRegisteredException,
  InconsistentTopicIdException,
  InconsistentClusterIdException,
  TransactionalIdNotFoundException,
  FetchSessionTopicIdException,
  IneligibleReplicaException,
  NewLeaderElectedException,
  OffsetMovedToTieredStorageException,
  FencedMemberEpochException,
  UnreleasedInstanceIdException,
  UnsupportedAssignorException,
  StaleMemberEpochException,
};

/** The exception an error code becomes, with Kafka's own message unless another is given. */
export function exceptionFor(error: ErrorName, message?: string | null): ApiException {
  const { exception, message: defaultMessage } = ERRORS[error];
  const Exception = exception === null ? undefined : CLASSES[exception];
  if (Exception === undefined) throw new IllegalArgumentException(`${error} has no exception`);
  return new Exception(message ?? defaultMessage);
}
