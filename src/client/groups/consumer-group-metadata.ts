/** What a consumer knows of its membership in its group, which makes offsets part of a producer's transaction. */

/** A consumer group and a member of it (Java's ConsumerGroupMetadata). */
export interface ConsumerGroupMetadata {
  readonly groupId: string;
  /** -1: the consumer is not a member of the group. */
  readonly generationId: number;
  /** Empty: the consumer is not a member of the group. */
  readonly memberId: string;
  /** group.instance.id; `null`: none. */
  readonly groupInstanceId: string | null;
}
