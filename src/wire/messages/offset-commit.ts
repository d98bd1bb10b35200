/** The fields of OffsetCommit. Written by build/wire-facts.js from the message definitions of Apache Kafka: do not edit. */
// biome-ignore format: one field, one line
export const offsetCommitSchema = {
  key: 8,
  versions: '2-9',
  flexible: '8+',
  request: [
    { name: 'groupId', type: 'string', versions: '2+' },
    { name: 'generationIdOrMemberEpoch', type: 'int32', versions: '2+', default: -1 },
    { name: 'memberId', type: 'string', versions: '2+' },
    { name: 'groupInstanceId', type: 'string', versions: '7+', nullable: '7+', default: null },
    { name: 'retentionTimeMs', type: 'int64', versions: '2-4', default: -1 },
    { name: 'topics', type: '[]struct', versions: '2+', fields: [
      { name: 'name', type: 'string', versions: '2+' },
      { name: 'partitions', type: '[]struct', versions: '2+', fields: [
        { name: 'partitionIndex', type: 'int32', versions: '2+' },
        { name: 'committedOffset', type: 'int64', versions: '2+' },
        { name: 'committedLeaderEpoch', type: 'int32', versions: '6+', default: -1 },
        { name: 'committedMetadata', type: 'string', versions: '2+', nullable: '2+' },
      ] },
    ] },
  ],
  response: [
    { name: 'throttleTimeMs', type: 'int32', versions: '3+' },
    { name: 'topics', type: '[]struct', versions: '2+', fields: [
      { name: 'name', type: 'string', versions: '2+' },
      { name: 'partitions', type: '[]struct', versions: '2+', fields: [
        { name: 'partitionIndex', type: 'int32', versions: '2+' },
        { name: 'errorCode', type: 'int16', versions: '2+' },
      ] },
    ] },
  ],
} as const;
