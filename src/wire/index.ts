/** Kafka's protocol as bytes, for clients of any kind: what they send becomes the cluster's requests, its responses become bytes. */
export { EncodedBatch } from './batches/encoded-batch.ts';
export { WireError } from './bytes/wire-error.ts';
export type { WireProfile } from './connection/served-apis.ts';
export { WireConnection, type WireConnectionOptions, type WireConnectionOwner } from './connection/wire-connection.ts';
export type { Address, TopicIds } from './conversions/parts/exchange.ts';
