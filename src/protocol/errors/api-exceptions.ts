/**
 * The exception of each error of the protocol, by its Java name and with Java's inheritance. exception-for.ts takes everything that
 * this file exports for such an exception.
 */
import {
  ApiException,
  ApplicationRecoverableException,
  AuthenticationException,
  AuthorizationException,
  InvalidMetadataException,
  InvalidOffsetException,
  RefreshRetriableException,
  RetriableException,
} from './exception-roots.ts';

/** OUT_OF_ORDER_SEQUENCE_NUMBER (45): The broker received an out of order sequence number. */
export class OutOfOrderSequenceException extends ApiException {}
/** UNKNOWN_SERVER_ERROR (-1): The server experienced an unexpected error when processing the request. */
export class UnknownServerException extends ApiException {}
/** OFFSET_OUT_OF_RANGE (1): The requested offset is not within the range of offsets maintained by the server. */
export class OffsetOutOfRangeException extends InvalidOffsetException {}
/** CORRUPT_MESSAGE (2): A batch failed its checksum, or a record is too large, has no key in a compacted topic, or is corrupt. */
export class CorruptRecordException extends RetriableException {}
/** UNKNOWN_TOPIC_OR_PARTITION (3): This server does not host this topic-partition. */
export class UnknownTopicOrPartitionException extends InvalidMetadataException {}
/** INVALID_FETCH_SIZE (4): The requested fetch size is invalid. */
export class InvalidFetchSizeException extends ApiException {}
/** LEADER_NOT_AVAILABLE (5): The partition has no leader at the moment, because an election is going on. */
export class LeaderNotAvailableException extends InvalidMetadataException {}
/** Deprecated in Java, and still the parent of NotLeaderOrFollowerException. */
export class NotLeaderForPartitionException extends InvalidMetadataException {}
/** NOT_LEADER_OR_FOLLOWER (6): The broker does not lead the partition, or, for requests to any replica, does not have it. */
export class NotLeaderOrFollowerException extends NotLeaderForPartitionException {}
/** REQUEST_TIMED_OUT (7): The request timed out. */
export class TimeoutException extends RetriableException {}
/** BROKER_NOT_AVAILABLE (8): The broker is not available. */
export class BrokerNotAvailableException extends ApiException {}
/** REPLICA_NOT_AVAILABLE (9): The replica is not available for the requested topic-partition. */
export class ReplicaNotAvailableException extends InvalidMetadataException {}
/** MESSAGE_TOO_LARGE (10): The request included a message larger than the max message size the server will accept. */
export class RecordTooLargeException extends ApiException {}
/** STALE_CONTROLLER_EPOCH (11): The controller moved to another broker. */
export class ControllerMovedException extends ApiException {}
/** OFFSET_METADATA_TOO_LARGE (12): The metadata field of the offset request was too large. */
export class OffsetMetadataTooLarge extends ApiException {}
/** NETWORK_EXCEPTION (13): The server disconnected before a response was received. */
export class NetworkException extends InvalidMetadataException {}
/** COORDINATOR_LOAD_IN_PROGRESS (14): The coordinator is loading and hence can't process requests. */
export class CoordinatorLoadInProgressException extends RetriableException {}
/** COORDINATOR_NOT_AVAILABLE (15): The coordinator is not available. */
export class CoordinatorNotAvailableException extends RefreshRetriableException {}
/** NOT_COORDINATOR (16): This is not the correct coordinator. */
export class NotCoordinatorException extends RefreshRetriableException {}
/** INVALID_TOPIC_EXCEPTION (17): The request attempted to perform an operation on an invalid topic. */
export class InvalidTopicException extends ApiException {}
/** RECORD_LIST_TOO_LARGE (18): The batch is larger than the topic's segment size. */
export class RecordBatchTooLargeException extends ApiException {}
/** NOT_ENOUGH_REPLICAS (19): Fewer replicas are in sync than required, and the batch was not written. */
export class NotEnoughReplicasException extends RetriableException {}
/** NOT_ENOUGH_REPLICAS_AFTER_APPEND (20): The batch was written, but to fewer in-sync replicas than required. */
export class NotEnoughReplicasAfterAppendException extends RetriableException {}
/** INVALID_REQUIRED_ACKS (21): Produce request specified an invalid value for required acks. */
export class InvalidRequiredAcksException extends ApiException {}
/** ILLEGAL_GENERATION (22): Specified group generation id is not valid. */
export class IllegalGenerationException extends ApplicationRecoverableException {}
/** INCONSISTENT_GROUP_PROTOCOL (23): The member's protocols are incompatible with those of the group, or empty. */
export class InconsistentGroupProtocolException extends ApiException {}
/** INVALID_GROUP_ID (24): The configured groupId is invalid. */
export class InvalidGroupIdException extends ApiException {}
/** UNKNOWN_MEMBER_ID (25): The coordinator is not aware of this member. */
export class UnknownMemberIdException extends ApplicationRecoverableException {}
/** INVALID_SESSION_TIMEOUT (26): The session timeout is not within the range that the broker allows. */
export class InvalidSessionTimeoutException extends ApiException {}
/** REBALANCE_IN_PROGRESS (27): The group is rebalancing, so a rejoin is needed. */
export class RebalanceInProgressException extends ApiException {}
/** INVALID_COMMIT_OFFSET_SIZE (28): The committing offset data size is not valid. */
export class InvalidCommitOffsetSizeException extends ApiException {}
/** TOPIC_AUTHORIZATION_FAILED (29): Topic authorization failed. */
export class TopicAuthorizationException extends AuthorizationException {}
/** GROUP_AUTHORIZATION_FAILED (30): Group authorization failed. */
export class GroupAuthorizationException extends AuthorizationException {}
/** CLUSTER_AUTHORIZATION_FAILED (31): Cluster authorization failed. */
export class ClusterAuthorizationException extends AuthorizationException {}
/** INVALID_TIMESTAMP (32): The timestamp of the message is out of acceptable range. */
export class InvalidTimestampException extends ApiException {}
/** UNSUPPORTED_SASL_MECHANISM (33): The broker does not support the requested SASL mechanism. */
export class UnsupportedSaslMechanismException extends AuthenticationException {}
/** ILLEGAL_SASL_STATE (34): Request is not valid given the current SASL state. */
export class IllegalSaslStateException extends AuthenticationException {}
/** UNSUPPORTED_VERSION (35): The version of API is not supported. */
export class UnsupportedVersionException extends ApiException {}
/** TOPIC_ALREADY_EXISTS (36): Topic with this name already exists. */
export class TopicExistsException extends ApiException {}
/** INVALID_PARTITIONS (37): Number of partitions is below 1. */
export class InvalidPartitionsException extends ApiException {}
/** INVALID_REPLICATION_FACTOR (38): Replication factor is below 1 or larger than the number of available brokers. */
export class InvalidReplicationFactorException extends ApiException {}
/** INVALID_REPLICA_ASSIGNMENT (39): Replica assignment is invalid. */
export class InvalidReplicaAssignmentException extends ApiException {}
/** INVALID_CONFIG (40): Configuration is invalid. */
export class InvalidConfigurationException extends ApiException {}
/** NOT_CONTROLLER (41): This is not the correct controller for this cluster. */
export class NotControllerException extends RetriableException {}
/** INVALID_REQUEST (42): The request is malformed, or was sent to an incompatible broker. */
export class InvalidRequestException extends ApiException {}
/** UNSUPPORTED_FOR_MESSAGE_FORMAT (43): The message format version on the broker does not support the request. */
export class UnsupportedForMessageFormatException extends ApiException {}
/** POLICY_VIOLATION (44): Request parameters do not satisfy the configured policy. */
export class PolicyViolationException extends ApiException {}
/** DUPLICATE_SEQUENCE_NUMBER (46): The broker received a duplicate sequence number. */
export class DuplicateSequenceException extends ApiException {}
/** INVALID_PRODUCER_EPOCH (47): Producer attempted to produce with an old epoch. */
export class InvalidProducerEpochException extends ApplicationRecoverableException {}
/** INVALID_TXN_STATE (48): The producer attempted a transactional operation in an invalid state. */
export class InvalidTxnStateException extends ApiException {}
/** INVALID_PRODUCER_ID_MAPPING (49): The producer id does not belong to the producer's transactional id. */
export class InvalidPidMappingException extends ApplicationRecoverableException {}
/** INVALID_TRANSACTION_TIMEOUT (50): The transaction timeout exceeds the broker's transaction.max.timeout.ms. */
export class InvalidTxnTimeoutException extends ApiException {}
/** CONCURRENT_TRANSACTIONS (51): Another operation on the same transaction is still going on. */
export class ConcurrentTransactionsException extends RetriableException {}
/** TRANSACTION_COORDINATOR_FENCED (52): A coordinator that is no longer the current one sent a marker. */
export class TransactionCoordinatorFencedException extends ApiException {}
/** TRANSACTIONAL_ID_AUTHORIZATION_FAILED (53): Transactional Id authorization failed. */
export class TransactionalIdAuthorizationException extends AuthorizationException {}
/** SECURITY_DISABLED (54): Security features are disabled. */
export class SecurityDisabledException extends ApiException {}
/** OPERATION_NOT_ATTEMPTED (55): The broker did not attempt to execute this operation. */
export class OperationNotAttemptedException extends ApiException {}
/** KAFKA_STORAGE_ERROR (56): Disk error when trying to access log file on the disk. */
export class KafkaStorageException extends InvalidMetadataException {}
/** LOG_DIR_NOT_FOUND (57): The user-specified log directory is not found in the broker config. */
export class LogDirNotFoundException extends ApiException {}
/** SASL_AUTHENTICATION_FAILED (58): SASL Authentication failed. */
export class SaslAuthenticationException extends AuthenticationException {}
/** UNKNOWN_PRODUCER_ID (59): The broker has no metadata of the producer id, for example because its records were deleted. */
export class UnknownProducerIdException extends OutOfOrderSequenceException {}
/** REASSIGNMENT_IN_PROGRESS (60): A partition reassignment is in progress. */
export class ReassignmentInProgressException extends ApiException {}
/** DELEGATION_TOKEN_AUTH_DISABLED (61): Delegation Token feature is not enabled. */
export class DelegationTokenDisabledException extends ApiException {}
/** DELEGATION_TOKEN_NOT_FOUND (62): Delegation Token is not found on server. */
export class DelegationTokenNotFoundException extends ApiException {}
/** DELEGATION_TOKEN_OWNER_MISMATCH (63): Specified Principal is not valid Owner/Renewer. */
export class DelegationTokenOwnerMismatchException extends ApiException {}
/** DELEGATION_TOKEN_REQUEST_NOT_ALLOWED (64): Delegation token requests are not allowed on this channel. */
export class UnsupportedByAuthenticationException extends ApiException {}
/** DELEGATION_TOKEN_AUTHORIZATION_FAILED (65): Delegation Token authorization failed. */
export class DelegationTokenAuthorizationException extends AuthorizationException {}
/** DELEGATION_TOKEN_EXPIRED (66): Delegation Token is expired. */
export class DelegationTokenExpiredException extends ApiException {}
/** INVALID_PRINCIPAL_TYPE (67): Supplied principalType is not supported. */
export class InvalidPrincipalTypeException extends ApiException {}
/** NON_EMPTY_GROUP (68): The group is not empty. */
export class GroupNotEmptyException extends ApiException {}
/** GROUP_ID_NOT_FOUND (69): The group id does not exist. */
export class GroupIdNotFoundException extends ApiException {}
/** FETCH_SESSION_ID_NOT_FOUND (70): The fetch session ID was not found. */
export class FetchSessionIdNotFoundException extends RetriableException {}
/** INVALID_FETCH_SESSION_EPOCH (71): The fetch session epoch is invalid. */
export class InvalidFetchSessionEpochException extends RetriableException {}
/** LISTENER_NOT_FOUND (72): The leader has no listener that matches the one on which metadata was requested. */
export class ListenerNotFoundException extends InvalidMetadataException {}
/** TOPIC_DELETION_DISABLED (73): Topic deletion is disabled. */
export class TopicDeletionDisabledException extends ApiException {}
/** FENCED_LEADER_EPOCH (74): The leader epoch in the request is older than the epoch on the broker. */
export class FencedLeaderEpochException extends InvalidMetadataException {}
/** UNKNOWN_LEADER_EPOCH (75): The leader epoch in the request is newer than the epoch on the broker. */
export class UnknownLeaderEpochException extends RetriableException {}
/** UNSUPPORTED_COMPRESSION_TYPE (76): The client does not support the partition's compression type. */
export class UnsupportedCompressionTypeException extends ApiException {}
/** STALE_BROKER_EPOCH (77): Broker epoch has changed. */
export class StaleBrokerEpochException extends ApiException {}
/** OFFSET_NOT_AVAILABLE (78): The new leader's high watermark has not caught up yet, so it cannot tell the last offset. */
export class OffsetNotAvailableException extends RetriableException {}
/** MEMBER_ID_REQUIRED (79): A consumer needs a member id before it can join a group. */
export class MemberIdRequiredException extends ApiException {}
/** PREFERRED_LEADER_NOT_AVAILABLE (80): The preferred leader was not available. */
export class PreferredLeaderNotAvailableException extends InvalidMetadataException {}
/** GROUP_MAX_SIZE_REACHED (81): The consumer group has reached its max size. */
export class GroupMaxSizeReachedException extends ApiException {}
/** FENCED_INSTANCE_ID (82): Another consumer has registered with the same group.instance.id. */
export class FencedInstanceIdException extends ApplicationRecoverableException {}
/** ELIGIBLE_LEADERS_NOT_AVAILABLE (83): Eligible topic partition leaders are not available. */
export class EligibleLeadersNotAvailableException extends InvalidMetadataException {}
/** ELECTION_NOT_NEEDED (84): Leader election not needed for topic partition. */
export class ElectionNotNeededException extends InvalidMetadataException {}
/** NO_REASSIGNMENT_IN_PROGRESS (85): No partition reassignment is in progress. */
export class NoReassignmentInProgressException extends ApiException {}
/** GROUP_SUBSCRIBED_TO_TOPIC (86): Offsets of a topic cannot be deleted while the group is subscribed to it. */
export class GroupSubscribedToTopicException extends ApiException {}
/** INVALID_RECORD (87): This record has failed the validation on broker and hence will be rejected. */
export class InvalidRecordException extends ApiException {
  static override readonly javaPackage: string = 'org.apache.kafka.common';
}
/** UNSTABLE_OFFSET_COMMIT (88): There are unstable offsets that need to be cleared. */
export class UnstableOffsetCommitException extends RetriableException {}
/** THROTTLING_QUOTA_EXCEEDED (89): The throttling quota has been exceeded. */
export class ThrottlingQuotaExceededException extends RetriableException {}
/** PRODUCER_FENCED (90): There is a newer producer with the same transactionalId which fences the current one. */
export class ProducerFencedException extends ApplicationRecoverableException {}
/** RESOURCE_NOT_FOUND (91): A request illegally referred to a resource that does not exist. */
export class ResourceNotFoundException extends ApiException {}
/** DUPLICATE_RESOURCE (92): A request illegally referred to the same resource twice. */
export class DuplicateResourceException extends ApiException {}
/** UNACCEPTABLE_CREDENTIAL (93): Requested credential would not meet criteria for acceptability. */
export class UnacceptableCredentialException extends ApiException {}
/** INCONSISTENT_VOTER_SET (94): The sender or the recipient of a voter-only request is not a voter. */
export class InconsistentVoterSetException extends ApiException {}
/** INVALID_UPDATE_VERSION (95): The given update version was invalid. */
export class InvalidUpdateVersionException extends ApiException {}
/** FEATURE_UPDATE_FAILED (96): Unable to update finalized features due to an unexpected server error. */
export class FeatureUpdateFailedException extends ApiException {}
/** PRINCIPAL_DESERIALIZATION_FAILURE (97): A forwarded request's principal could not be deserialized. */
export class PrincipalDeserializationException extends ApiException {}
/** SNAPSHOT_NOT_FOUND (98): Requested snapshot was not found */
export class SnapshotNotFoundException extends ApiException {}
/** POSITION_OUT_OF_RANGE (99): The position is below 0 or beyond the end of the snapshot. */
export class PositionOutOfRangeException extends ApiException {}
/** UNKNOWN_TOPIC_ID (100): This server does not host this topic ID. */
export class UnknownTopicIdException extends InvalidMetadataException {}
/** DUPLICATE_BROKER_REGISTRATION (101): This broker ID is already in use. */
export class DuplicateBrokerRegistrationException extends ApiException {}
/** BROKER_ID_NOT_REGISTERED (102): The given broker ID was not registered. */
export class BrokerIdNotRegisteredException extends ApiException {}
/** INCONSISTENT_TOPIC_ID (103): The log's topic ID did not match the topic ID in the request */
export class InconsistentTopicIdException extends InvalidMetadataException {}
/** INCONSISTENT_CLUSTER_ID (104): The clusterId in the request does not match that found on the server */
export class InconsistentClusterIdException extends ApiException {}
/** TRANSACTIONAL_ID_NOT_FOUND (105): The transactionalId could not be found */
export class TransactionalIdNotFoundException extends ApiException {}
/** FETCH_SESSION_TOPIC_ID_ERROR (106): The fetch session encountered inconsistent topic ID usage */
export class FetchSessionTopicIdException extends RetriableException {}
/** INELIGIBLE_REPLICA (107): The new ISR contains at least one ineligible replica. */
export class IneligibleReplicaException extends ApiException {}
/** NEW_LEADER_ELECTED (108): The AlterPartition request succeeded, but the leader has changed. */
export class NewLeaderElectedException extends ApiException {}
/** OFFSET_MOVED_TO_TIERED_STORAGE (109): The requested offset is moved to tiered storage. */
export class OffsetMovedToTieredStorageException extends ApiException {}
/** FENCED_MEMBER_EPOCH (110): The coordinator fenced the member epoch: the member must give up its partitions and rejoin. */
export class FencedMemberEpochException extends ApiException {}
/** UNRELEASED_INSTANCE_ID (111): Another member of the group still uses the instance id, and must leave first. */
export class UnreleasedInstanceIdException extends ApiException {}
/** UNSUPPORTED_ASSIGNOR (112): The assignor or its version range is not supported by the consumer group. */
export class UnsupportedAssignorException extends ApiException {}
/** STALE_MEMBER_EPOCH (113): The member must retry once a heartbeat has given it its new epoch. */
export class StaleMemberEpochException extends ApiException {}
/** MISMATCHED_ENDPOINT_TYPE (114): The request was sent to an endpoint of the wrong type. Since 3.7. */
export class MismatchedEndpointTypeException extends ApiException {}
/** UNSUPPORTED_ENDPOINT_TYPE (115): This endpoint type is not supported yet. Since 3.7. */
export class UnsupportedEndpointTypeException extends ApiException {}
/** UNKNOWN_CONTROLLER_ID (116): This controller ID is not known. Since 3.7. */
export class UnknownControllerIdException extends ApiException {}
/** UNKNOWN_SUBSCRIPTION_ID (117): Client sent a push telemetry request with an invalid or outdated subscription ID. Since 3.7. */
export class UnknownSubscriptionIdException extends ApiException {}
/** TELEMETRY_TOO_LARGE (118): Client sent a push telemetry request larger than the maximum size the broker will accept. Since 3.7. */
export class TelemetryTooLargeException extends ApiException {}
/** INVALID_REGISTRATION (119): The controller has considered the broker registration to be invalid. Since 3.7. */
export class InvalidRegistrationException extends ApiException {}
/** TRANSACTION_ABORTABLE (120): The server encountered an error with the transaction. The client can abort the transaction to continue using this transactional ID. Since 3.8. */
export class TransactionAbortableException extends ApiException {}
/** INVALID_RECORD_STATE (121): The record state is invalid. The acknowledgement of delivery could not be completed. Since 3.9. */
export class InvalidRecordStateException extends ApiException {}
/** SHARE_SESSION_NOT_FOUND (122): The share session was not found. Since 3.9. */
export class ShareSessionNotFoundException extends RetriableException {}
/** INVALID_SHARE_SESSION_EPOCH (123): The share session epoch is invalid. Since 3.9. */
export class InvalidShareSessionEpochException extends RetriableException {}
/** FENCED_STATE_EPOCH (124): The share coordinator rejected the request because the share-group state epoch did not match. Since 3.9. */
export class FencedStateEpochException extends ApiException {}
/** INVALID_VOTER_KEY (125): The voter key doesn't match the receiving replica's key. Since 3.9. */
export class InvalidVoterKeyException extends ApiException {}
/** DUPLICATE_VOTER (126): The voter is already part of the set of voters. Since 3.9. */
export class DuplicateVoterException extends ApiException {}
/** VOTER_NOT_FOUND (127): The voter is not part of the set of voters. Since 3.9. */
export class VoterNotFoundException extends ApiException {}
/** INVALID_REGULAR_EXPRESSION (128): The regular expression is not valid. Since 4.0. */
export class InvalidRegularExpression extends ApiException {}
/** REBOOTSTRAP_REQUIRED (129): Client metadata is stale. The client should rebootstrap to obtain new metadata. Since 4.0. */
export class RebootstrapRequiredException extends ApiException {}
/** STREAMS_INVALID_TOPOLOGY (130): The supplied topology is invalid. Since 4.1. */
export class StreamsInvalidTopologyException extends ApiException {}
/** STREAMS_INVALID_TOPOLOGY_EPOCH (131): The supplied topology epoch is invalid. Since 4.1. */
export class StreamsInvalidTopologyEpochException extends ApiException {}
/** STREAMS_TOPOLOGY_FENCED (132): The supplied topology epoch is outdated. Since 4.1. */
export class StreamsTopologyFencedException extends ApiException {}
/** SHARE_SESSION_LIMIT_REACHED (133): The limit of share sessions has been reached. Since 4.1. */
export class ShareSessionLimitReachedException extends RetriableException {}
