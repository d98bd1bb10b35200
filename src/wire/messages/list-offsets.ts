/** The fields of ListOffsets. Written by build/wire-facts.js from the message definitions of Apache Kafka: do not edit. */
// biome-ignore format: one field, one line
export const listOffsetsSchema = {
  key: 2,
  versions: '1-9',
  flexible: '6+',
  request: [
    { name: 'replicaId', type: 'int32', versions: '1+' },
    { name: 'isolationLevel', type: 'int8', versions: '2+' },
    { name: 'topics', type: '[]struct', versions: '1+', fields: [
      { name: 'name', type: 'string', versions: '1+' },
      { name: 'partitions', type: '[]struct', versions: '1+', fields: [
        { name: 'partitionIndex', type: 'int32', versions: '1+' },
        { name: 'currentLeaderEpoch', type: 'int32', versions: '4+', default: -1 },
        { name: 'timestamp', type: 'int64', versions: '1+' },
      ] },
    ] },
  ],
  response: [
    { name: 'throttleTimeMs', type: 'int32', versions: '2+' },
    { name: 'topics', type: '[]struct', versions: '1+', fields: [
      { name: 'name', type: 'string', versions: '1+' },
      { name: 'partitions', type: '[]struct', versions: '1+', fields: [
        { name: 'partitionIndex', type: 'int32', versions: '1+' },
        { name: 'errorCode', type: 'int16', versions: '1+' },
        { name: 'timestamp', type: 'int64', versions: '1+', default: -1 },
        { name: 'offset', type: 'int64', versions: '1+', default: -1 },
        { name: 'leaderEpoch', type: 'int32', versions: '4+', default: -1 },
      ] },
    ] },
  ],
} as const;
