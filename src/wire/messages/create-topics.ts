/** The fields of CreateTopics. Written by build/wire-facts.js from the message definitions of Apache Kafka: do not edit. */
// biome-ignore format: one field, one line
export const createTopicsSchema = {
  key: 19,
  versions: '2-7',
  flexible: '5+',
  request: [
    { name: 'topics', type: '[]struct', versions: '2+', fields: [
      { name: 'name', type: 'string', versions: '2+' },
      { name: 'numPartitions', type: 'int32', versions: '2+' },
      { name: 'replicationFactor', type: 'int16', versions: '2+' },
      { name: 'assignments', type: '[]struct', versions: '2+', fields: [
        { name: 'partitionIndex', type: 'int32', versions: '2+' },
        { name: 'brokerIds', type: '[]int32', versions: '2+' },
      ] },
      { name: 'configs', type: '[]struct', versions: '2+', fields: [
        { name: 'name', type: 'string', versions: '2+' },
        { name: 'value', type: 'string', versions: '2+', nullable: '2+' },
      ] },
    ] },
    { name: 'timeoutMs', type: 'int32', versions: '2+', default: 60000 },
    { name: 'validateOnly', type: 'bool', versions: '2+', default: false },
  ],
  response: [
    { name: 'throttleTimeMs', type: 'int32', versions: '2+' },
    { name: 'topics', type: '[]struct', versions: '2+', fields: [
      { name: 'name', type: 'string', versions: '2+' },
      { name: 'topicId', type: 'uuid', versions: '7+' },
      { name: 'errorCode', type: 'int16', versions: '2+' },
      { name: 'errorMessage', type: 'string', versions: '2+', nullable: '2+' },
      { name: 'topicConfigErrorCode', type: 'int16', versions: '5+', tag: 0, tagged: '5+' },
      { name: 'numPartitions', type: 'int32', versions: '5+', default: -1 },
      { name: 'replicationFactor', type: 'int16', versions: '5+', default: -1 },
      { name: 'configs', type: '[]struct', versions: '5+', nullable: '5+', fields: [
        { name: 'name', type: 'string', versions: '5+' },
        { name: 'value', type: 'string', versions: '5+', nullable: '5+' },
        { name: 'readOnly', type: 'bool', versions: '5+' },
        { name: 'configSource', type: 'int8', versions: '5+', default: -1 },
        { name: 'isSensitive', type: 'bool', versions: '5+' },
      ] },
    ] },
  ],
} as const;
