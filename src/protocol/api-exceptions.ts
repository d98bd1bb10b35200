/**
 * An exception for each error code of the protocol, by its Java name and with Java's inheritance.
 *
 * Owns: these classes and no others: exception-for.ts takes all that this module exports for what a broker can answer with.
 */
import {
  ApiException,
  AuthenticationException,
  AuthorizationException,
  InvalidMetadataException,
  InvalidOffsetException,
  RetriableException,
} from './exception-roots.ts';

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
