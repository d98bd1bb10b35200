/** The fields of AddPartitionsToTxn. Written by build/wire-facts.js from the message definitions of Apache Kafka: do not edit. */
// biome-ignore format: one field, one line
export const addPartitionsToTxnSchema = {
  key: 24,
  versions: '0-3',
  flexible: '3+',
  request: [
    { name: 'v3AndBelowTransactionalId', type: 'string', versions: '0+' },
    { name: 'v3AndBelowProducerId', type: 'int64', versions: '0+' },
    { name: 'v3AndBelowProducerEpoch', type: 'int16', versions: '0+' },
    { name: 'v3AndBelowTopics', type: '[]struct', versions: '0+', fields: [
      { name: 'name', type: 'string', versions: '0+' },
      { name: 'partitions', type: '[]int32', versions: '0+' },
    ] },
  ],
  response: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'resultsByTopicV3AndBelow', type: '[]struct', versions: '0+', fields: [
      { name: 'name', type: 'string', versions: '0+' },
      { name: 'resultsByPartition', type: '[]struct', versions: '0+', fields: [
        { name: 'partitionIndex', type: 'int32', versions: '0+' },
        { name: 'partitionErrorCode', type: 'int16', versions: '0+' },
      ] },
    ] },
  ],
} as const;
