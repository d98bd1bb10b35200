/** The fields of OffsetForLeaderEpoch. Written by build/wire-facts.js from the message definitions of Apache Kafka: do not edit. */
// biome-ignore format: one field, one line
export const offsetForLeaderEpochSchema = {
  key: 23,
  versions: '2-4',
  flexible: '4+',
  request: [
    { name: 'replicaId', type: 'int32', versions: '3+', default: -2 },
    { name: 'topics', type: '[]struct', versions: '2+', fields: [
      { name: 'topic', type: 'string', versions: '2+' },
      { name: 'partitions', type: '[]struct', versions: '2+', fields: [
        { name: 'partition', type: 'int32', versions: '2+' },
        { name: 'currentLeaderEpoch', type: 'int32', versions: '2+', default: -1 },
        { name: 'leaderEpoch', type: 'int32', versions: '2+' },
      ] },
    ] },
  ],
  response: [
    { name: 'throttleTimeMs', type: 'int32', versions: '2+' },
    { name: 'topics', type: '[]struct', versions: '2+', fields: [
      { name: 'topic', type: 'string', versions: '2+' },
      { name: 'partitions', type: '[]struct', versions: '2+', fields: [
        { name: 'errorCode', type: 'int16', versions: '2+' },
        { name: 'partition', type: 'int32', versions: '2+' },
        { name: 'leaderEpoch', type: 'int32', versions: '2+', default: -1 },
        { name: 'endOffset', type: 'int64', versions: '2+', default: -1 },
      ] },
    ] },
  ],
} as const;
