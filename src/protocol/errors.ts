/**
 * The error table of the Kafka protocol, as of 3.6.1 (org.apache.kafka.common.protocol.Errors).
 *
 * Owns: each error's name, code, exception, default message, and whether a client may retry it.
 * Refuses to know: when a broker answers with it (broker) and what a client makes of it (producer).
 */

export interface ErrorRow {
  readonly code: number;
  /** Simple name of the Java exception, `null` for NONE. */
  readonly exception: string | null;
  readonly message: string;
  /** The exception is a RetriableException. */
  readonly retriable: boolean;
  /** The exception is an InvalidMetadataException: the client must refresh its metadata. */
  readonly invalidatesMetadata: boolean;
}

function row(code: number, exception: string | null, message: string, kind?: 'retriable' | 'stale-metadata'): ErrorRow {
  return {
    code,
    exception,
    message,
    retriable: kind !== undefined,
    invalidatesMetadata: kind === 'stale-metadata',
  };
}

/** All errors by name, in the order of Kafka's table. */
// biome-ignore format: one row, one error
export const ERRORS: Readonly<Record<ErrorName, ErrorRow>> = {
  UNKNOWN_SERVER_ERROR: row(-1, 'UnknownServerException', 'The server experienced an unexpected error when processing the request.'),
  NONE: row(0, null, ''),
  OFFSET_OUT_OF_RANGE: row(1, 'OffsetOutOfRangeException', 'The requested offset is not within the range of offsets maintained by the server.'),
  CORRUPT_MESSAGE: row(2, 'CorruptRecordException', 'This message has failed its CRC checksum, exceeds the valid size, has a null key for a compacted topic, or is otherwise corrupt.', 'retriable'),
  UNKNOWN_TOPIC_OR_PARTITION: row(3, 'UnknownTopicOrPartitionException', 'This server does not host this topic-partition.', 'stale-metadata'),
  INVALID_FETCH_SIZE: row(4, 'InvalidFetchSizeException', 'The requested fetch size is invalid.'),
  LEADER_NOT_AVAILABLE: row(5, 'LeaderNotAvailableException', 'There is no leader for this topic-partition as we are in the middle of a leadership election.', 'stale-metadata'),
  NOT_LEADER_OR_FOLLOWER: row(6, 'NotLeaderOrFollowerException', 'For requests intended only for the leader, this error indicates that the broker is not the current leader. For requests intended for any replica, this error indicates that the broker is not a replica of the topic partition.', 'stale-metadata'),
  REQUEST_TIMED_OUT: row(7, 'TimeoutException', 'The request timed out.', 'retriable'),
  BROKER_NOT_AVAILABLE: row(8, 'BrokerNotAvailableException', 'The broker is not available.'),
  REPLICA_NOT_AVAILABLE: row(9, 'ReplicaNotAvailableException', 'The replica is not available for the requested topic-partition. Produce/Fetch requests and other requests intended only for the leader or follower return NOT_LEADER_OR_FOLLOWER if the broker is not a replica of the topic-partition.', 'stale-metadata'),
  MESSAGE_TOO_LARGE: row(10, 'RecordTooLargeException', 'The request included a message larger than the max message size the server will accept.'),
  STALE_CONTROLLER_EPOCH: row(11, 'ControllerMovedException', 'The controller moved to another broker.'),
  OFFSET_METADATA_TOO_LARGE: row(12, 'OffsetMetadataTooLarge', 'The metadata field of the offset request was too large.'),
  NETWORK_EXCEPTION: row(13, 'NetworkException', 'The server disconnected before a response was received.', 'stale-metadata'),
  COORDINATOR_LOAD_IN_PROGRESS: row(14, 'CoordinatorLoadInProgressException', "The coordinator is loading and hence can't process requests.", 'retriable'),
  COORDINATOR_NOT_AVAILABLE: row(15, 'CoordinatorNotAvailableException', 'The coordinator is not available.', 'retriable'),
  NOT_COORDINATOR: row(16, 'NotCoordinatorException', 'This is not the correct coordinator.', 'retriable'),
  INVALID_TOPIC_EXCEPTION: row(17, 'InvalidTopicException', 'The request attempted to perform an operation on an invalid topic.'),
  RECORD_LIST_TOO_LARGE: row(18, 'RecordBatchTooLargeException', 'The request included message batch larger than the configured segment size on the server.'),
  NOT_ENOUGH_REPLICAS: row(19, 'NotEnoughReplicasException', 'Messages are rejected since there are fewer in-sync replicas than required.', 'retriable'),
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: row(20, 'NotEnoughReplicasAfterAppendException', 'Messages are written to the log, but to fewer in-sync replicas than required.', 'retriable'),
  INVALID_REQUIRED_ACKS: row(21, 'InvalidRequiredAcksException', 'Produce request specified an invalid value for required acks.'),
  ILLEGAL_GENERATION: row(22, 'IllegalGenerationException', 'Specified group generation id is not valid.'),
  INCONSISTENT_GROUP_PROTOCOL: row(23, 'InconsistentGroupProtocolException', "The group member's supported protocols are incompatible with those of existing members or first group member tried to join with empty protocol type or empty protocol list."),
  INVALID_GROUP_ID: row(24, 'InvalidGroupIdException', 'The configured groupId is invalid.'),
  UNKNOWN_MEMBER_ID: row(25, 'UnknownMemberIdException', 'The coordinator is not aware of this member.'),
  INVALID_SESSION_TIMEOUT: row(26, 'InvalidSessionTimeoutException', 'The session timeout is not within the range allowed by the broker (as configured by group.min.session.timeout.ms and group.max.session.timeout.ms).'),
  REBALANCE_IN_PROGRESS: row(27, 'RebalanceInProgressException', 'The group is rebalancing, so a rejoin is needed.'),
  INVALID_COMMIT_OFFSET_SIZE: row(28, 'InvalidCommitOffsetSizeException', 'The committing offset data size is not valid.'),
  TOPIC_AUTHORIZATION_FAILED: row(29, 'TopicAuthorizationException', 'Topic authorization failed.'),
  GROUP_AUTHORIZATION_FAILED: row(30, 'GroupAuthorizationException', 'Group authorization failed.'),
  CLUSTER_AUTHORIZATION_FAILED: row(31, 'ClusterAuthorizationException', 'Cluster authorization failed.'),
  INVALID_TIMESTAMP: row(32, 'InvalidTimestampException', 'The timestamp of the message is out of acceptable range.'),
  UNSUPPORTED_SASL_MECHANISM: row(33, 'UnsupportedSaslMechanismException', 'The broker does not support the requested SASL mechanism.'),
  ILLEGAL_SASL_STATE: row(34, 'IllegalSaslStateException', 'Request is not valid given the current SASL state.'),
  UNSUPPORTED_VERSION: row(35, 'UnsupportedVersionException', 'The version of API is not supported.'),
  TOPIC_ALREADY_EXISTS: row(36, 'TopicExistsException', 'Topic with this name already exists.'),
  INVALID_PARTITIONS: row(37, 'InvalidPartitionsException', 'Number of partitions is below 1.'),
  INVALID_REPLICATION_FACTOR: row(38, 'InvalidReplicationFactorException', 'Replication factor is below 1 or larger than the number of available brokers.'),
  INVALID_REPLICA_ASSIGNMENT: row(39, 'InvalidReplicaAssignmentException', 'Replica assignment is invalid.'),
  INVALID_CONFIG: row(40, 'InvalidConfigurationException', 'Configuration is invalid.'),
  NOT_CONTROLLER: row(41, 'NotControllerException', 'This is not the correct controller for this cluster.', 'retriable'),
  INVALID_REQUEST: row(42, 'InvalidRequestException', 'This most likely occurs because of a request being malformed by the client library or the message was sent to an incompatible broker. See the broker logs for more details.'),
  UNSUPPORTED_FOR_MESSAGE_FORMAT: row(43, 'UnsupportedForMessageFormatException', 'The message format version on the broker does not support the request.'),
  POLICY_VIOLATION: row(44, 'PolicyViolationException', 'Request parameters do not satisfy the configured policy.'),
  OUT_OF_ORDER_SEQUENCE_NUMBER: row(45, 'OutOfOrderSequenceException', 'The broker received an out of order sequence number.'),
  DUPLICATE_SEQUENCE_NUMBER: row(46, 'DuplicateSequenceException', 'The broker received a duplicate sequence number.'),
  INVALID_PRODUCER_EPOCH: row(47, 'InvalidProducerEpochException', 'Producer attempted to produce with an old epoch.'),
  INVALID_TXN_STATE: row(48, 'InvalidTxnStateException', 'The producer attempted a transactional operation in an invalid state.'),
  INVALID_PRODUCER_ID_MAPPING: row(49, 'InvalidPidMappingException', 'The producer attempted to use a producer id which is not currently assigned to its transactional id.'),
  INVALID_TRANSACTION_TIMEOUT: row(50, 'InvalidTxnTimeoutException', 'The transaction timeout is larger than the maximum value allowed by the broker (as configured by transaction.max.timeout.ms).'),
  CONCURRENT_TRANSACTIONS: row(51, 'ConcurrentTransactionsException', 'The producer attempted to update a transaction while another concurrent operation on the same transaction was ongoing.', 'retriable'),
  TRANSACTION_COORDINATOR_FENCED: row(52, 'TransactionCoordinatorFencedException', 'Indicates that the transaction coordinator sending a WriteTxnMarker is no longer the current coordinator for a given producer.'),
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: row(53, 'TransactionalIdAuthorizationException', 'Transactional Id authorization failed.'),
  SECURITY_DISABLED: row(54, 'SecurityDisabledException', 'Security features are disabled.'),
  OPERATION_NOT_ATTEMPTED: row(55, 'OperationNotAttemptedException', 'The broker did not attempt to execute this operation. This may happen for batched RPCs where some operations in the batch failed, causing the broker to respond without trying the rest.'),
  KAFKA_STORAGE_ERROR: row(56, 'KafkaStorageException', 'Disk error when trying to access log file on the disk.', 'stale-metadata'),
  LOG_DIR_NOT_FOUND: row(57, 'LogDirNotFoundException', 'The user-specified log directory is not found in the broker config.'),
  SASL_AUTHENTICATION_FAILED: row(58, 'SaslAuthenticationException', 'SASL Authentication failed.'),
  UNKNOWN_PRODUCER_ID: row(59, 'UnknownProducerIdException', "This exception is raised by the broker if it could not locate the producer metadata associated with the producerId in question. This could happen if, for instance, the producer's records were deleted because their retention time had elapsed. Once the last records of the producerId are removed, the producer's metadata is removed from the broker, and future appends by the producer will return this exception."),
  REASSIGNMENT_IN_PROGRESS: row(60, 'ReassignmentInProgressException', 'A partition reassignment is in progress.'),
  DELEGATION_TOKEN_AUTH_DISABLED: row(61, 'DelegationTokenDisabledException', 'Delegation Token feature is not enabled.'),
  DELEGATION_TOKEN_NOT_FOUND: row(62, 'DelegationTokenNotFoundException', 'Delegation Token is not found on server.'),
  DELEGATION_TOKEN_OWNER_MISMATCH: row(63, 'DelegationTokenOwnerMismatchException', 'Specified Principal is not valid Owner/Renewer.'),
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: row(64, 'UnsupportedByAuthenticationException', 'Delegation Token requests are not allowed on PLAINTEXT/1-way SSL channels and on delegation token authenticated channels.'),
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: row(65, 'DelegationTokenAuthorizationException', 'Delegation Token authorization failed.'),
  DELEGATION_TOKEN_EXPIRED: row(66, 'DelegationTokenExpiredException', 'Delegation Token is expired.'),
  INVALID_PRINCIPAL_TYPE: row(67, 'InvalidPrincipalTypeException', 'Supplied principalType is not supported.'),
  NON_EMPTY_GROUP: row(68, 'GroupNotEmptyException', 'The group is not empty.'),
  GROUP_ID_NOT_FOUND: row(69, 'GroupIdNotFoundException', 'The group id does not exist.'),
  FETCH_SESSION_ID_NOT_FOUND: row(70, 'FetchSessionIdNotFoundException', 'The fetch session ID was not found.', 'retriable'),
  INVALID_FETCH_SESSION_EPOCH: row(71, 'InvalidFetchSessionEpochException', 'The fetch session epoch is invalid.', 'retriable'),
  LISTENER_NOT_FOUND: row(72, 'ListenerNotFoundException', 'There is no listener on the leader broker that matches the listener on which metadata request was processed.', 'stale-metadata'),
  TOPIC_DELETION_DISABLED: row(73, 'TopicDeletionDisabledException', 'Topic deletion is disabled.'),
  FENCED_LEADER_EPOCH: row(74, 'FencedLeaderEpochException', 'The leader epoch in the request is older than the epoch on the broker.', 'stale-metadata'),
  UNKNOWN_LEADER_EPOCH: row(75, 'UnknownLeaderEpochException', 'The leader epoch in the request is newer than the epoch on the broker.', 'retriable'),
  UNSUPPORTED_COMPRESSION_TYPE: row(76, 'UnsupportedCompressionTypeException', 'The requesting client does not support the compression type of given partition.'),
  STALE_BROKER_EPOCH: row(77, 'StaleBrokerEpochException', 'Broker epoch has changed.'),
  OFFSET_NOT_AVAILABLE: row(78, 'OffsetNotAvailableException', 'The leader high watermark has not caught up from a recent leader election so the offsets cannot be guaranteed to be monotonically increasing.', 'retriable'),
  MEMBER_ID_REQUIRED: row(79, 'MemberIdRequiredException', 'The group member needs to have a valid member id before actually entering a consumer group.'),
  PREFERRED_LEADER_NOT_AVAILABLE: row(80, 'PreferredLeaderNotAvailableException', 'The preferred leader was not available.', 'stale-metadata'),
  GROUP_MAX_SIZE_REACHED: row(81, 'GroupMaxSizeReachedException', 'The consumer group has reached its max size.'),
  FENCED_INSTANCE_ID: row(82, 'FencedInstanceIdException', 'The broker rejected this static consumer since another consumer with the same group.instance.id has registered with a different member.id.'),
  ELIGIBLE_LEADERS_NOT_AVAILABLE: row(83, 'EligibleLeadersNotAvailableException', 'Eligible topic partition leaders are not available.', 'stale-metadata'),
  ELECTION_NOT_NEEDED: row(84, 'ElectionNotNeededException', 'Leader election not needed for topic partition.', 'stale-metadata'),
  NO_REASSIGNMENT_IN_PROGRESS: row(85, 'NoReassignmentInProgressException', 'No partition reassignment is in progress.'),
  GROUP_SUBSCRIBED_TO_TOPIC: row(86, 'GroupSubscribedToTopicException', 'Deleting offsets of a topic is forbidden while the consumer group is actively subscribed to it.'),
  INVALID_RECORD: row(87, 'InvalidRecordException', 'This record has failed the validation on broker and hence will be rejected.'),
  UNSTABLE_OFFSET_COMMIT: row(88, 'UnstableOffsetCommitException', 'There are unstable offsets that need to be cleared.', 'retriable'),
  THROTTLING_QUOTA_EXCEEDED: row(89, 'ThrottlingQuotaExceededException', 'The throttling quota has been exceeded.', 'retriable'),
  PRODUCER_FENCED: row(90, 'ProducerFencedException', 'There is a newer producer with the same transactionalId which fences the current one.'),
  RESOURCE_NOT_FOUND: row(91, 'ResourceNotFoundException', 'A request illegally referred to a resource that does not exist.'),
  DUPLICATE_RESOURCE: row(92, 'DuplicateResourceException', 'A request illegally referred to the same resource twice.'),
  UNACCEPTABLE_CREDENTIAL: row(93, 'UnacceptableCredentialException', 'Requested credential would not meet criteria for acceptability.'),
  INCONSISTENT_VOTER_SET: row(94, 'InconsistentVoterSetException', 'Indicates that the either the sender or recipient of a voter-only request is not one of the expected voters'),
  INVALID_UPDATE_VERSION: row(95, 'InvalidUpdateVersionException', 'The given update version was invalid.'),
  FEATURE_UPDATE_FAILED: row(96, 'FeatureUpdateFailedException', 'Unable to update finalized features due to an unexpected server error.'),
  PRINCIPAL_DESERIALIZATION_FAILURE: row(97, 'PrincipalDeserializationException', 'Request principal deserialization failed during forwarding. This indicates an internal error on the broker cluster security setup.'),
  SNAPSHOT_NOT_FOUND: row(98, 'SnapshotNotFoundException', 'Requested snapshot was not found'),
  POSITION_OUT_OF_RANGE: row(99, 'PositionOutOfRangeException', 'Requested position is not greater than or equal to zero, and less than the size of the snapshot.'),
  UNKNOWN_TOPIC_ID: row(100, 'UnknownTopicIdException', 'This server does not host this topic ID.', 'stale-metadata'),
  DUPLICATE_BROKER_REGISTRATION: row(101, 'DuplicateBrokerRegistrationException', 'This broker ID is already in use.'),
  BROKER_ID_NOT_REGISTERED: row(102, 'BrokerIdNotRegisteredException', 'The given broker ID was not registered.'),
  INCONSISTENT_TOPIC_ID: row(103, 'InconsistentTopicIdException', "The log's topic ID did not match the topic ID in the request", 'stale-metadata'),
  INCONSISTENT_CLUSTER_ID: row(104, 'InconsistentClusterIdException', 'The clusterId in the request does not match that found on the server'),
  TRANSACTIONAL_ID_NOT_FOUND: row(105, 'TransactionalIdNotFoundException', 'The transactionalId could not be found'),
  FETCH_SESSION_TOPIC_ID_ERROR: row(106, 'FetchSessionTopicIdException', 'The fetch session encountered inconsistent topic ID usage', 'retriable'),
  INELIGIBLE_REPLICA: row(107, 'IneligibleReplicaException', 'The new ISR contains at least one ineligible replica.'),
  NEW_LEADER_ELECTED: row(108, 'NewLeaderElectedException', 'The AlterPartition request successfully updated the partition state but the leader has changed.'),
  OFFSET_MOVED_TO_TIERED_STORAGE: row(109, 'OffsetMovedToTieredStorageException', 'The requested offset is moved to tiered storage.'),
  FENCED_MEMBER_EPOCH: row(110, 'FencedMemberEpochException', 'The member epoch is fenced by the group coordinator. The member must abandon all its partitions and rejoin.'),
  UNRELEASED_INSTANCE_ID: row(111, 'UnreleasedInstanceIdException', 'The instance ID is still used by another member in the consumer group. That member must leave first.'),
  UNSUPPORTED_ASSIGNOR: row(112, 'UnsupportedAssignorException', 'The assignor or its version range is not supported by the consumer group.'),
  STALE_MEMBER_EPOCH: row(113, 'StaleMemberEpochException', 'The member epoch is stale. The member must retry after receiving its updated member epoch via the ConsumerGroupHeartbeat API.'),
};

/** The name of an error as Kafka writes it. */
export type ErrorName =
  | 'UNKNOWN_SERVER_ERROR'
  | 'NONE'
  | 'OFFSET_OUT_OF_RANGE'
  | 'CORRUPT_MESSAGE'
  | 'UNKNOWN_TOPIC_OR_PARTITION'
  | 'INVALID_FETCH_SIZE'
  | 'LEADER_NOT_AVAILABLE'
  | 'NOT_LEADER_OR_FOLLOWER'
  | 'REQUEST_TIMED_OUT'
  | 'BROKER_NOT_AVAILABLE'
  | 'REPLICA_NOT_AVAILABLE'
  | 'MESSAGE_TOO_LARGE'
  | 'STALE_CONTROLLER_EPOCH'
  | 'OFFSET_METADATA_TOO_LARGE'
  | 'NETWORK_EXCEPTION'
  | 'COORDINATOR_LOAD_IN_PROGRESS'
  | 'COORDINATOR_NOT_AVAILABLE'
  | 'NOT_COORDINATOR'
  | 'INVALID_TOPIC_EXCEPTION'
  | 'RECORD_LIST_TOO_LARGE'
  | 'NOT_ENOUGH_REPLICAS'
  | 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'
  | 'INVALID_REQUIRED_ACKS'
  | 'ILLEGAL_GENERATION'
  | 'INCONSISTENT_GROUP_PROTOCOL'
  | 'INVALID_GROUP_ID'
  | 'UNKNOWN_MEMBER_ID'
  | 'INVALID_SESSION_TIMEOUT'
  | 'REBALANCE_IN_PROGRESS'
  | 'INVALID_COMMIT_OFFSET_SIZE'
  | 'TOPIC_AUTHORIZATION_FAILED'
  | 'GROUP_AUTHORIZATION_FAILED'
  | 'CLUSTER_AUTHORIZATION_FAILED'
  | 'INVALID_TIMESTAMP'
  | 'UNSUPPORTED_SASL_MECHANISM'
  | 'ILLEGAL_SASL_STATE'
  | 'UNSUPPORTED_VERSION'
  | 'TOPIC_ALREADY_EXISTS'
  | 'INVALID_PARTITIONS'
  | 'INVALID_REPLICATION_FACTOR'
  | 'INVALID_REPLICA_ASSIGNMENT'
  | 'INVALID_CONFIG'
  | 'NOT_CONTROLLER'
  | 'INVALID_REQUEST'
  | 'UNSUPPORTED_FOR_MESSAGE_FORMAT'
  | 'POLICY_VIOLATION'
  | 'OUT_OF_ORDER_SEQUENCE_NUMBER'
  | 'DUPLICATE_SEQUENCE_NUMBER'
  | 'INVALID_PRODUCER_EPOCH'
  | 'INVALID_TXN_STATE'
  | 'INVALID_PRODUCER_ID_MAPPING'
  | 'INVALID_TRANSACTION_TIMEOUT'
  | 'CONCURRENT_TRANSACTIONS'
  | 'TRANSACTION_COORDINATOR_FENCED'
  | 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'
  | 'SECURITY_DISABLED'
  | 'OPERATION_NOT_ATTEMPTED'
  | 'KAFKA_STORAGE_ERROR'
  | 'LOG_DIR_NOT_FOUND'
  | 'SASL_AUTHENTICATION_FAILED'
  | 'UNKNOWN_PRODUCER_ID'
  | 'REASSIGNMENT_IN_PROGRESS'
  | 'DELEGATION_TOKEN_AUTH_DISABLED'
  | 'DELEGATION_TOKEN_NOT_FOUND'
  | 'DELEGATION_TOKEN_OWNER_MISMATCH'
  | 'DELEGATION_TOKEN_REQUEST_NOT_ALLOWED'
  | 'DELEGATION_TOKEN_AUTHORIZATION_FAILED'
  | 'DELEGATION_TOKEN_EXPIRED'
  | 'INVALID_PRINCIPAL_TYPE'
  | 'NON_EMPTY_GROUP'
  | 'GROUP_ID_NOT_FOUND'
  | 'FETCH_SESSION_ID_NOT_FOUND'
  | 'INVALID_FETCH_SESSION_EPOCH'
  | 'LISTENER_NOT_FOUND'
  | 'TOPIC_DELETION_DISABLED'
  | 'FENCED_LEADER_EPOCH'
  | 'UNKNOWN_LEADER_EPOCH'
  | 'UNSUPPORTED_COMPRESSION_TYPE'
  | 'STALE_BROKER_EPOCH'
  | 'OFFSET_NOT_AVAILABLE'
  | 'MEMBER_ID_REQUIRED'
  | 'PREFERRED_LEADER_NOT_AVAILABLE'
  | 'GROUP_MAX_SIZE_REACHED'
  | 'FENCED_INSTANCE_ID'
  | 'ELIGIBLE_LEADERS_NOT_AVAILABLE'
  | 'ELECTION_NOT_NEEDED'
  | 'NO_REASSIGNMENT_IN_PROGRESS'
  | 'GROUP_SUBSCRIBED_TO_TOPIC'
  | 'INVALID_RECORD'
  | 'UNSTABLE_OFFSET_COMMIT'
  | 'THROTTLING_QUOTA_EXCEEDED'
  | 'PRODUCER_FENCED'
  | 'RESOURCE_NOT_FOUND'
  | 'DUPLICATE_RESOURCE'
  | 'UNACCEPTABLE_CREDENTIAL'
  | 'INCONSISTENT_VOTER_SET'
  | 'INVALID_UPDATE_VERSION'
  | 'FEATURE_UPDATE_FAILED'
  | 'PRINCIPAL_DESERIALIZATION_FAILURE'
  | 'SNAPSHOT_NOT_FOUND'
  | 'POSITION_OUT_OF_RANGE'
  | 'UNKNOWN_TOPIC_ID'
  | 'DUPLICATE_BROKER_REGISTRATION'
  | 'BROKER_ID_NOT_REGISTERED'
  | 'INCONSISTENT_TOPIC_ID'
  | 'INCONSISTENT_CLUSTER_ID'
  | 'TRANSACTIONAL_ID_NOT_FOUND'
  | 'FETCH_SESSION_TOPIC_ID_ERROR'
  | 'INELIGIBLE_REPLICA'
  | 'NEW_LEADER_ELECTED'
  | 'OFFSET_MOVED_TO_TIERED_STORAGE'
  | 'FENCED_MEMBER_EPOCH'
  | 'UNRELEASED_INSTANCE_ID'
  | 'UNSUPPORTED_ASSIGNOR'
  | 'STALE_MEMBER_EPOCH';

/** Whether `name` is an error Kafka knows. */
export function isErrorName(name: string): name is ErrorName {
  return Object.hasOwn(ERRORS, name);
}
